import { expect, it } from 'vitest';
import { createFixedWindowAnchored } from './fixed-window-anchored.ts';
import { describeLimiter } from './testing/describe-limiter.ts';
import { anchoredWindow } from './testing/oracles.ts';

describeLimiter('fixed-window-anchored', { create: createFixedWindowAnchored, allows: anchoredWindow });

it('opens its window with the first request, and anew with the first one after its end', () => {
  const limiter = createFixedWindowAnchored({ limit: 2, windowMs: 1000 });
  expect([300, 1200, 1299, 1300, 1301, 5000].map((nowMs) => limiter.decide(nowMs))).toEqual([
    { admitted: true, limit: 2, remaining: 1, resetMs: 1000, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 100, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 1, retryAfterMs: 1 },
    { admitted: true, limit: 2, remaining: 1, resetMs: 1000, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 999, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 1, resetMs: 1000, retryAfterMs: 0 },
  ]);
});
