import { type Intervals, knowTimes, sortTimeline, type SortedTimes } from './intervals.ts';

/** What became of a request, as a number: columns hold no words. */
export const outcomeCodes = { admitted: 0, throttled: 1, unknown: 2 } as const;

const outcomeBits = { admitted: 1, throttled: 2, unknown: 4 } as const;

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
interface Known {
  /** Requests by outcome. */
  readonly totals: readonly number[];
  /** By the outcomes that are wanted and occur, a bit each. */
  readonly indices: (Uint32Array | undefined)[];
}

const knownOf = new WeakMap<Columns, Known>();
const timesCache = new WeakMap<Uint32Array, SortedTimes>();
const intervalsCache = new WeakMap<Uint32Array, Intervals>();
const longestCache = new WeakMap<Uint32Array, number>();

function know(columns: Columns): Known {
  const before = knownOf.get(columns);
  if (before !== undefined) return before;
  const { outcomes, count } = columns;
  let [admitted, throttled] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    const outcome = at(outcomes, i);
    if (outcome === 0) admitted += 1;
    else if (outcome === 1) throttled += 1;
  }
  const known = { totals: [admitted, throttled, count - admitted - throttled], indices: [] };
  knownOf.set(columns, known);
  return known;
}

/** Indices of the requests with any of these outcomes, in the order of sends. The same set is the same list, however it was asked for. */
export function indicesOf(columns: Columns, ...wanted: readonly (keyof typeof outcomeCodes)[]): Uint32Array {
  const { totals, indices } = know(columns);
  let bits = 0;
  for (const outcome of wanted) if (totals[outcomeCodes[outcome]] !== 0) bits |= outcomeBits[outcome];
  return (indices[bits] ??= findIndices(columns, bits, totals));
}

function findIndices({ outcomes, count }: Columns, bits: number, totals: readonly number[]): Uint32Array {
  const indices = new Uint32Array(totals.reduce((sum, total, i) => sum + ((bits >> i) & 1) * total, 0));
  let kept = 0;
  for (let i = 0; i < count; i += 1) if (((bits >> at(outcomes, i)) & 1) === 1) indices[kept++] = i;
  return indices;
}

/** Sends and first bytes of these requests, each sorted by itself. */
export function timesOf(columns: Columns, indices: Uint32Array): SortedTimes {
  const times = timesCache.get(indices) ?? sortTimesOf(columns, indices);
  timesCache.set(indices, times);
  return times;
}

/** The longest time from a send to its first byte among these requests; −Infinity where there are none. */
export function longestOf({ sentUs, firstByteUs }: Columns, indices: Uint32Array): number {
  const known = longestCache.get(indices);
  if (known !== undefined) return known;
  let longest = -Infinity;
  for (let k = 0; k < indices.length; k += 1) {
    const i = at(indices, k);
    const length = at(firstByteUs, i) - at(sentUs, i);
    if (length > longest) longest = length;
  }
  longestCache.set(indices, longest);
  return longest;
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
export function intervalsAt(columns: Columns, indices: Uint32Array): Intervals {
  const known = intervalsCache.get(indices);
  if (known !== undefined) return known;
  const intervals = {
    ids: gather(columns.ids, indices),
    sentUs: gather(columns.sentUs, indices),
    firstByteUs: gather(columns.firstByteUs, indices),
  };
  knowTimes(intervals, longestOf(columns, indices), timesOf(columns, indices));
  intervalsCache.set(indices, intervals);
  return intervals;
}

const asIfCache = new WeakMap<Columns, Columns>();
const originals = new WeakMap<Columns, Columns>();

/** The same requests as if all that were refused had been admitted. */
export function asIfAdmitted(columns: Columns): Columns {
  const before = asIfCache.get(columns);
  if (before !== undefined) return before;
  const { totals } = know(columns);
  const [admitted = 0, throttled = 0, unknown = 0] = totals;
  const outcomes = Uint8Array.from(columns.outcomes);
  for (let i = 0; i < outcomes.length; i += 1) if (outcomes[i] === 1) outcomes[i] = 0;
  const changed = { ...columns, outcomes };
  // The sets that are asked for are known already, and what was made of them.
  const indices: (Uint32Array | undefined)[] = [];
  indices[outcomeBits.admitted] = indicesOf(columns, 'admitted', 'throttled');
  indices[outcomeBits.admitted | outcomeBits.unknown] = indicesOf(
    columns,
    'admitted',
    'throttled',
    'unknown',
  );
  knownOf.set(changed, { totals: [admitted + throttled, 0, unknown], indices });
  asIfCache.set(columns, changed);
  originals.set(changed, columns);
  return changed;
}

/** What columns were before all was taken as admitted; null: they are as they were. */
export const originalOf = (columns: Columns): Columns | null => originals.get(columns) ?? null;

/** How many had this outcome. */
export const countOutcome = (columns: Columns, outcome: keyof typeof outcomeCodes): number =>
  know(columns).totals[outcomeCodes[outcome]] as number;

/** All that may have been counted before a decision: admitted and unknown ones, and refused ones if those count. */
export const countable = (columns: Columns, counting: Counting): Uint32Array =>
  counting.refusals
    ? indicesOf(columns, 'admitted', 'unknown', 'throttled')
    : indicesOf(columns, 'admitted', 'unknown');

/** How many entries of an ascending list are at most `value`, where that is known to be from `low` to `high`. */
export function countUpTo(sorted: Float64Array, value: number, low = 0, high = sorted.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many entries of an ascending list are below `value`, where that is known to be from `low` to `high`. */
export function countBelow(sorted: Float64Array, value: number, low = 0, high = sorted.length): number {
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
