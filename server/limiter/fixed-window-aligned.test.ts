import { expect, it } from 'vitest';
import { createFixedWindowAligned } from './fixed-window-aligned.ts';
import { describeLimiter } from './testing/describe-limiter.ts';
import { alignedWindow } from './testing/oracles.ts';

describeLimiter('fixed-window-aligned', { create: createFixedWindowAligned, allows: alignedWindow });

it('lets twice its limit through around an edge of the clock', () => {
  const limiter = createFixedWindowAligned({ limit: 2, windowMs: 1000 });
  expect([9990, 9999, 9999.5, 10_000, 10_001, 10_002].map((nowMs) => limiter.decide(nowMs))).toEqual([
    { admitted: true, limit: 2, remaining: 1, resetMs: 10, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 0.5, retryAfterMs: 0.5 },
    { admitted: true, limit: 2, remaining: 1, resetMs: 1000, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 999, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 998, retryAfterMs: 998 },
  ]);
});
