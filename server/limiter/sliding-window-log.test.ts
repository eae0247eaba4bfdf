import { expect, it } from 'vitest';
import { createSlidingWindowLog } from './sliding-window-log.ts';
import { describeLimiter } from './testing/describe-limiter.ts';
import { rollingWindow } from './testing/oracles.ts';

describeLimiter('sliding-window-log', { create: createSlidingWindowLog, allows: rollingWindow });

it('gives each slot back one window after the request that took it', () => {
  const limiter = createSlidingWindowLog({ limit: 2, windowMs: 1000 });
  expect([0, 400, 999, 1000, 1001, 1400, 4000].map((nowMs) => limiter.decide(nowMs))).toEqual([
    { admitted: true, limit: 2, remaining: 1, resetMs: 1000, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 401, retryAfterMs: 1 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 999, retryAfterMs: 399 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 1, resetMs: 1000, retryAfterMs: 0 },
  ]);
});

it('counts time that steps back as standing still, and waits from the time that was told', () => {
  const limiter = createSlidingWindowLog({ limit: 1, windowMs: 1000 });
  expect(limiter.decide(5000).admitted).toBe(true);
  expect(limiter.decide(4000)).toEqual({
    admitted: false,
    limit: 1,
    remaining: 0,
    resetMs: 2000,
    retryAfterMs: 2000,
  });
  expect(limiter.decide(5999).admitted).toBe(false);
  expect(limiter.decide(6000).admitted).toBe(true);
});
