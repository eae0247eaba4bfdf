import type { RatePolicy } from '../../schema/index.ts';
import { checkPolicy } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { waitMs } from './wait.ts';

/**
 * A bucket of N tokens that gains N a window, evenly; a request takes one. From full, nearly 2N pass in one window.
 *
 *     12345 . 6 . 7 . 8       limit 5: five at once, then one every fifth of the window
 *
 * Memory: two numbers.
 */
export function createTokenBucket(policy: RatePolicy): Limiter {
  checkPolicy(policy);
  const { limit, windowMs } = policy;
  // A token is worth W, so a millisecond brings `limit`: whole numbers where times are whole.
  const full = limit * windowMs;
  let level = full;
  let filledMs = -Infinity;
  let latestMs = -Infinity;
  return {
    decide(nowMs) {
      latestMs = Math.max(latestMs, nowMs);
      const before = Math.min(full, level + (latestMs - filledMs) * limit);
      const admitted = before >= windowMs;
      if (admitted) {
        level = before - windowMs;
        filledMs = latestMs;
      }
      const after = admitted ? level : before;
      const steppedBackMs = latestMs - nowMs;
      return {
        admitted,
        limit,
        remaining: Math.floor(after / windowMs),
        resetMs: steppedBackMs + waitMs((full - after) / limit),
        retryAfterMs: admitted ? 0 : steppedBackMs + waitMs((windowMs - after) / limit),
      };
    },
  };
}
