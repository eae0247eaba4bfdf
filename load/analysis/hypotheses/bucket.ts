import { at, type Columns, countUpTo, indicesOf, timesOf } from '../columns.ts';
import type { SortedTimes } from '../intervals.ts';
import type { Terms } from '../terms.ts';

/** A stretch of requests that needs a larger burst than B at the rate ρ. */
export interface BucketStretch {
  /** The smallest B that explains it. */
  readonly burst: number;
  /** Places of its ends in the sorted sends and first bytes. */
  readonly first: number;
  readonly last: number;
}

/** What a session's record says about every bucket. Sorting is done once; each question costs O(n). */
export interface BucketView {
  /**
   * The smallest B that explains the admissions at a rate: for all k ≤ l in the sorted times
   * l − k + 1 ≤ B + ρ·(R_l − S_k), the clock's resolution and drift forgiven.
   */
  leastBurst(ratePerUs: number): BucketStretch;
  /** The stretch of the fewest admissions that a burst does not explain; there must be one. */
  shortestBeyond(burst: number, ratePerUs: number): BucketStretch;
  /**
   * The B below which every refusal can be explained at a rate: at a refusal the bucket held less than one token, so
   * B < 1 + (the most that can have been taken and not come back by then). `Infinity` when no refusal says anything.
   */
  burstBelow(ratePerUs: number): { readonly burst: number; readonly refusal: number };
  readonly admittedCount: number;
}

/** Prepares the view of one session. */
export function viewBucket(columns: Columns, terms: Terms): BucketView {
  const admitted = timesOf(columns, indicesOf(columns, 'admitted'));
  const counted = timesOf(columns, indicesOf(columns, 'admitted', 'unknown'));
  const refused = indicesOf(columns, 'throttled');
  return {
    admittedCount: admitted.sends.length,
    leastBurst: (ratePerUs) => leastBurst(admitted, terms, ratePerUs),
    shortestBeyond: (burst, ratePerUs) => shortestBeyond(admitted, terms, burst, ratePerUs),
    burstBelow: (ratePerUs) => burstBelow(columns, refused, counted, terms, ratePerUs),
  };
}

/** The two bounds on B at each rate. */
export type BucketBounds = Pick<BucketView, 'leastBurst' | 'burstBelow'>;

/** What the records of several sessions say together of one burst and rate that they all have. */
export const joinViews = (views: readonly BucketBounds[]): BucketBounds => ({
  leastBurst: (rate) =>
    views
      .map((view) => view.leastBurst(rate))
      .reduce((one, other) => (other.burst > one.burst ? other : one)),
  burstBelow: (rate) =>
    views
      .map((view) => view.burstBelow(rate))
      .reduce((one, other) => (other.burst < one.burst ? other : one)),
});

function leastBurst(
  { sends, receives }: SortedTimes,
  { drift, resolutionUs }: Terms,
  ratePerUs: number,
): BucketStretch {
  const rate = ratePerUs * (1 + drift);
  let best: BucketStretch = { burst: 0, first: -1, last: -1 };
  let first = -1;
  let highest = -Infinity;
  for (let l = 0; l < sends.length; l += 1) {
    const height = rate * at(sends, l) - l;
    if (height > highest) [highest, first] = [height, l];
    const burst = l + 1 - rate * at(receives, l) + highest - ratePerUs * resolutionUs;
    if (burst > best.burst) best = { burst, first, last: l };
  }
  return best;
}

/**
 * For each last request the nearest first that is high enough. Of the firsts so far only those matter that no later one
 * reaches: their heights fall, and the nearest is found by bisection; where none is nearer than the best so far, by a look at the highest of
 * those that would be.
 */
