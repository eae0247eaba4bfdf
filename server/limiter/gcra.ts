import type { RatePolicy } from '../../schema/index.ts';
import { checkPolicy } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { waitMs } from './wait.ts';

/**
 * The generic cell rate algorithm (ITU-T I.371): each admitted request moves the time at which the next one is due by
 * T = W/N; a request may come up to (N − 1)·T before it is due. It admits what a token bucket of depth N admits, request by
 * request, from one time instead of a level:
 *
 *     now       due (N·T ahead of now: no more)
 *      |---T---|---T---|---T---|
 *
 * Memory: two numbers: how far ahead the due time was of the last admitted request, exactly, and when that was.
 */
export function createGcra(policy: RatePolicy): Limiter {
  checkPolicy(policy);
  const { limit, windowMs } = policy;
  // In N-ths of a millisecond T is W: a whole number.
  const furthestAhead = limit * windowMs;
  let ahead = 0;
  let admittedMs = 0;
  let latestMs = -Infinity;
  return {
    decide(nowMs) {
      latestMs = Math.max(latestMs, nowMs);
      const aheadNow = Math.max(0, ahead - (latestMs - admittedMs) * limit);
      const admitted = aheadNow + windowMs <= furthestAhead;
      if (admitted) {
        ahead = aheadNow + windowMs;
        admittedMs = latestMs;
      }
      const dueIn = admitted ? ahead : aheadNow;
      const steppedBackMs = latestMs - nowMs;
      return {
        admitted,
        limit,
        remaining: Math.floor((furthestAhead - dueIn) / windowMs),
        resetMs: steppedBackMs + waitMs(dueIn / limit),
        retryAfterMs: admitted ? 0 : steppedBackMs + waitMs((dueIn + windowMs - furthestAhead) / limit),
      };
    },
  };
}
