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
  for (const [step, mine] of Map.groupBy(records, (record) => record.step)) {
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
