/** Counts of durations in bins that grow by 2 %: summed, drawn again and asked for quantiles without sorting. */
export interface LogHistogram {
  readonly bins: Uint32Array;
  /** The bins that hold anything, in no order: few beside all of them. */
  readonly filled: readonly number[];
  add(ms: number): void;
}

const leastMs = 0.001;
const growth = 1.02;
/** Up to more than an hour. */
export const binCount = Math.ceil(Math.log(4e6 / leastMs) / Math.log(growth));

export function createLogHistogram(): LogHistogram {
  const bins = new Uint32Array(binCount);
  const filled: number[] = [];
  return {
    bins,
    filled,
    add(ms) {
      const bin = Math.floor(Math.log(Math.max(ms, leastMs) / leastMs) / Math.log(growth));
      const index = Math.min(binCount - 1, Math.max(0, bin));
      if (bins[index] === 0) filled.push(index);
      bins[index] = (bins[index] ?? 0) + 1;
    },
  };
}

/** The middle of the bin that holds a quantile, in milliseconds; null when there is nothing. */
export function quantileOf(bins: Float64Array | Uint32Array, quantile: number): number | null {
  let total = 0;
  for (const count of bins) total += count;
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(quantile * total));
  for (let i = 0; i < bins.length; i += 1) {
    left -= bins[i] ?? 0;
    if (left <= 0) return leastMs * growth ** (i + 0.5);
  }
  return null;
}
