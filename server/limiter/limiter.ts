import type { RatePolicy } from '../../schema/index.ts';

/**
 * What became of one request.
 *
 *     decide(now) ──┬─ admitted: it counts                    retryAfterMs = 0
 *                   └─ throttled: it leaves no trace           retryAfterMs > 0
 */
export interface Decision {
  readonly admitted: boolean;
  /** Requests that one window allows: the policy's number. */
  readonly limit: number;
  /** Further requests that would be admitted at this very moment. */
  readonly remaining: number;
  /** Milliseconds until nothing of what was admitted counts any more, if nothing else is sent. */
  readonly resetMs: number;
  /** Milliseconds until a request would be admitted, if nothing else is sent; 0 when this one was. */
  readonly retryAfterMs: number;
}

/**
 * Keeps the rate of one session. It holds no clock and no timer: time is what it is told. Time that steps back
 * counts as standing still, while waits are still told from the time that was given.
 */
export interface Limiter {
  /**
   * Decides on a request that arrives at `nowMs`.
   * @param nowMs milliseconds since the Unix epoch; fractions count.
   */
  decide(nowMs: number): Decision;
}

/** Makes a limiter for one session. */
export type LimiterFactory = (policy: RatePolicy) => Limiter;

/** @throws RangeError when a policy's numbers are not whole or below 1. */
export function checkPolicy({ limit, windowMs }: RatePolicy): void {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new RangeError(`limit must be a whole number of at least 1, got ${limit}`);
  if (!Number.isSafeInteger(windowMs) || windowMs < 1)
    throw new RangeError(`windowMs must be a whole number of at least 1, got ${windowMs}`);
}

/** The decision of a limiter whose window gives everything back at once, at `endMs`. */
export function windowDecision(
  { limit }: RatePolicy,
  admitted: boolean,
  count: number,
  endMs: number,
  nowMs: number,
): Decision {
  const untilEndMs = endMs - nowMs;
  return {
    admitted,
    limit,
    remaining: limit - count,
    resetMs: untilEndMs,
    retryAfterMs: admitted ? 0 : untilEndMs,
  };
}
