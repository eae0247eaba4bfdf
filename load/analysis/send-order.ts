import { at } from './columns.ts';
import { sortTimeline } from './intervals.ts';

/**
 * The order of requests by send, then first byte, then id, as indices.
 *
 * Sends are whole microseconds: offset and index together fit into one float's 53 bits for a million requests over a
 * hundred days, and floats are sorted without a function called for each comparison.
 */
export function orderBySend(sentUs: Float64Array, firstByteUs: Float64Array, ids: Float64Array): Uint32Array {
  const count = sentUs.length;
  const order = new Uint32Array(count);
  let [first, last, ascending] = [Infinity, -Infinity, true];
  for (let i = 0; i < count; i += 1) {
    order[i] = i;
    const us = at(sentUs, i);
    if (us <= last) ascending = false;
    if (us < first) first = us;
    if (us > last) last = us;
  }
  if (ascending) return order;
  const tieBreak = (a: number, b: number) => compare(firstByteUs, a, b) || compare(ids, a, b);
  if ((last - first + 1) * count > Number.MAX_SAFE_INTEGER)
    return order.toSorted((a, b) => compare(sentUs, a, b) || tieBreak(a, b));
  const unsorted = new Float64Array(count);
  for (let i = 0; i < count; i += 1) unsorted[i] = (at(sentUs, i) - first) * count + i;
  const keys = sortTimeline(unsorted);
  for (let k = 0; k < count; k += 1) order[k] = at(keys, k) % count;
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && at(sentUs, at(order, to)) === at(sentUs, at(order, from))) to += 1;
    if (to - from > 1) order.subarray(from, to).sort(tieBreak);
    from = to;
  }
  return order;
}

/** Infinity is as late as Infinity: their difference would be none. */
const compare = (column: Float64Array, a: number, b: number): number => {
  const [one, other] = [at(column, a), at(column, b)];
  return one < other ? -1 : one > other ? 1 : 0;
};
