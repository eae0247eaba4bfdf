import type { RatePolicy } from '../../schema/index.ts';
import { checkPolicy } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { waitMs } from './wait.ts';

/**
 * Estimates a rolling window from two counts: this aligned window's, and the last one's weighted by how much of it the
 * rolling window still covers, as if its requests had been evenly spread. Cheap, and wrong where they were not: it refuses
 * some that a log would admit, and admits more than the limit where the last window's came late.
 *
 *     |12345....|-------|     limit 5: what the full window has used comes back bit by bit through the next
 *               1 . 2 . 3
 *
 * Memory: three numbers.
 */
export function createSlidingWindowCounter(policy: RatePolicy): Limiter {
  checkPolicy(policy);
  const { limit, windowMs } = policy;
  let latestMs = -Infinity;
  let window = -Infinity;
  let count = 0;
  let previousCount = 0;
  return {
    decide(nowMs) {
      latestMs = Math.max(latestMs, nowMs);
      const current = Math.floor(latestMs / windowMs);
      if (current !== window) {
        previousCount = current === window + 1 ? count : 0;
        window = current;
        count = 0;
      }
      const startMs = window * windowMs;
      const previousShareMs = previousCount * (startMs + windowMs - latestMs);
      // Everything times W: whole milliseconds stay whole numbers.
      const freeMs = limit * windowMs - previousShareMs - count * windowMs;
      const admitted = freeMs >= windowMs;
      if (admitted) count += 1;
      const left = admitted ? freeMs - windowMs : freeMs;
      const goneMs = startMs + (count > 0 ? 2 : 1) * windowMs;
      return {
        admitted,
        limit,
        remaining: Math.max(0, Math.floor(left / windowMs)),
        resetMs: goneMs - nowMs,
        retryAfterMs: admitted ? 0 : startMs + waitFromStartMs() - nowMs,
      };
    },
  };

  /** From this window's start until the estimate leaves room for one. */
  function waitFromStartMs(): number {
    const room = limit - 1 - count;
    // A share of p/W a millisecond comes back in this window; when that is not enough, this window's count shrinks in the next.
    return room >= 0
      ? waitMs(windowMs - (room * windowMs) / previousCount)
      : windowMs + waitMs(windowMs - ((limit - 1) * windowMs) / count);
  }
}
