import type { RatePolicy } from '../../schema/index.ts';
import { checkPolicy, windowDecision } from './limiter.ts';
import type { Limiter } from './limiter.ts';

/**
 * Counts in windows that begin at whole multiples of the window's length since the Unix epoch, whenever the
 * session began. Up to twice the limit passes within moments around an edge.
 *
 *     |....12345|12345....|    limit 5: ten requests side by side, none refused
 *
 * Memory: two numbers.
 */
export function createFixedWindowAligned(policy: RatePolicy): Limiter {
  checkPolicy(policy);
  const { limit, windowMs } = policy;
  let latestMs = -Infinity;
  let window = -Infinity;
  let count = 0;
  return {
    decide(nowMs) {
      latestMs = Math.max(latestMs, nowMs);
      const current = Math.floor(latestMs / windowMs);
      if (current !== window) {
        window = current;
        count = 0;
      }
      const admitted = count < limit;
      if (admitted) count += 1;
      return windowDecision(policy, admitted, count, (window + 1) * windowMs, nowMs);
    },
  };
}
