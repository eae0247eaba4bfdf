import { type Intervals, sortTimeline, type SortedTimes } from './intervals.ts';

/** What became of a request, as a number: columns hold no words. */
export const outcomeCodes = { admitted: 0, throttled: 1, unknown: 2 } as const;

/** The observations of one session in the order of their sends, as columns of whole microseconds. */
export interface Columns {
  readonly session: string;
  readonly count: number;
  readonly ids: Float64Array;
  readonly sentUs: Float64Array;
  /** `Infinity` where no answer came. */
  readonly firstByteUs: Float64Array;
  /** See `outcomeCodes`. */
  readonly outcomes: Uint8Array;
}

/** Which requests of a session may have been counted against its limit. */
export interface Counting {
  /** Whether refused requests use up the allowance, too. */
  readonly refusals: boolean;
}

/** What was asked of columns before: a dozen tests ask for the same few sets. */
const indexCache = new WeakMap<Columns, Map<string, Uint32Array>>();
const timesCache = new WeakMap<Uint32Array, SortedTimes>();

/** Indices of the requests with any of these outcomes, in the order of sends. */
export function indicesOf(columns: Columns, ...wanted: readonly (keyof typeof outcomeCodes)[]): Uint32Array {
  const key = wanted.toSorted().join(' ');
  const known = indexCache.get(columns) ?? new Map<string, Uint32Array>();
  indexCache.set(columns, known);
  const indices = known.get(key) ?? findIndices(columns, wanted);
  known.set(key, indices);
  return indices;
}

function findIndices(
  { outcomes, count }: Columns,
  wanted: readonly (keyof typeof outcomeCodes)[],
): Uint32Array {
  const flags = [0, 0, 0];
  for (const outcome of wanted) flags[outcomeCodes[outcome]] = 1;
  const indices = new Uint32Array(count);
  let kept = 0;
  for (let i = 0; i < count; i += 1) {
    if (flags[at(outcomes, i)] === 1) indices[kept++] = i;
  }
  return indices.subarray(0, kept);
}

/** Sends and first bytes of these requests, each sorted by itself. */
export function timesOf(columns: Columns, indices: Uint32Array): SortedTimes {
  const times = timesCache.get(indices) ?? sortTimesOf(columns, indices);
  timesCache.set(indices, times);
  return times;
}

function sortTimesOf(columns: Columns, indices: Uint32Array): SortedTimes {
  // Sends are in order already.
  return {
    sends: gather(columns.sentUs, indices),
    receives: sortTimeline(gather(columns.firstByteUs, indices)),
  };
}

/** The entries of a column at these indices. */
export function gather(column: Float64Array, indices: Uint32Array): Float64Array {
  const entries = new Float64Array(indices.length);
  for (let k = 0; k < indices.length; k += 1) entries[k] = at(column, at(indices, k));
  return entries;
}

/** The spans of the requests at these indices. */
export const intervalsAt = (columns: Columns, indices: Uint32Array): Intervals => ({
  ids: gather(columns.ids, indices),
  sentUs: gather(columns.sentUs, indices),
  firstByteUs: gather(columns.firstByteUs, indices),
});

/** How many had this outcome. */
export function countOutcome({ outcomes, count }: Columns, outcome: keyof typeof outcomeCodes): number {
  let total = 0;
  for (let i = 0; i < count; i += 1) if (at(outcomes, i) === outcomeCodes[outcome]) total += 1;
  return total;
}

/** All that may have been counted before a decision: admitted and unknown ones, and refused ones if those count. */
export const countable = (columns: Columns, counting: Counting): Uint32Array =>
  counting.refusals
    ? indicesOf(columns, 'admitted', 'unknown', 'throttled')
    : indicesOf(columns, 'admitted', 'unknown');

/** How many entries of an ascending list are at most `value`. */
export function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many entries of an ascending list are below `value`. */
export function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An entry that is known to be there. */
export const at = (column: Float64Array | Uint8Array | Uint32Array, index: number): number =>
  column[index] as number;
