import type { RatePolicy } from '../../schema/index.ts';
import { checkPolicy, windowDecision } from './limiter.ts';
import type { Limiter } from './limiter.ts';

/**
 * Counts in windows that open with the first request after the last one has ended, so each session has its own
 * phase. Up to twice the limit passes within moments around an end.
 *
 *     1.......2345|12345        limit 5: the window opened with its first request
 *
 * Memory: three numbers.
 */
export function createFixedWindowAnchored(policy: RatePolicy): Limiter {
  checkPolicy(policy);
  const { limit, windowMs } = policy;
  let latestMs = -Infinity;
  let endMs = -Infinity;
  let count = 0;
  return {
    decide(nowMs) {
      latestMs = Math.max(latestMs, nowMs);
      if (latestMs >= endMs) {
        endMs = latestMs + windowMs;
        count = 0;
      }
      const admitted = count < limit;
      if (admitted) count += 1;
      return windowDecision(policy, admitted, count, endMs, nowMs);
    },
  };
}
