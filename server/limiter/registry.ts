import type { RatePolicy } from '../../schema/index.ts';
import { createFixedWindowAligned } from './fixed-window-aligned.ts';
import { createFixedWindowAnchored } from './fixed-window-anchored.ts';
import { createGcra } from './gcra.ts';
import type { Limiter, LimiterFactory } from './limiter.ts';
import { createSlidingWindowCounter } from './sliding-window-counter.ts';
import { createSlidingWindowLog } from './sliding-window-log.ts';
import { createTokenBucket } from './token-bucket.ts';

const registry = {
  'fixed-window-aligned': createFixedWindowAligned,
  'fixed-window-anchored': createFixedWindowAnchored,
  'sliding-window-log': createSlidingWindowLog,
  'sliding-window-counter': createSlidingWindowCounter,
  'token-bucket': createTokenBucket,
  gcra: createGcra,
} satisfies Record<string, LimiterFactory>;

/** The stable names of the limiters, as `--limiter` takes them. */
export type LimiterName = keyof typeof registry;

export const limiterNames = Object.keys(registry) as LimiterName[];

/** The one that keeps the strictest reading of "maximum allowed requests per one-minute window": every rolling one. */
export const defaultLimiter: LimiterName = 'sliding-window-log';

/** Whether a text is the name of a limiter. */
export const isLimiterName = (name: string): name is LimiterName => Object.hasOwn(registry, name);

/**
 * Makes a limiter for one session.
 * @throws RangeError when the policy's numbers are not whole or below 1.
 * @example createLimiter('sliding-window-log', { limit: 10, windowMs: 60_000 }).decide(nowMs).admitted
 */
export const createLimiter = (name: LimiterName, policy: RatePolicy): Limiter => registry[name](policy);
