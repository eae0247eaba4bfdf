import { expect, it } from 'vitest';
import { healthProblem } from '../analysis/health.ts';
import type { RequestRecord } from '../records.ts';
import { pacingOf } from './pacing.ts';

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

it('takes arrivals that never left for as late as their step is long, once they are one in a hundred', () => {
  const late = (dropped: number) =>
    pacingOf(
      step(() => 1),
      new Map([['2x', dropped]]),
    ).health?.sendDelayP99Us;
  expect([late(0), late(2), late(3)]).toEqual([1000, 1000, 1_990_000]);
  // k6's iteration numbers tell no timetable after a dropped arrival.
  const { pacing, health } = pacingOf(
    step(() => null),
    new Map([['2x', 50]]),
  );
  expect([pacing, health?.sendDelayP99Us]).toEqual([[], 1_990_000]);
});

it('says nothing of what has no timetable', () => {
  expect(pacingOf(step(() => null))).toEqual({ pacing: [], health: null });
  expect(pacingOf([{ ...record(1, 1), sentMs: null }], new Map())).toEqual({ pacing: [], health: null });
});
