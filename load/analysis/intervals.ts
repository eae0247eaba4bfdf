/** The spans [sent, first byte] in which requests were decided: columns, in whole microseconds. */
export interface Intervals {
  readonly ids: Float64Array;
  readonly sentUs: Float64Array;
  readonly firstByteUs: Float64Array;
}

/** Sends and first bytes, each sorted ascending by itself: entry k of one need not belong to entry k of the other. */
export interface SortedTimes {
  readonly sends: Float64Array;
  readonly receives: Float64Array;
}

/** Whether no entry is below the one before it. */
export function isAscending(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i += 1)
    if ((values[i] as number) < (values[i - 1] as number)) return false;
  return true;
}

/** More steps than this for each value, and a general sort is the faster one. */
const fewSteps = 8;

/**
 * The values, ascending; the list given is changed. Sends come in order most of the time and first bytes nearly so: then each value has a few steps
 * to go, and O(n) is all it takes.
 */
export function sortTimeline(values: Float64Array): Float64Array {
  let stepsLeft = fewSteps * values.length;
  for (let i = 1; i < values.length; i += 1) {
    const value = values[i] as number;
    let place = i;
    for (; place > 0 && (values[place - 1] as number) > value; place -= 1)
      values[place] = values[place - 1] as number;
    values[place] = value;
    stepsLeft -= i - place;
    if (stepsLeft < 0) return values.toSorted();
  }
  return values;
}

/** The sorted times of these intervals, by index. */
export function sortTimesOf({ sentUs, firstByteUs }: Intervals, indices: Uint32Array): SortedTimes {
  const sends = new Float64Array(indices.length);
  const receives = new Float64Array(indices.length);
  for (let k = 0; k < indices.length; k += 1) {
    sends[k] = sentUs[indices[k] as number] as number;
    receives[k] = firstByteUs[indices[k] as number] as number;
  }
  return { sends: sortTimeline(sends), receives: sortTimeline(receives) };
}

/** The sorted times of two sets of intervals together. O(n). */
export const mergeTimes = (a: SortedTimes, b: SortedTimes): SortedTimes => ({
  sends: merge(a.sends, b.sends),
  receives: merge(a.receives, b.receives),
});

function merge(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length === 0) return b;
  const merged = new Float64Array(a.length + b.length);
  for (let i = 0, j = 0, k = 0; k < merged.length; k += 1) {
    const takeA = j >= b.length || (i < a.length && (a[i] as number) <= (b[j] as number));
    merged[k] = (takeA ? a[i++] : b[j++]) as number;
  }
  return merged;
}

const knownTimes = new WeakMap<Intervals, { readonly longestUs: number; readonly times: SortedTimes }>();

/** Keeps what is known of intervals already: the longest of them, and all their times sorted. */
export const knowTimes = (intervals: Intervals, longestUs: number, times: SortedTimes): void =>
  void knownTimes.set(intervals, { longestUs, times });

/** The sorted times of all of them, where it is known that all are shorter than this; else null. */
export function timesIfShorter(intervals: Intervals, shorterThanUs: number): SortedTimes | null {
  const known = knownTimes.get(intervals);
  return known !== undefined && known.longestUs < shorterThanUs ? known.times : null;
}

/** The sorted times of the intervals shorter than `shorterThanUs`; default all of them. */
export function sortTimes(intervals: Intervals, shorterThanUs = Infinity): SortedTimes {
  const known = timesIfShorter(intervals, shorterThanUs);
  if (known !== null) return known;
  const { sentUs, firstByteUs } = intervals;
  const sends = new Float64Array(sentUs.length);
  const receives = new Float64Array(sentUs.length);
  let kept = 0;
  for (let i = 0; i < sentUs.length; i += 1) {
    const sent = sentUs[i] as number;
    const firstByte = firstByteUs[i] as number;
    if (firstByte - sent < shorterThanUs) {
      sends[kept] = sent;
      receives[kept] = firstByte;
      kept += 1;
    }
  }
  return { sends: sortTimeline(sends.subarray(0, kept)), receives: sortTimeline(receives.subarray(0, kept)) };
}
