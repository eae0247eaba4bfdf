import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { explainWitness } from './explain-witness.ts';
import { intervalsOf, smallHistories } from './testing/intervals.ts';
import type { Pair } from './testing/oracles.ts';
import { shortestSpan, toWitness, type Witness } from './witness.ts';

it('finds the shortest span, the earliest of several, with exactly so many intervals', () => {
  const pairs: Pair[] = [
    [0, 9],
    [1, 5],
    [3, 6],
    [20, 22],
    [21, 25],
    [30, 35],
    [31, 35],
    [31, 35],
  ];
  // [1,5] and [3,6] span 5 as [20,22] and [21,25] do; [31,35] twice spans 4.
  expect(shortestSpan(intervalsOf(pairs), 2, 100)).toEqual({ members: [6, 7], startUs: 31, endUs: 35 });
  expect(shortestSpan(intervalsOf(pairs.slice(0, 6)), 2, 100)).toEqual({
    members: [1, 2],
    startUs: 1,
    endUs: 6,
  });
  expect(shortestSpan(intervalsOf(pairs.slice(0, 6)), 3, 100)).toEqual({
    members: [0, 1, 2],
    startUs: 0,
    endUs: 9,
  });
  expect(shortestSpan(intervalsOf(pairs.slice(0, 3)), 3, 9)).toBeNull();
  expect(shortestSpan(intervalsOf([]), 1, 9)).toBeNull();
});

it('leaves out what is inside the span beyond the size', () => {
  const pairs: Pair[] = [
    [0, 4],
    [1, 4],
    [2, 4],
    [2, 3],
    [1, 9],
  ];
  expect(shortestSpan(intervalsOf(pairs), 3, 100)?.members).toEqual([1, 3, 2]);
});

it('equals the shortest by definition', () => {
  const history = smallHistories({ maxPairs: 10, maxSent: 20, maxLength: 15 });
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 6 }), ({ pairs }, size) => {
      const lengths = pairs.flatMap(([start]) =>
        pairs
          .filter(([, end]) => pairs.filter(([s, r]) => s >= start && r <= end).length >= size)
          .map(([, end]) => end - start),
      );
      const span = shortestSpan(intervalsOf(pairs), size, Infinity);
      expect(span === null ? Infinity : span.endUs - span.startUs).toBe(Math.min(Infinity, ...lengths));
      if (span === null) return;
      const chosen = span.members.map((i) => pairs[i] ?? [NaN, NaN]);
      expect(new Set(span.members).size).toBe(size);
      expect(Math.min(...chosen.map(([s]) => s))).toBe(span.startUs);
      expect(Math.max(...chosen.map(([, r]) => r))).toBe(span.endUs);
    }),
    { numRuns: 5000 },
  );
});

it('goes on in a heap where one interval lies within another and so on', () => {
  const nested = Array.from({ length: 100 }, (_, i): Pair => [i, 1000 - i]);
  expect(shortestSpan(intervalsOf(nested), 3, 2000)).toEqual({
    members: [97, 98, 99],
    startUs: 97,
    endUs: 903,
  });
  // The heap goes on with what was kept until then, and lets go of the greatest.
  const late: Pair[] = [[-3, 902], [-2, 5], [-1, 903], ...nested];
  expect(shortestSpan(intervalsOf(late), 101, 2000)).toEqual({
    members: [0, ...Array.from({ length: 98 }, (_, i) => i + 5), 1, 2].toSorted((a, b) => a - b),
    startUs: -3,
    endUs: 998,
  });
});

const pairsUs: Pair[] = [
  [12_004_000, 12_105_000],
  [12_500_000, 12_600_250],
  [13_200_000, 13_310_000],
];

function witnessOver(windows: number, limit: number, windowMs: number, epsilonMs: number): Witness {
  const span = { members: [0, 1, 2], startUs: 12_004_000, endUs: 13_310_000 };
  const terms = { session: 's1', limit, windowMs, epsilonMs, windows };
  return toWitness(intervalsOf(pairsUs), span, terms, (windowMs - epsilonMs) * 1000);
}

it('tells the requests with their times, the span and the bound', () => {
  expect(witnessOver(1, 2, 4000, 1)).toEqual({
    session: 's1',
    limit: 2,
    windowMs: 4000,
    epsilonMs: 1,
    windows: 1,
    startMs: 12_004,
    endMs: 13_310,
    lengthMs: 1306,
    boundMs: 3999,
    requests: [
      { id: 0, sentMs: 12_004, firstByteMs: 12_105 },
      { id: 1, sentMs: 12_500, firstByteMs: 12_600.25 },
      { id: 2, sentMs: 13_200, firstByteMs: 13_310 },
    ],
  });
});

it('is explained in lines that can be checked by hand', () => {
  expect(explainWitness(witnessOver(1, 2, 4000, 1))).toEqual([
    'session s1: 3 admitted between 12.004 s and 13.310 s: 1.306 s < 3.999 s; the limit is 2 in 4 s',
    '  request       sent  first byte',
    '        0  12.004000   12.105000',
    '        1  12.500000   12.600250',
    '        2  13.200000   13.310000',
    "  (each was decided between its sending and its first byte; 1 ms of every window is forgiven for the server's clock)",
  ]);
});

it('shows the product when the proof takes several windows', () => {
  expect(explainWitness(witnessOver(2, 1, 700, 1))[0]).toBe(
    'session s1: 3 admitted between 12.004 s and 13.310 s: 1.306 s < 2 × 0.699 s = 1.398 s; ' +
      'the limit is 1 in 700 ms, so 2 × 1 = 2 in 2 windows',
  );
});

it('lists the first and the last of many requests', () => {
  expect(explainWitness(witnessOver(1, 2, 4000, 1), 3)).toEqual(explainWitness(witnessOver(1, 2, 4000, 1)));
  const lines = explainWitness(witnessOver(1, 2, 4000, 1), 2);
  expect(lines.slice(1, -1)).toEqual([
    '  request       sent  first byte',
    '        0  12.004000   12.105000',
    '  … 1 more …',
    '        2  13.200000   13.310000',
  ]);
});
