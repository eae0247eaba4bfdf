import { expect, it } from 'vitest';
import { mergeTimes, sortTimeline, sortTimes, sortTimesOf } from './intervals.ts';
import { intervalsOf } from './testing/intervals.ts';
import type { Pair } from './testing/oracles.ts';

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
  const [some, others] = [
    sortTimesOf(intervals, Uint32Array.of(0, 1)),
    sortTimesOf(intervals, Uint32Array.of(3, 2)),
  ];
  expect([...some.sends, ...some.receives]).toEqual([1, 5, 9, 20]);
  expect(mergeTimes(some, others)).toEqual(sortTimes(intervals));
  expect(mergeTimes(others, some)).toEqual(sortTimes(intervals));
  expect(mergeTimes(sortTimesOf(intervals, new Uint32Array()), some)).toEqual(some);
  expect(mergeTimes(some, sortTimesOf(intervals, new Uint32Array()))).toEqual(some);
});

it.each<[string, (i: number) => number]>([
  ['in order', (i) => i],
  ['nearly in order', (i) => i + 3 * (i % 2)],
  ['without an answer now and then', (i) => (i % 10 === 0 ? Infinity : i)],
  ['backwards', (i) => 1000 - i],
  ['in no order', (i) => (i * 7919) % 1009],
])('sorts times that are %s', (_, valueAt) => {
  for (const length of [0, 1, 2, 1000]) {
    const values = Float64Array.from({ length }, (__, i) => valueAt(i));
    const expected = values.toSorted();
    expect(sortTimeline(values)).toEqual(expected);
  }
});
