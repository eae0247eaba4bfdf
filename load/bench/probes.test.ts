import { describe, expect, it } from 'vitest';
import { judgeRolling } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';
import { nextOccurrence, seenReopening } from './probes.ts';

let id = 0;
const answer = (session: string, sentMs: number, status: number, latencyMs = 10): RequestRecord => ({
  id: (id += 1),
  session,
  step: '10x',
  intendedMs: sentMs,
  sentMs,
  firstByteMs: sentMs + latencyMs,
  endMs: sentMs + latencyMs,
  status,
});

describe('seenReopening', () => {
  it('lies between the last refusal and the admission after it', () => {
    const records = [
      answer('s1', 0, 200),
      answer('s1', 500, 429),
      answer('s1', 990, 429),
      answer('s1', 1010, 200),
    ];
    expect(seenReopening(records)).toEqual({ atMs: 1005, errorMs: 15 });
  });

  it('takes the one that is known best, and keeps sessions apart', () => {
    const records = [
      answer('s1', 0, 429),
      answer('s2', 10, 200),
      answer('s1', 100, 200),
      answer('s2', 1990, 429, 2),
      answer('s2', 2000, 200, 2),
    ];
    expect(seenReopening(records)).toEqual({ atMs: 1996, errorMs: 6 });
  });

  it('is not fooled by answers that were neither', () => {
    expect(seenReopening([answer('s1', 0, 429), answer('s1', 10, 500), answer('s1', 20, 200)])).toBeNull();
    expect(seenReopening([])).toBeNull();
  });
});

it.each([
  [0, 1005],
  [1005, 1005],
  [1006, 2005],
  [5000, 5005],
])('nextOccurrence from %i is %i', (fromMs, atMs) => {
  expect(nextOccurrence({ atMs: 1005, errorMs: 15 }, 1000, fromMs)).toEqual({ atMs, errorMs: 15 });
});

describe('why edges are probed', () => {
  const policy = { limit: 5, windowMs: 1000 };
  /** What a fixed window anchored at the first request answers to requests at these times. */
  const fixedWindow = (times: readonly number[]): RequestRecord[] => {
    let opensMs = -Infinity;
    let count = 0;
    return times.map((ms) => {
      if (ms >= opensMs + policy.windowMs) [opensMs, count] = [ms, 0];
      count += 1;
      return answer('s1', ms, count <= policy.limit ? 200 : 429, 0);
    });
  };
  const outcomeOf = (times: readonly number[]) =>
    judgeRolling(fixedWindow(times), new Map([['s1', policy]])).overall;

  it('an even flood from idle cannot tell a fixed window from a rolling one', () => {
    expect(outcomeOf(Array.from({ length: 60 }, (_, k) => k * 50)).outcome).toBe('not_refuted');
  });

  it('one request, the rest late, a quota past the edge can', () => {
    const times = [0, 900, 912, 925, 937, 1005, 1015, 1025, 1035, 1045];
    expect(outcomeOf(times)).toMatchObject({ outcome: 'proved', worst: { admitted: 9 } });
  });
});
