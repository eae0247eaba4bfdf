import { expect, it } from 'vitest';
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
