import { smallestChain } from './chain.ts';
import {
  type Intervals,
  mergeTimes,
  type SortedTimes,
  sortTimes,
  sortTimesOf,
  timesIfShorter,
} from './intervals.ts';

/** What the search for a violation found. */
export interface Search {
  /** The smallest m with more than mN intervals wholly inside a span shorter than m·W; null when there is none. */
  readonly windows: number | null;
  /**
   * `counting`: every pair of a send and a first byte has been considered, for every m.
   * `chain`: that would have cost more than the bound; a violation hidden by slow answers may have been missed.
   */
  readonly method: 'counting' | 'chain';
}

/** Default bound on counting: intervals visited, over all levels. A few seconds of work. */
export const defaultMaxVisits = 100_000_000;

/**
 * The counting method: looks at the intervals wholly inside each span, for all spans and all m at once, without
 * going through the pairs.
 *
 * For one m, an interval of m·W or longer fits into no span shorter than that. Leave those out, and no interval
 * that is left can begin before a span of that length and end after it; then n − j sent at S_j or later and
 * k + 1 answered by R_k have *exactly* k − j + 1 in common, and the chain test (S_{k−mN} + m·W > R_k over what is
 * left) is the count itself. What is left changes only at the m where an interval starts to fit, its
 * level ⌊length ÷ W⌋ + 1. So one chain per level decides every m:
 *
 *     m          1    2    3    4    5    6    7 …
 *     left in   |-- A --| |------ A ∪ B ------…      lengths of A below W, of B between 2W and 3W: two levels
 *
 * O(n log n + L·n) for L levels. Where answers take less than a window L is 1, and the chain alone would have done.
 * @param maxVisits the bound on L·n: the levels beyond it share one chain of all intervals.
 */
export function smallestViolation(
  intervals: Intervals,
  limit: number,
  windowUs: number,
  maxVisits: number = defaultMaxVisits,
): Search {
  const short = timesIfShorter(intervals, windowUs);
  // Then there is the first level alone.
  if (short !== null && intervals.sentUs.length <= maxVisits)
    return searchOf(smallestChain(short, limit, windowUs) ?? Infinity, 'counting');
  let times: SortedTimes = { sends: new Float64Array(), receives: new Float64Array() };
  let smallest = Infinity;
  let visits = 0;
  for (const [level, members] of groupByLevel(intervals, limit, windowUs)) {
    if (level >= smallest) break;
    visits += times.sends.length + members.length;
    if (visits > maxVisits) {
      const chained = smallestChain(sortTimes(intervals), limit, windowUs) ?? Infinity;
      return searchOf(Math.min(smallest, chained), 'chain');
    }
    times = mergeTimes(times, sortTimesOf(intervals, members));
    smallest = Math.min(smallest, smallestChain(times, limit, windowUs) ?? Infinity);
  }
  return searchOf(smallest, 'counting');
}

const searchOf = (windows: number, method: Search['method']): Search => ({
  windows: windows === Infinity ? null : windows,
  method,
});

/** The intervals (indices) by level, ascending; those above the highest m that n requests can exceed are left out. */
function groupByLevel(
  { sentUs, firstByteUs }: Intervals,
  limit: number,
  windowUs: number,
): [number, Uint32Array][] {
  const highest = (sentUs.length - 1) / limit;
  const levels = new Float64Array(sentUs.length);
  const sizes = new Map<number, number>();
  for (let i = 0; i < sentUs.length; i += 1) {
    const level = Math.floor(((firstByteUs[i] as number) - (sentUs[i] as number)) / windowUs) + 1;
    levels[i] = level;
    if (level <= highest) sizes.set(level, (sizes.get(level) ?? 0) + 1);
  }
  const groups = new Map([...sizes].map(([level, size]) => [level, new Uint32Array(size)]));
  const filled = new Map<number, number>();
  for (let i = 0; i < levels.length; i += 1) {
    const level = levels[i] as number;
    const group = groups.get(level);
    if (group === undefined) continue;
    const place = filled.get(level) ?? 0;
    group[place] = i;
    filled.set(level, place + 1);
  }
  return [...groups].toSorted(([a], [b]) => a - b);
}

/** The span shorter than one window with the most intervals wholly inside. */
export interface DensestSpan {
  /** Intervals wholly inside; 0 when none fits into any. */
  readonly count: number;
  /** The first send among them, microseconds. */
  readonly startUs: number;
  /** The last moment that the span reaches, microseconds: one before `startUs + windowUs`. */
  readonly endUs: number;
}

/** Where the most intervals certainly fall within one window; the earliest such place. O(n log n). */
export function densestSpan(intervals: Intervals, windowUs: number): DensestSpan {
  const { sends, receives } = sortTimes(intervals, windowUs);
  let best: DensestSpan = { count: 0, startUs: 0, endUs: 0 };
  let answered = 0;
  for (let j = 0; j < sends.length; j += 1) {
    const startUs = sends[j] as number;
    const endUs = startUs + windowUs - 1;
    while (answered < receives.length && (receives[answered] as number) <= endUs) answered += 1;
    if (answered - j > best.count) best = { count: answered - j, startUs, endUs };
  }
  return best;
}
