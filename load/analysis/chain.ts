import type { SortedTimes } from './intervals.ts';

/**
 * The chain method: the smallest m for which more than mN admissions certainly lie within a span shorter
 * than m·W, as far as sends and first bytes sorted independently can show; null when they show none.
 *
 * The k-th decision in order of time lies between the k-th send S_k and the k-th first byte R_k, and at least
 * W after the decision N places before it, so not before A_k = max(S_k, A_{k−N} + W). A_k > R_k is a
 * contradiction; it goes back m hops to some S_j with A_k = S_j + m·W and k = j + mN:
 *
 *     S_j --W--> ... --W--> A_k > R_k      at least n − j requests were sent at S_j or later, k + 1 answered by R_k,
 *                                          so at least mN + 1 were both
 *
 * Within every N-th decision (k = qN + c), A_k − qW is the greatest T_p = S_{pN+c} − pW so far, and the shortest
 * contradiction at q is the *nearest* earlier p with T_p > R_k − qW. A stack of the T that no later one reaches
 * finds it by bisection, so the whole costs O(n log n), usually O(n), after sorting.
 *
 * Sound for any set of admitted requests; not complete, as intervals that enclose the span are counted out of it.
 * `S_j + m·W = R_k` is no contradiction: a half-open window ends just before the decision that lies W later.
 * @param limit N, at least 1.
 * @param windowUs W in whole microseconds, above 0.
 */
export function smallestChain(
  { sends, receives }: SortedTimes,
  limit: number,
  windowUs: number,
): number | null {
  const count = sends.length;
  let smallest = Infinity;
  if (count <= limit) return null;
  const first = firstLook(sends, receives, limit, windowUs);
  if (first !== 'several') return first === 'none' ? null : 1;
  const positions = new Float64Array(Math.ceil(count / limit));
  const heights = new Float64Array(positions.length);
  for (let residue = 0; residue < Math.min(limit, count - limit) && smallest > 1; residue += 1) {
    let depth = 0; // heights fall strictly from the bottom of the stack (0) to its top (depth − 1)
    for (let q = 0, k = residue; k < count; q += 1, k += limit) {
      const height = (sends[k] as number) - q * windowUs;
      const ceiling = (receives[k] as number) - q * windowUs;
      if (depth > 0 && (heights[0] as number) > ceiling) {
        const nearest = positions[topmostAbove(heights, depth, ceiling)] as number;
        smallest = Math.min(smallest, q - nearest);
      }
      while (depth > 0 && (heights[depth - 1] as number) <= height) depth -= 1;
      heights[depth] = height;
      positions[depth] = q;
      depth += 1;
    }
  }
  return smallest === Infinity ? null : smallest;
}

/** Whether a chain of one hop contradicts, or none at all; only in between has the shortest to be looked for. From place to place in order, O(n). */
function firstLook(
  sends: Float64Array,
  receives: Float64Array,
  limit: number,
  windowUs: number,
): 'none' | 'one' | 'several' {
  const count = sends.length;
  for (let k = limit; k < count; k += 1)
    if ((sends[k - limit] as number) + windowUs > (receives[k] as number)) return 'one';
  // The last N of A_k = max(S_k, A_{k−N} + W).
  const latest = sends.slice(0, limit);
  for (let k = limit, place = 0; k < count; k += 1, place = place + 1 === limit ? 0 : place + 1) {
    const earliest = Math.max(sends[k] as number, (latest[place] as number) + windowUs);
    if (earliest > (receives[k] as number)) return 'several';
    latest[place] = earliest;
  }
  return 'none';
}

/** The last index below `depth` whose height is above `ceiling`; the first one's is. */
function topmostAbove(heights: Float64Array, depth: number, ceiling: number): number {
  let above = 0;
  let notAbove = depth;
  while (notAbove - above > 1) {
    const middle = (above + notAbove) >>> 1;
    if ((heights[middle] as number) > ceiling) above = middle;
    else notAbove = middle;
  }
  return above;
}
