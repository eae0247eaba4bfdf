import { monitorEventLoopDelay } from 'node:perf_hooks';
import { build } from 'hdr-histogram-js';

/** Microseconds, to three significant digits; `maxUs` is exact. All 0 when `count` is 0. */
export interface DelayStats {
  readonly count: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

/** How well the harness kept its own timetable. */
export interface PacingStats {
  /** Sent minus intended, of the requests that found an open connection free. */
  readonly sendDelay: DelayStats;
  /** Requests that first had to wait for a connection to be opened; their delay is the network's, not ours. */
  readonly waitedForConnection: number;
  /** By how much the event loop came late, sampled every millisecond. */
  readonly eventLoopDelay: DelayStats;
}

/** Anything slower than an hour counts as an hour. */
const ceilingUs = 3_600_000_000;

/** Collects delays in whole microseconds in constant memory (about 100 KB). */
export function createDelayRecorder(): { record(delayMs: number): void; stats(): DelayStats } {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: ceilingUs,
    numberOfSignificantValueDigits: 3,
  });
  let maxUs = 0;
  return {
    record(delayMs) {
      const delayUs = Math.min(Math.max(Math.round(delayMs * 1000), 0), ceilingUs);
      if (delayUs > maxUs) maxUs = delayUs;
      histogram.recordValue(delayUs);
    },
    stats: () => ({
      count: histogram.totalCount,
      p50Us: histogram.getValueAtPercentile(50),
      p99Us: histogram.getValueAtPercentile(99),
      maxUs,
    }),
  };
}

/** Watches the event loop of this thread until it is stopped. It keeps no process alive. */
export function watchEventLoop(): { stats(): DelayStats; stop(): void } {
  const resolutionMs = 1;
  const monitor = monitorEventLoopDelay({ resolution: resolutionMs });
  monitor.enable();
  // The histogram holds the time between two samples, in nanoseconds: what is beyond the resolution is delay.
  const delayUs = (ns: number): number => Math.max(0, Math.round(ns / 1000 - resolutionMs * 1000));
  return {
    stats: () =>
      monitor.count === 0
        ? { count: 0, p50Us: 0, p99Us: 0, maxUs: 0 }
        : {
            count: monitor.count,
            p50Us: delayUs(monitor.percentile(50)),
            p99Us: delayUs(monitor.percentile(99)),
            maxUs: delayUs(monitor.max),
          },
    stop: () => void monitor.disable(),
  };
}
