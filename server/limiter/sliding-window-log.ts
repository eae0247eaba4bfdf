import type { RatePolicy } from '../../schema/index.ts';
import { checkPolicy } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { TimeRing } from './time-ring.ts';

/**
 * Remembers the time of every admitted request for one window: no rolling window (t − W, t] ever holds more than
 * the limit. Each slot comes back exactly W after the request that took it.
 *
 *     1 2 3 . . .|1 2 3        limit 3: the slots free up one by one
 *
 * Memory: one number for each request admitted within the window, so never more than the limit.
 */
export function createSlidingWindowLog(policy: RatePolicy): Limiter {
  checkPolicy(policy);
  const { limit, windowMs } = policy;
  const admittedMs = new TimeRing(limit);
  let latestMs = -Infinity;
  return {
    decide(nowMs) {
      latestMs = Math.max(latestMs, nowMs);
      while (admittedMs.length > 0 && admittedMs.at(0) + windowMs <= latestMs) admittedMs.shift();
      const admitted = admittedMs.length < limit;
      if (admitted) admittedMs.push(latestMs);
      return {
        admitted,
        limit,
        remaining: limit - admittedMs.length,
        resetMs: admittedMs.at(admittedMs.length - 1) + windowMs - nowMs,
        retryAfterMs: admitted ? 0 : admittedMs.at(0) + windowMs - nowMs,
      };
    },
  };
}
