import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGcra } from './gcra.ts';
import { describeLimiter } from './testing/describe-limiter.ts';
import { bucket } from './testing/oracles.ts';
import { createTokenBucket } from './token-bucket.ts';

describeLimiter('gcra', { create: createGcra, allows: bucket, admittedOf100k: 15_049 });

it('is due one W/N later with every request, and lets none come more than N − 1 of them early', () => {
  const limiter = createGcra({ limit: 2, windowMs: 1000 });
  expect([0, 0, 0, 499, 500, 3000].map((nowMs) => limiter.decide(nowMs))).toEqual([
    { admitted: true, limit: 2, remaining: 1, resetMs: 500, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 500 },
    { admitted: false, limit: 2, remaining: 0, resetMs: 501, retryAfterMs: 1 },
    { admitted: true, limit: 2, remaining: 0, resetMs: 1000, retryAfterMs: 0 },
    { admitted: true, limit: 2, remaining: 1, resetMs: 500, retryAfterMs: 0 },
  ]);
});

it('cannot be told from a token bucket of the same depth and rate, in any answer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(1, 7, 1000, 60_000),
      fc.array(fc.nat({ max: 4000 }), { minLength: 1, maxLength: 100 }),
      (limit, windowMs, gaps) => {
        const [one, other] = [createGcra({ limit, windowMs }), createTokenBucket({ limit, windowMs })];
        let nowMs = 1_735_689_600_000;
        for (const gap of gaps) {
          nowMs += gap / 4;
          expect(one.decide(nowMs)).toEqual(other.decide(nowMs));
        }
      },
    ),
  );
});
