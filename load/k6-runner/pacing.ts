import type { HarnessHealth } from '../analysis/index.ts';
import type { BenchOutcome } from '../bench/index.ts';
import { createDelayRecorder, type DelayStats } from '../engine/pacing-stats.ts';
import type { RequestRecord } from '../records.ts';

/** How k6 kept its timetables, by step, and what that says of the harness's health. */
export interface K6Pacing {
  readonly pacing: BenchOutcome['pacing'];
  /** Null where nothing had a timetable, as in a closed model. */
  readonly health: HarnessHealth | null;
}

const none: DelayStats = { count: 0, p50Us: 0, p99Us: 0, maxUs: 0 };
/**
 * How far the sends were off k6's own timetable. Its start is known to the millisecond only.
 * @param dropped arrivals that k6 could not start, by step.
 */
export function pacingOf(
  records: readonly RequestRecord[],
  dropped: ReadonlyMap<string, number> = new Map(),
): K6Pacing {
  const pacing = [];
  let lateUs: number | null = null;
  let worst = { count: 0, of: 0 };
  const byStep = Map.groupBy(records, (record) => record.step);
  // Of a step, all may be missing.
  for (const step of new Set([...byStep.keys(), ...dropped.keys()])) {
    const mine = byStep.get(step) ?? [];
    const delays = createDelayRecorder();
    for (const { sentMs, intendedMs } of mine) {
      if (sentMs !== null && intendedMs !== null) delays.record(sentMs - intendedMs);
    }
    const sendDelay = delays.stats();
    if (sendDelay.count > 0) {
      pacing.push({ step, stats: { sendDelay, waitedForConnection: 0, eventLoopDelay: none } });
      lateUs = Math.max(lateUs ?? 0, sendDelay.p99Us);
    }
    const count = dropped.get(step) ?? 0;
    const of = mine.length + count;
    if (count * worst.of > worst.count * of || (count > 0 && worst.of === 0)) worst = { count, of };
  }
  if (lateUs === null && worst.count === 0) return { pacing, health: null };
  return {
    pacing,
    // k6 has no event loop of ours; where it pauses, its requests leave late.
    health: {
      sendDelayP99Us: lateUs ?? 0,
      eventLoopDelayMaxUs: 0,
      gcPauseMaxUs: 0,
      ...(worst.count === 0 ? {} : { neverSent: worst }),
    },
  };
}

/**
 * Arrivals that were never sent, by step: those that k6 tells of, and those that it leaves out without a word when a step ends while it is behind.
 * @param planned the exact number of requests of each step; a step that is not named is taken as k6 tells it.
 * @param told arrivals that k6 said it could not start, by step.
 */
export function neverSentOf(
  records: readonly RequestRecord[],
  planned: ReadonlyMap<string, number>,
  told: ReadonlyMap<string, number>,
): Map<string, number> {
  const sent = new Map<string, number>();
  for (const { step } of records) sent.set(step, (sent.get(step) ?? 0) + 1);
  const missing = new Map(told);
  for (const [step, requests] of planned) {
    const count = Math.max(told.get(step) ?? 0, requests - (sent.get(step) ?? 0));
    if (count > 0) missing.set(step, count);
  }
  return missing;
}
