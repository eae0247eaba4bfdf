import { expect, it } from 'vitest';
import { mergeTimes, packIntervals, sortTimes, sortTimesOf } from './intervals.ts';
import type { Observation } from './observation.ts';
import { intervalsOf } from './testing/intervals.ts';
import type { Pair } from './testing/oracles.ts';

const observation = (id: number, sentMs: number, firstByteMs: number, outcome: Observation['outcome']) => ({
  id,
  session: 's1',
  sentMs,
  firstByteMs,
  outcome,
});

it('packs the outcomes asked for, in their order, rounded outwards to whole microseconds', () => {
  const observations = [
    observation(5, 1.0016, 2.0014, 'admitted'),
    observation(6, 1, 2, 'throttled'),
    observation(7, 1, Infinity, 'unknown'),
    observation(4, 0.5, 0.75, 'admitted'),
  ];
  expect(packIntervals(observations, 'admitted')).toEqual({
    ids: Float64Array.of(5, 4),
    sentUs: Float64Array.of(1001, 500),
    firstByteUs: Float64Array.of(2002, 750),
  });
  expect([...packIntervals(observations, 'admitted', 'throttled').ids]).toEqual([5, 6, 4]);
});

const pairs: Pair[] = [
  [5, 9],
  [1, 20],
  [10, 11],
  [2, 3],
];

it('sorts sends and first bytes each by itself', () => {
  expect(sortTimes(intervalsOf(pairs))).toEqual({
    sends: Float64Array.of(1, 2, 5, 10),
    receives: Float64Array.of(3, 9, 11, 20),
  });
});

it('leaves out intervals that are not shorter than asked', () => {
  expect([...sortTimes(intervalsOf(pairs), 4).sends]).toEqual([2, 10]);
  expect([...sortTimes(intervalsOf(pairs), 5).sends]).toEqual([2, 5, 10]);
});

it('merges sorted parts to what sorting the whole gives', () => {
  const intervals = intervalsOf(pairs);
  const [some, others] = [sortTimesOf(intervals, [0, 1]), sortTimesOf(intervals, [3, 2])];
  expect([...some.sends, ...some.receives]).toEqual([1, 5, 9, 20]);
  expect(mergeTimes(some, others)).toEqual(sortTimes(intervals));
  expect(mergeTimes(others, some)).toEqual(sortTimes(intervals));
  expect(mergeTimes(sortTimesOf(intervals, []), some)).toEqual(some);
  expect(mergeTimes(some, sortTimesOf(intervals, []))).toEqual(some);
});
