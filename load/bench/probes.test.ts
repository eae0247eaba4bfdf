import { describe, expect, it } from 'vitest';
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
