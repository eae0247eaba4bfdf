import { expect, it } from 'vitest';
import { healthProblem } from '../analysis/health.ts';
import type { RequestRecord } from '../records.ts';
import { neverSentOf, pacingOf } from './pacing.ts';

const record = (i: number, lateMs: number | null, step = '2x'): RequestRecord => ({
  id: i,
  session: 's1',
  step,
  intendedMs: lateMs === null ? null : 10 * i,
  sentMs: 10 * i + (lateMs ?? 0),
  firstByteMs: 10 * i + 200,
  endMs: 10 * i + 200,
  status: 200,
});
const step = (lateMs: (i: number) => number | null, name = '2x') =>
  Array.from({ length: 200 }, (_, i) => record(i, lateMs(i), name));

it('tells by step how late requests left, and of the worst that it is the health', () => {
  const { pacing, health } = pacingOf([...step(() => 1), ...step((i) => (i < 10 ? 120 : 2), '4x')]);
  expect(pacing.map((one) => [one.step, one.stats.sendDelay.p50Us, one.stats.sendDelay.maxUs])).toEqual([
    ['2x', 1000, 1000],
    ['4x', 2000, 120_000],
  ]);
  expect(health?.sendDelayP99Us).toBeGreaterThanOrEqual(119_000);
  expect(health?.sendDelayP99Us).toBeLessThanOrEqual(121_000);
  expect(health === null ? null : healthProblem(health, 2000)).toMatch(/^the harness was too slow: .*late/);
  expect(health === null ? null : healthProblem(health, 60_000)).toBe(null);
});

it('tells of arrivals that never left, where they were the largest part, and whether they are too many', () => {
  const healthOf = (dropped: [string, number][]) =>
    pacingOf([...step(() => 1), ...step(() => null, '4x')], new Map(dropped)).health;
  const problemOf = (dropped: [string, number][]) => {
    const health = healthOf(dropped);
    return health === null ? null : healthProblem(health, 2000);
  };
  expect(healthOf([])?.neverSent).toBe(undefined);
  expect([problemOf([]), problemOf([['2x', 2]])]).toEqual([null, null]);
  expect(problemOf([['2x', 3]])).toBe(
    'the harness was too slow: 3 of 203 requests of a timetable were never sent',
  );
  expect(
    healthOf([
      ['2x', 3],
      ['4x', 50],
    ])?.neverSent,
  ).toEqual({ count: 50, of: 250 });
  expect(
    healthOf([
      ['2x', 50],
      ['4x', 3],
    ])?.neverSent,
  ).toEqual({ count: 50, of: 250 });
  // A step of which k6's iteration numbers tell no timetable has health, too.
  const blind = pacingOf(
    step(() => null),
    new Map([['2x', 50]]),
  );
  expect(healthOf([['10x', 4]])?.neverSent).toEqual({ count: 4, of: 4 });
  expect(blind.pacing).toEqual([]);
  expect(blind.health).toMatchObject({ sendDelayP99Us: 0, neverSent: { count: 50, of: 250 } });
});

it('says nothing of what has no timetable', () => {
  expect(pacingOf(step(() => null))).toEqual({ pacing: [], health: null });
  expect(pacingOf([{ ...record(1, 1), sentMs: null }], new Map())).toEqual({ pacing: [], health: null });
});

it('finds arrivals that k6 left out without a word', () => {
  const records = [...step(() => 1), ...step(() => 1, '4x')];
  const told = new Map([
    ['4x', 7],
    ['burst', 1],
  ]);
  const planned = new Map([
    ['1x', 5],
    ['2x', 233],
    ['4x', 207],
  ]);
  expect(Object.fromEntries(neverSentOf(records, planned, told))).toEqual({
    '1x': 5,
    '2x': 33,
    '4x': 7,
    burst: 1,
  });
  expect(neverSentOf(records, new Map([['2x', 200]]), new Map())).toEqual(new Map());
});