function shortestBeyond(
  { sends, receives }: SortedTimes,
  { drift, resolutionUs }: Terms,
  beyond: number,
  ratePerUs: number,
): BucketStretch {
  const rate = ratePerUs * (1 + drift);
  const places = new Uint32Array(sends.length);
  const heights = new Float64Array(sends.length);
  let best: BucketStretch = { burst: 0, first: -1, last: Infinity };
  let depth = 0;
  let nearer = 0;
  for (let l = 0; l < sends.length; l += 1) {
    const height = rate * at(sends, l) - l;
    while (depth > 0 && at(heights, depth - 1) <= height) depth -= 1;
    places[depth] = l;
    heights[depth] = height;
    depth += 1;
    const base = l + 1 - rate * at(receives, l) - ratePerUs * resolutionUs;
    nearer = Math.min(nearer, depth - 1);
    while (nearer < depth && l - at(places, nearer) >= best.last - best.first) nearer += 1;
    if (nearer === depth || !(at(heights, nearer) + base > beyond + 1e-6)) continue;
    let [low, high] = [nearer, depth];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (at(heights, middle) + base > beyond + 1e-6) low = middle;
      else high = middle;
    }
    best = { burst: at(heights, low) + base, first: at(places, low), last: l };
  }
  return best;
}

function burstBelow(
  columns: Columns,
  refused: Uint32Array,
  { sends, receives }: SortedTimes,
  { drift, resolutionUs, fresh }: Terms,
  ratePerUs: number,
): { burst: number; refusal: number } {
  const rate = ratePerUs * (1 - drift);
  const forgiven = ratePerUs * resolutionUs;
  const watchedUs = columns.count === 0 ? Infinity : at(columns.sentUs, 0);
  let best = { burst: Infinity, refusal: -1 };
  // highest[k] of −j + ρ·R_j over the j up to k that were answered by then.
  let reached = 0;
  let highest = -Infinity;
  for (const i of refused) {
    const sentUs = at(columns.sentUs, i);
    while (reached < receives.length && at(receives, reached) <= sentUs) {
      highest = Math.max(highest, rate * at(receives, reached) - reached);
      reached += 1;
    }
    const sentBy = countUpTo(sends, at(columns.firstByteUs, i));
    // Those still open when it was sent may have been decided just before it: nothing of them has come back.
    const open = reached < sentBy ? sentBy - reached : 0;
    const answered = Math.min(sentBy, sentBy + highest - rate * sentUs + forgiven);
    const taken = Math.max(0, open, reached > 0 ? answered : 0);
    // An older session may have begun empty.
    if (!fresh && ratePerUs * (1 - drift) * (sentUs - watchedUs) - forgiven <= sentBy + 1) continue;
    if (1 + taken < best.burst) best = { burst: 1 + taken, refusal: i };
  }
  return best;
}

/** A part of the (B, ρ) plane that is left: for rates within a strip, bursts within a range. */
export interface BucketStrip {
  readonly fromRatePerUs: number;
  readonly toRatePerUs: number;
  /** Of every rate in the strip no smaller B will do. */
  readonly leastBurst: number;
  /** Of every rate in the strip B must stay below. */
  readonly burstBelow: number;
}

const defaultSplits = 10;

/**
 * The buckets that explain a record: the plane of (B, ρ) in strips of ρ. Both bounds fall as ρ grows, so over a strip
 * [ρ1, ρ2] nothing below the least B at ρ2 and nothing from the greatest at ρ1 on can be right: a strip where these cross is
 * empty, the rest is halved and looked at again. The admissions leave a convex region, open to the upper right; each refusal
 * takes off what is above it.
 * @param maxRatePerUs rates up to here are looked at.
 * @param splits how often a strip may be halved: 10 leaves a thousandth of the range.
 */
export function bucketRegion(
  view: BucketBounds,
  maxRatePerUs: number,
  splits = defaultSplits,
): BucketStrip[] {
  const bounds = new Map<number, { least: number; below: number }>();
  const at = (rate: number) => {
    const known = bounds.get(rate) ?? {
      least: view.leastBurst(rate).burst,
      below: view.burstBelow(rate).burst,
    };
    bounds.set(rate, known);
    return known;
  };
  const look = (from: number, to: number, depth: number): BucketStrip[] => {
    const least = Math.max(1, at(to).least);
    const below = at(from).below;
    if (least >= below) return [];
    if (depth === 0) return [{ fromRatePerUs: from, toRatePerUs: to, leastBurst: least, burstBelow: below }];
    const middle = (from + to) / 2;
    return [...look(from, middle, depth - 1), ...look(middle, to, depth - 1)];
  };
  return look(0, maxRatePerUs, splits);
}
