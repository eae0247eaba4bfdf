import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTold } from './told.ts';

const nothing = {
  retryAfterMs: null,
  retryRoundingMs: 0,
  limit: null,
  remaining: null,
  resetMs: null,
  resetRoundingMs: 0,
};

it.each([
  [{}, nothing],
  [{ 'retry-after': '7' }, { ...nothing, retryAfterMs: 7000, retryRoundingMs: 1000 }],
  [
    { 'retry-after': '7', 'retry-after-ms': '6500.5' },
    { ...nothing, retryAfterMs: 6500.5 },
  ],
  [
    { 'retry-after': 'Wed, 01 Jan 2025 00:00:09 GMT', date: 'Wed, 01 Jan 2025 00:00:02 GMT' },
    { ...nothing, retryAfterMs: 7000, retryRoundingMs: 1000 },
  ],
  [{ 'retry-after': 'Wed, 01 Jan 2025 00:00:09 GMT' }, nothing],
  [{ 'retry-after': 'soon' }, nothing],
  [
    {
      'x-ratelimit-limit-requests': '10',
      'x-ratelimit-remaining-requests': '9',
      'x-ratelimit-reset-requests': '1m2.5s',
    },
    { ...nothing, limit: 10, remaining: 9, resetMs: 62_500 },
  ],
  [{ 'x-ratelimit-reset-requests': '120ms' }, { ...nothing, resetMs: 120 }],
  [
    { 'ratelimit-limit': '5', 'ratelimit-remaining': '0', 'ratelimit-reset': '3' },
    { ...nothing, limit: 5, remaining: 0, resetMs: 3000, resetRoundingMs: 1000 },
  ],
  [
    { 'x-ratelimit-reset': '1735689605', date: 'Wed, 01 Jan 2025 00:00:02 GMT' },
    { ...nothing, resetMs: 3000, resetRoundingMs: 1000 },
  ],
])('reads %j', (headers, told) => {
  expect(readTold(headers)).toEqual(told);
});

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 18 }).map((list) => list.join(''));
const amounts = fc.oneof(
  digits,
  fc.tuple(digits, digits).map((parts) => parts.join('.')),
  fc.tuple(digits, fc.constantFrom('.', ' ', '-', 'e', ',', ':', '/'), digits).map((parts) => parts.join('')),
);

it('reads numbers, with decimals or without, to the last bit, and nothing else', () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom('ms', 's'), (amount, unit) => {
      const isNumber = /^\d+(\.\d+)?$/.test(amount.trim());
      const plain = isNumber ? Number(amount) : null;
      const isDuration = /^\d+(\.\d+)?$/.test(amount.trimStart());
      const { remaining, resetMs } = readTold({
        'x-ratelimit-remaining': amount,
        'x-ratelimit-reset-requests': `${amount}${unit}`,
      });
      expect(remaining).toBe(plain);
      expect(resetMs).toBe(isDuration ? Number(amount) * (unit === 's' ? 1000 : 1) : null);
    }),
    { numRuns: 3000 },
  );
});

const told = (ratelimit: string, policy?: string) => {
  const { limit, remaining, resetMs, resetRoundingMs } = readTold({
    ratelimit,
    ...(policy === undefined ? {} : { 'ratelimit-policy': policy }),
  });
  return [limit, remaining, resetMs, resetRoundingMs];
};

describe('the combined headers of the drafts', () => {
  it('are read in the form of the seventh draft', () => {
    expect(told('limit=10, remaining=4, reset=3', '10;w=60')).toEqual([10, 4, 3000, 1000]);
    expect(told('limit=10,remaining=0,reset=0')).toEqual([10, 0, 0, 1000]);
    expect(told('limit=10, remaining=4')).toEqual([null, null, null, 0]);
  });

  it('are read in the form of the eighth, the limit from the policy of the same name', () => {
    expect(told('"default"; r=4; t=3', '"default"; q=10; w=60; pk=:ZTNiMGM0NA==:')).toEqual([
      10, 4, 3000, 1000,
    ]);
    expect(told('"default";r=4', '"default";q=10')).toEqual([10, 4, null, 0]);
    expect(told('"default"; r=4; t=3')).toEqual([null, 4, 3000, 1000]);
    expect(told('"default"; r=4; t=3', '"other"; q=10')).toEqual([null, 4, 3000, 1000]);
  });

  it('tell nothing where they tell of several policies, or of none', () => {
    expect(told('"minute"; r=4; t=3, "day"; r=99; t=40000', '"minute"; q=10, "day"; q=100')).toEqual([
      null,
      null,
      null,
      0,
    ]);
    expect(told('4', '10')).toEqual([null, null, null, 0]);
  });

  it('give way to headers that tell one thing each', () => {
    const { limit, remaining, resetMs } = readTold({
      ratelimit: 'limit=10, remaining=4, reset=3',
      'ratelimit-limit': '20',
      'x-ratelimit-remaining': '7',
      'ratelimit-reset': '9',
    });
    expect([limit, remaining, resetMs]).toEqual([20, 7, 9000]);
  });
});
