import { PerformanceObserver } from 'node:perf_hooks';
import type { HarnessHealth, HarnessPauses } from '../analysis/index.ts';
import type { PacingStats } from '../engine/index.ts';

/** Watches the harness while it measures. It keeps no process alive. */
export interface HarnessWatch {
  /** How it did so far, with the pacing of the steps that had a timetable. */
  health(pacing: readonly { readonly stats: PacingStats }[]): HarnessHealth;
  stop(): void;
}

/**
 * Pauses are watched here, the event loop's own delay by each engine, while it sends.
 * @param nowMs the run's clock, in milliseconds.
 */
export function watchHarness(nowMs: () => number): HarnessWatch {
  let gcPauseMaxMs = 0;
  const take = (entries: readonly { readonly duration: number }[]) => {
    for (const { duration } of entries) gcPauseMaxMs = Math.max(gcPauseMaxMs, duration);
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  const pauses = createPauseRecorder(nowMs());
  const ticker = setInterval(() => pauses.tick(nowMs()), tickMs).unref();
  return {
    health(pacing) {
      take(observer.takeRecords());
      const most = (of: (stats: PacingStats) => number) =>
        pacing.reduce((longest, { stats }) => Math.max(longest, of(stats)), 0);
      return {
        sendDelayP99Us: most(({ sendDelay }) => sendDelay.p99Us),
        eventLoopDelayMaxUs: most(({ eventLoopDelay }) => eventLoopDelay.maxUs),
        gcPauseMaxUs: Math.round(gcPauseMaxMs * 1000),
        pauses: pauses.result(),
      };
    },
    stop() {
      observer.disconnect();
      clearInterval(ticker);
    },
  };
}

/** A tick that comes later than this is a pause; shorter ones are the ordinary work of an event loop. */
const tickMs = 10;
/** Of so many pauses the lengths are kept. */
const mostPauses = 200;

/**
 * Collects pauses from the moments of a ticker, in bounded memory.
 * @param startMs when it begins.
 */
export function createPauseRecorder(startMs: number): { tick(nowMs: number): void; result(): HarnessPauses } {
  let lastMs = startMs;
  let totalMs = 0;
  let longest: number[] = [];
  const keep = (ms: number): void => {
    totalMs += ms;
    longest.push(ms);
    if (longest.length >= 2 * mostPauses) longest = ranked();
  };
  const ranked = (): number[] => longest.toSorted((a, b) => b - a).slice(0, mostPauses);
  return {
    tick(nowMs) {
      const lateMs = nowMs - lastMs - tickMs;
      lastMs = nowMs;
      if (lateMs > tickMs) keep(Math.round(lateMs * 1000) / 1000);
    },
    result: () => ({ watchedMs: lastMs - startMs, totalMs, longestMs: ranked() }),
  };
}
