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
/** More dropped arrivals than this part reach the 99th percentile of how late requests left. */
const mostDropped = 0.01;

/**
 * How far the sends were off k6's own timetable. Its start is known to the millisecond only.
 *
 * An arrival that k6 dropped never left: for the health of the run it is as late as its step was long.
 * @param dropped arrivals that k6 could not start, by step.
 */
export function pacingOf(
  records: readonly RequestRecord[],
  dropped: ReadonlyMap<string, number> = new Map(),
): K6Pacing {
  const pacing = [];
  const lateUs: number[] = [];
  for (const [step, mine] of Map.groupBy(records, (record) => record.step)) {
    const delays = createDelayRecorder();
    let [firstMs, lastMs] = [Infinity, -Infinity];
    for (const { sentMs, intendedMs } of mine) {
      if (sentMs === null) continue;
      firstMs = Math.min(firstMs, sentMs);
      lastMs = Math.max(lastMs, sentMs);
      if (intendedMs !== null) delays.record(sentMs - intendedMs);
    }
    const sendDelay = delays.stats();
    if (sendDelay.count > 0) {
      pacing.push({ step, stats: { sendDelay, waitedForConnection: 0, eventLoopDelay: none } });
      lateUs.push(sendDelay.p99Us);
    }
    const lost = dropped.get(step) ?? 0;
    if (lost > mostDropped * (mine.length + lost))
      lateUs.push(Math.round(Math.max(0, lastMs - firstMs) * 1000));
  }
  if (lateUs.length === 0) return { pacing, health: null };
  // k6 has no event loop of ours; where it pauses, its requests leave late.
  return {
    pacing,
    health: { sendDelayP99Us: Math.max(...lateUs), eventLoopDelayMaxUs: 0, gcPauseMaxUs: 0 },
  };
}
