import { at, type Columns, countUpTo, indicesOf, timesOf } from '../columns.ts';
import { Cursor } from '../cursor.ts';
import type { Terms } from '../terms.ts';

/**
 * An admitted request with at least N requests, refused ones included, certainly decided within the window before it: what
 * contradicts that refused requests count.
 *
 *     r_j < s_i and s_j > r_i − (W − ε):   j was decided before i and within its window, wherever both were decided
 *
 * Only requests that are sure to have been decided count here: those with an answer that the limiter gave.
 * @returns its index; null when there is none. O(n log n).
 */
export function admittedAfterFull(columns: Columns, terms: Terms): number | null {
  const { sends, receives } = timesOf(columns, indicesOf(columns, 'admitted', 'throttled'));
  const decided = new Cursor(receives);
  const sent = new Cursor(sends);
  for (let i = 0; i < columns.count; i += 1) {
    if (at(columns.outcomes, i) !== 0) continue;
    const before = decided.below(at(columns.sentUs, i));
    // Some that were sent too early may still be open: they are counted out, which errs on the safe side.
    const tooEarly = sent.upTo(at(columns.firstByteUs, i) - terms.shortUs);
    if (before - tooEarly >= terms.limit) return i;
  }
  return null;
}

/** The requests that were certainly decided within the window before the one at `index`. */
export function certainBefore(columns: Columns, index: number, terms: Terms): number[] {
  const sentUs = at(columns.sentUs, index);
  const firstByteUs = at(columns.firstByteUs, index);
  const afterUs = firstByteUs - terms.shortUs;
  const before: number[] = [];
  for (let j = countUpTo(columns.sentUs, afterUs); j < columns.count; j += 1) {
    // Whatever was sent later was answered later still.
    if (at(columns.sentUs, j) >= sentUs) break;
    if (at(columns.outcomes, j) !== 2 && at(columns.firstByteUs, j) < sentUs) before.push(j);
  }
  return before;
}
