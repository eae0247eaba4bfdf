import { expect, it } from 'vitest';
import { createLimiter, defaultLimiter, isLimiterName, limiterNames } from './registry.ts';

it('knows its limiters by stable names', () => {
  expect(limiterNames).toEqual(['fixed-window-aligned', 'fixed-window-anchored', 'sliding-window-log']);
  expect(defaultLimiter).toBe('sliding-window-log');
  expect([isLimiterName('sliding-window-log'), isLimiterName('toString'), isLimiterName('')]).toEqual([
    true,
    false,
    false,
  ]);
});

it('makes the limiter that was named: each gives its slots back at its own time', () => {
  const recovery = limiterNames.map((name) => {
    const limiter = createLimiter(name, { limit: 2, windowMs: 1000 });
    limiter.decide(1500);
    limiter.decide(1900);
    return limiter.decide(1950).retryAfterMs;
  });
  expect(recovery).toEqual([50, 550, 550]);
  // The last two differ in how much comes back.
  const remaining = limiterNames.slice(1).map((name) => {
    const limiter = createLimiter(name, { limit: 2, windowMs: 1000 });
    limiter.decide(1500);
    limiter.decide(1900);
    return limiter.decide(2500).remaining;
  });
  expect(remaining).toEqual([1, 0]);
});
