import {
  at,
  type Columns,
  countable,
  countBelow,
  type Counting,
  countUpTo,
  indicesOf,
  timesOf,
} from './columns.ts';
import { Cursor } from './cursor.ts';
import type { Terms } from './terms.ts';

/** A refusal, and the most requests that can have been counted in the window before it. */
export interface BareRefusal {
  /** Index of the refused request. */
  readonly index: number;
  /** At most so many can have been counted in [a − W − ε, a], wherever in its interval it was decided. */
  readonly possible: number;
}

/** Moments looked at for one refusal before a coarser, still sound bound is taken. */
const maxMoments = 512;

/**
 * The refusal with the fewest requests that can have been counted before it, when that is below the limit.
 *
 *      s_j ≤ a and r_j ≥ a − W − ε:  request j may have been counted for a decision at a
 *
 * The count changes only where a request is sent, so over [s, r] it is greatest at s or at a send in between. Refusals within
 * a window of the first record say nothing unless the session was fresh. O(n log n).
 */
export function barestRefusal(
  columns: Columns,
  terms: Terms,
  counting: Counting,
  spanUs = terms.longUs,
): BareRefusal | null {
  const { sends, receives } = timesOf(columns, countable(columns, counting));
  const itself = counting.refusals ? 1 : 0;
  const watchedUs = terms.fresh ? -Infinity : at(columns.sentUs, 0) + spanUs;
  let barest: BareRefusal | null = null;
  const refused = indicesOf(columns, 'throttled');
  const sent = new Cursor(sends);
  const gone = new Cursor(receives);
  for (let k = 0; k < refused.length; k += 1) {
    const i = at(refused, k);
    if (at(columns.sentUs, i) < watchedUs) continue;
    const ceiling = Math.min(terms.limit - 1, (barest?.possible ?? Infinity) - 1);
    const possible = mostCounted(i, ceiling + itself) - itself;
    if (possible <= ceiling) barest = { index: i, possible };
  }
  return barest;

  /** The most that can be counted for `i`; stops early once that is above `ceiling`. */
  function mostCounted(i: number, ceiling: number): number {
    const sentUs = at(columns.sentUs, i);
    const firstByteUs = at(columns.firstByteUs, i);
    const sentBefore = sent.upTo(sentUs);
    const goneBefore = gone.below(sentUs - spanUs);
    let most = sentBefore - goneBefore;
    for (let k = sentBefore; k < sends.length && most <= ceiling; k += 1) {
      const aUs = at(sends, k);
      if (aUs > firstByteUs) break;
      if (k - sentBefore >= maxMoments) return countUpTo(sends, firstByteUs) - goneBefore;
      most = Math.max(most, k + 1 - countBelow(receives, aUs - spanUs));
    }
    return most;
  }
}

/** The requests that may have been counted for the refusal at `index`, over all of its interval. */
export function countedFor(columns: Columns, index: number, counting: Counting, spanUs: number): number[] {
  const sentUs = at(columns.sentUs, index);
  const firstByteUs = at(columns.firstByteUs, index);
  const before: number[] = [];
  for (const j of countable(columns, counting)) {
    if (at(columns.sentUs, j) > firstByteUs) break;
    if (j !== index && at(columns.firstByteUs, j) >= sentUs - spanUs) before.push(j);
  }
  return before;
}
