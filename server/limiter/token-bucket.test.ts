import { expect, it } from 'vitest';
import { describeLimiter } from './testing/describe-limiter.ts';
import { bucket } from './testing/oracles.ts';
import { createTokenBucket } from './token-bucket.ts';

describeLimiter('token-bucket', { create: createTokenBucket, allows: bucket, admittedOf100k: 15_049 });

it('starts full and gains one token every W/N', () => {
  const limiter = createTokenBucket({ limit: 2, windowMs: 1000 });
  expect([0, 0, 0, 499, 500, 999.75, 1000, 3000].map((nowMs) => limiter.decide(nowMs))).toEqual([
    { admitted: true, limit: 2, remaining: 1, resetMs: 500, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 500 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 501, retryAfterMs: 1 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 500.25, retryAfterMs: 0.25 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 1, resetMs: 500, retryAfterMs: 0 },
  ]);
});

it('tells a wait that is no whole number so that waiting for it suffices', () => {
  const limiter = createTokenBucket({ limit: 7, windowMs: 1000 });
  const startMs = 1_735_689_600_000;
  for (let i = 0; i < 7; i += 1) limiter.decide(startMs);
  // 1000 / 7 = 142.857142…, up to the next 1024th.
  const { retryAfterMs } = limiter.decide(startMs);
  expect(retryAfterMs).toBe(146_286 / 1024);
  expect(limiter.decide(startMs + retryAfterMs).admitted).toBe(true);
});
