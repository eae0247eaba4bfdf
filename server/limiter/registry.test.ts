import { expect, it } from 'vitest';
import { createLimiter, defaultLimiter, isLimiterName, limiterNames } from './registry.ts';

it('knows its limiters by stable names', () => {
  expect(limiterNames).toEqual([
    'fixed-window-aligned',
    'fixed-window-anchored',
    'sliding-window-log',
    'sliding-window-counter',
    'token-bucket',
    'gcra',
  ]);
  expect(defaultLimiter).toBe('sliding-window-log');
  expect([isLimiterName('sliding-window-log'), isLimiterName('toString'), isLimiterName('')]).toEqual([
    true,
    false,
    false,
  ]);
});

/** What remains and the wait of a third request. */
const answers = (name: (typeof limiterNames)[number], nowMs: number) => {
  const limiter = createLimiter(name, { limit: 2, windowMs: 1000 });
  limiter.decide(1500);
  limiter.decide(1900);
  const { remaining, retryAfterMs } = limiter.decide(nowMs);
  return [remaining, retryAfterMs];
};

it('makes the limiter that was named: each gives its slots back at its own time', () => {
  expect(limiterNames.map((name) => [name, ...answers(name, 1950), ...answers(name, 2500)])).toEqual([
    ['fixed-window-aligned', 0, 50, 1, 0],
    ['fixed-window-anchored', 0, 550, 1, 0],
    ['sliding-window-log', 0, 550, 0, 0],
    ['sliding-window-counter', 0, 550, 0, 0],
    ['token-bucket', 0, 50, 1, 0],
    ['gcra', 0, 50, 1, 0],
  ]);
});
