import type { RatePolicy } from '../../schema/policy.ts';

/**
 * How many of `offered` requests a session that was idle for a window before could be expected to get through,
 * when they come evenly spread over `durationMs` and the limiter keeps a rolling window of N per W, as
 * generously as it may:
 *
 *     T = 2.25 W, offered at 2× the limit:   |NNNN----|NNNN----|NN          N·2 + min(N, offered·0.25/2.25)
 *                                            0        W        2W  T
 *
 * Each whole window lets N through at its start; the part of a window at the end lets through what is offered in it, up
 * to N. That has no jump where T passes a multiple of W, so a step timed a little long or short gets the same
 * figure. Below the limit's rate it is all that was offered. A duration of 0 is a burst: N at most.
 *
 * A fixed window may let through more than this (2N around its edge), a bucket of depth N too: goodput above 1 points at
 * such a limiter, or at a broken one, and proves nothing.
 */
export function expectedAdmissions(
  offered: number,
  durationMs: number,
  { limit, windowMs }: RatePolicy,
): number {
  if (durationMs <= 0) return Math.min(offered, limit);
  const windows = Math.floor(durationMs / windowMs);
  const remainderMs = durationMs - windows * windowMs;
  return Math.min(offered, windows * limit + Math.min(limit, (offered * remainderMs) / durationMs));
}

/** A rate that changes evenly over a step. Only the ratio of the two matters. */
export interface RateRamp {
  /** At the start of the step. */
  readonly from: number;
  /** At its end. */
  readonly to: number;
}

/**
 * The same for requests that come at a rate that rises or falls evenly: what is offered in each window and in the part of one
 * at the end, up to N of each. With two equal rates it is `expectedAdmissions`.
 */
export function expectedOfRamp(
  offered: number,
  durationMs: number,
  { limit, windowMs }: RatePolicy,
  { from, to }: RateRamp,
): number {
  if (durationMs <= 0) return Math.min(offered, limit);
  /** The share of all requests that come before a part of the time has passed. */
  const shareBefore = (part: number) => (2 * from * part + (to - from) * part * part) / (from + to);
  let expected = 0;
  for (let startMs = 0; startMs < durationMs; startMs += windowMs) {
    const endPart = Math.min(1, (startMs + windowMs) / durationMs);
    expected += Math.min(limit, offered * (shareBefore(endPart) - shareBefore(startMs / durationMs)));
  }
  return expected;
}

/**
 * The time that `count` evenly spread sends stand for: n sends have n − 1 gaps between them, so each send brings one gap
 * with it. 0 for a single send or none.
 */
export function spreadMs(count: number, firstMs: number, lastMs: number): number {
  return count < 2 ? 0 : ((lastMs - firstMs) * count) / (count - 1);
}
