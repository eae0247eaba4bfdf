import { expect, it } from 'vitest';
import { createSlidingWindowCounter } from './sliding-window-counter.ts';
import { describeLimiter } from './testing/describe-limiter.ts';
import { blendedWindow } from './testing/oracles.ts';

describeLimiter('sliding-window-counter', {
  create: createSlidingWindowCounter,
  allows: blendedWindow,
  admittedOf100k: 14_701,
});

it('gives a full window back bit by bit through the next', () => {
  const limiter = createSlidingWindowCounter({ limit: 4, windowMs: 1000 });
  const times = [10_000, 10_000, 10_000, 10_000, 10_500, 11_000, 11_250, 11_251, 11_500, 13_000];
  expect(times.map((nowMs) => limiter.decide(nowMs)).slice(3)).toEqual([
    { admitted: true, limit: 4, remaining: 0, resetMs: 2000, retryAfterMs: 0 },
    { admitted: false, limit: 4, remaining: 0, resetMs: 1500, retryAfterMs: 750 },
    { admitted: false, limit: 4, remaining: 0, resetMs: 1000, retryAfterMs: 250 },
    { admitted: true, limit: 4, remaining: 0, resetMs: 1750, retryAfterMs: 0 },
    { admitted: false, limit: 4, remaining: 0, resetMs: 1749, retryAfterMs: 249 },
    { admitted: true, limit: 4, remaining: 0, resetMs: 1500, retryAfterMs: 0 },
    { admitted: true, limit: 4, remaining: 3, resetMs: 2000, retryAfterMs: 0 },
  ]);
});

it('admits more than its limit in a rolling window when the last window filled late', () => {
  const limiter = createSlidingWindowCounter({ limit: 10, windowMs: 1000 });
  const burst = (nowMs: number) =>
    Array.from({ length: 20 }, () => limiter.decide(nowMs)).filter(({ admitted }) => admitted).length;
  // All ten at the window's end count for half in the middle of the next.
  expect([burst(10_999), burst(11_500)]).toEqual([10, 5]);
});
