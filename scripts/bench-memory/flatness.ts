/** Memory over time, early and late. */
export interface Flatness {
  readonly count: number;
  /** Median of the first third. */
  readonly early: number;
  /** Median of the last third. */
  readonly late: number;
  readonly peak: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >>> 1] ?? NaN;

/** Medians, because garbage comes and goes: what stays is seen in them. */
export function flatnessOf(samples: readonly number[]): Flatness {
  const third = Math.ceil(samples.length / 3);
  return {
    count: samples.length,
    early: median(samples.slice(0, third)),
    late: median(samples.slice(-third)),
    peak: samples.reduce((most, one) => Math.max(most, one), 0),
  };
}
