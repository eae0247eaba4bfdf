import type { Decision } from '../../../server/limiter/index.ts';
import type { MakeVirtual } from './virtual.ts';

/** What a header says too much or too little, for tests of what must be found. */
export interface Lie {
  readonly retryFactor?: number;
  readonly remainingMore?: number;
  readonly resetFactor?: number;
  readonly limitMore?: number;
}

/** The headers that tell a decision of the deployment's own limiters, to the microsecond; with a lie, wrongly. */
export const withHeaders =
  (make: MakeVirtual, lie: Lie = {}): MakeVirtual =>
  (policy, session) => {
    const limiter = make(policy, session);
    return {
      decide(nowMs) {
        const { admitted, limit, remaining, resetMs, retryAfterMs } = limiter.decide(nowMs) as Decision;
        const { retryFactor = 1, remainingMore = 0, resetFactor = 1, limitMore = 0 } = lie;
        // Every second session tells whole seconds, as most servers do.
        const retry: Record<string, string> =
          session % 2 === 0
            ? { 'retry-after-ms': String(retryAfterMs * retryFactor) }
            : { 'retry-after': String(Math.ceil((retryAfterMs * retryFactor) / 1000)) };
        return {
          admitted,
          headers: {
            'x-ratelimit-limit-requests': String(limit + limitMore),
            'x-ratelimit-remaining-requests': String(remaining + remainingMore),
            'x-ratelimit-reset-requests': `${(resetMs * resetFactor).toFixed(6)}ms`,
            ...(admitted ? {} : retry),
          },
        };
      },
    };
  };
