import { PerformanceObserver } from 'node:perf_hooks';
import type { HarnessHealth } from '../analysis/index.ts';
import type { PacingStats } from '../engine/index.ts';

/** Watches the harness while it measures. It keeps no process alive. */
export interface HarnessWatch {
  /** How it did so far, with the pacing of the steps that had a timetable. */
  health(pacing: readonly { readonly stats: PacingStats }[]): HarnessHealth;
  stop(): void;
}

/** Pauses for garbage collection are watched here, the event loop by each engine, while it sends. */
export function watchHarness(): HarnessWatch {
  let gcPauseMaxMs = 0;
  const take = (entries: readonly { readonly duration: number }[]) => {
    for (const { duration } of entries) gcPauseMaxMs = Math.max(gcPauseMaxMs, duration);
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return {
    health(pacing) {
      take(observer.takeRecords());
      const most = (of: (stats: PacingStats) => number) =>
        pacing.reduce((longest, { stats }) => Math.max(longest, of(stats)), 0);
      return {
        sendDelayP99Us: most(({ sendDelay }) => sendDelay.p99Us),
        eventLoopDelayMaxUs: most(({ eventLoopDelay }) => eventLoopDelay.maxUs),
        gcPauseMaxUs: Math.round(gcPauseMaxMs * 1000),
      };
    },
    stop: () => observer.disconnect(),
  };
}
