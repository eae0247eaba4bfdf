import type { Witness } from '../witness.ts';

/** An interval [sent, first byte] in whole units. */
export type Pair = readonly [sent: number, firstByte: number];

/** The counting method by its definition: every pair of a send and a first byte, every m. For small histories. */
export function bruteForce(
  pairs: readonly Pair[],
  limit: number,
  window: number,
): { windows: number; length: number } | null {
  for (let windows = 1; windows * limit < pairs.length; windows += 1) {
    const lengths = pairs.flatMap(([start]) =>
      pairs
        .map(([, end]) => end)
        .filter((end) => end - start < windows * window)
        .filter((end) => pairs.filter(([s, r]) => s >= start && r <= end).length > windows * limit)
        .map((end) => end - start),
    );
    if (lengths.length > 0) return { windows, length: Math.min(...lengths) };
  }
  return null;
}

/** The chain method by its recursion A_k = max(S_k, A_{k−N} + W), with the length of the chain that ends in the contradiction. */
export function chainByRecursion(pairs: readonly Pair[], limit: number, window: number): number | null {
  const sends = pairs.map(([s]) => s).toSorted((a, b) => a - b);
  const receives = pairs.map(([, r]) => r).toSorted((a, b) => a - b);
  const earliest: number[] = [];
  const hops: number[] = [];
  for (const [k, send] of sends.entries()) {
    const pushed = (earliest[k - limit] ?? -Infinity) + window;
    earliest[k] = Math.max(send, pushed);
    hops[k] = pushed > send ? (hops[k - limit] ?? 0) + 1 : 0;
  }
  const chains = hops.filter((_, k) => (earliest[k] ?? 0) > (receives[k] ?? 0));
  return chains.length === 0 ? null : Math.min(...chains);
}

/**
 * Whether any placement of the decisions, each at a whole unit within its interval, keeps at most `limit` in every
 * half-open window. Exhaustive. When no whole placement does, no other does: the constraints are differences between
 * times with whole bounds.
 */
export function hasInnocentPlacement(pairs: readonly Pair[], limit: number, window: number): boolean {
  const place = (placed: readonly number[]): boolean => {
    const next = pairs[placed.length];
    if (next === undefined) return true;
    for (let time = next[0]; time <= next[1]; time += 1) {
      const times = [...placed, time].toSorted((a, b) => a - b);
      const kept = times.every((t, k) => k < limit || t - (times[k - limit] ?? -Infinity) >= window);
      if (kept && place([...placed, time])) return true;
    }
    return false;
  };
  return place([]);
}

const near = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** Checks a witness from its numbers alone, as a reader would; what is wrong with it, or nothing. */
export function witnessFaults(witness: Witness): string[] {
  const { limit, windowMs, epsilonMs, windows, startMs, endMs, lengthMs, boundMs, requests } = witness;
  const checks: Record<string, boolean> = {
    'one more than the windows hold': requests.length === windows * limit + 1,
    'no request twice': new Set(requests.map(({ id }) => id)).size === requests.length,
    'all within the span': requests.every((r) => r.sentMs >= startMs && r.firstByteMs <= endMs),
    'the span no wider than needed':
      requests.some((r) => r.sentMs === startMs) && requests.some((r) => r.firstByteMs === endMs),
    'in the order of sending': requests.every(
      (r, i) => i === 0 || r.sentMs >= (requests[i - 1]?.sentMs ?? 0),
    ),
    'length is end less start': near(lengthMs, endMs - startMs),
    'bound is m·(W − ε)': near(boundMs, windows * (windowMs - epsilonMs)),
    'shorter than the bound': lengthMs < boundMs,
  };
  return Object.keys(checks).filter((check) => !checks[check]);
}
