import { build } from 'hdr-histogram-js';

/** A distribution of durations in whole microseconds, to three significant digits (the maximum is exact). */
export interface Percentiles {
  readonly count: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

/** Collects durations; its size depends on the longest (about 100 KB for hours), not on how many there are. */
export interface PercentileRecorder {
  /** @param durationMs rounded to whole microseconds; below 0 counts as 0. */
  add(durationMs: number): void;
  /** Null when nothing was added. */
  result(): Percentiles | null;
}

/** Every value counts once, as it is: nothing is filled in for requests that were not sent ("corrected"). */
export function createPercentileRecorder(): PercentileRecorder {
  const histogram = build({
    bitBucketSize: 32,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
  let maxUs = 0;
  return {
    add(durationMs) {
      const durationUs = Math.max(0, Math.round(durationMs * 1000));
      histogram.recordValue(durationUs);
      maxUs = Math.max(maxUs, durationUs);
    },
    result() {
      if (histogram.totalCount === 0) return null;
      // A percentile is told as the upper end of its bucket, which may lie above every value in it.
      const percentile = (percent: number) => Math.min(maxUs, histogram.getValueAtPercentile(percent));
      return {
        count: histogram.totalCount,
        p50Us: percentile(50),
        p90Us: percentile(90),
        p99Us: percentile(99),
        maxUs,
      };
    },
  };
}
