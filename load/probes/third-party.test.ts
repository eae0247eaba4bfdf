import { RateLimiter, TokenBucket } from 'limiter';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type MakeVirtual, perfectWorld } from '../analysis/testing/virtual.ts';
import { identifyVirtual } from './testing/identify-virtual.ts';

/** The library reads this clock: it is the server's, and virtual. */
let serverNowMs = 0;
beforeAll(() => void vi.spyOn(performance, 'now').mockImplementation(() => serverNowMs));
afterAll(() => void vi.restoreAllMocks());

const onVirtualTime =
  (make: (limit: number, windowMs: number) => { tryRemoveTokens(count: number): boolean }): MakeVirtual =>
  ({ limit, windowMs }) => {
    let limiter: ReturnType<typeof make> | undefined;
    return {
      decide(nowMs) {
        serverNowMs = nowMs;
        limiter ??= make(limit, windowMs);
        return { admitted: limiter.tryRemoveTokens(1) };
      },
    };
  };

const tokenBucket = onVirtualTime((limit, windowMs) => {
  const bucket = new TokenBucket({ bucketSize: limit, tokensPerInterval: limit, interval: windowMs });
  bucket.content = limit;
  return bucket;
});
const bucketWithinWindows = onVirtualTime(
  (limit, windowMs) => new RateLimiter({ tokensPerInterval: limit, interval: windowMs }),
);

const identify = (make: MakeVirtual, limit: number, seed: number) => {
  const { fingerprint } = identifyVirtual(
    make,
    { limit, windowMs: 4000 },
    {
      ...perfectWorld,
      seed,
      latencyUs: 10_000,
      jitterUs: 5000,
      resolutionUs: 1000,
      driftPpm: 50,
      offsetUs: seed * 777_777,
    },
  );
  return fingerprint;
};
const seeds = [1, 2, 3, 4];

it.each([2, 5, 10])('names the token bucket of limiter at a limit of %i', (limit) => {
  const named = seeds
    .map((seed) => identify(tokenBucket, limit, seed))
    .map(({ family, excess }) => [family, excess]);
  expect(named).toEqual(seeds.map(() => ['bucket', 0]));
});

it.each([5, 10])(
  'names nothing for its bucket within windows, which is none of those considered, at a limit of %i',
  (limit) => {
    // By elimination alone it would be called a fixed window: that one has to stand probes of other kinds, too.
    const outcomes = seeds.map((seed) => identify(bucketWithinWindows, limit, seed).outcome);
    expect(outcomes).toEqual(seeds.map(() => 'unexplained'));
  },
);
