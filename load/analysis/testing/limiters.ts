/**
 * Small limiters to judge, written from their definitions and for nothing else: none shares a line with the
 * deployment's own. Times are in one unit throughout (whatever the caller's clock tells) and never step back.
 */
export interface SimulatedLimiter {
  /** Decides on one request at `now`; an admitted one is counted. */
  admits(now: number): boolean;
}

export type MakeLimiter = (limit: number, window: number, phase: number) => SimulatedLimiter;

/** At most `limit` in every [t, t + window): the only one here that keeps the rolling promise. */
const rollingLog: MakeLimiter = (limit, window) => {
  const admitted: number[] = [];
  return {
    admits(now) {
      const nthLast = admitted.at(-limit);
      if (admitted.length >= limit && nthLast !== undefined && now < nthLast + window) return false;
      admitted.push(now);
      return true;
    },
  };
};

/** `limit` in each [phase + i·window, phase + (i + 1)·window). */
const fixedAligned: MakeLimiter = (limit, window, phase) => {
  let current = NaN;
  let used = 0;
  return {
    admits(now) {
      const index = Math.floor((now - phase) / window);
      if (index !== current) used = 0;
      current = index;
      used += 1;
      return used <= limit;
    },
  };
};

/** Windows that open at the first request after the last one closed. */
const fixedAnchored: MakeLimiter = (limit, window) => {
  let opened = -Infinity;
  let used = 0;
  return {
    admits(now) {
      if (now - opened >= window) {
        opened = now;
        used = 0;
      }
      used += 1;
      return used <= limit;
    },
  };
};

/** Starts full with `limit` tokens and gains `limit` per window. */
const tokenBucket: MakeLimiter = (limit, window) => {
  let tokens = limit;
  let updated = -Infinity;
  return {
    admits(now) {
      if (updated !== -Infinity) tokens = Math.min(limit, tokens + ((now - updated) * limit) / window);
      updated = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};

const none: MakeLimiter = () => ({ admits: () => true });

/** The classic off-by-one: compares with ≤ where < was meant. */
const oneTooMany =
  (make: MakeLimiter): MakeLimiter =>
  (limit, window, phase) =>
    make(limit + 1, window, phase);

export const limiters = {
  rollingLog,
  fixedAligned,
  fixedAnchored,
  tokenBucket,
  none,
  rollingLogPlusOne: oneTooMany(rollingLog),
  fixedAlignedPlusOne: oneTooMany(fixedAligned),
  fixedAnchoredPlusOne: oneTooMany(fixedAnchored),
  tokenBucketPlusOne: oneTooMany(tokenBucket),
} as const satisfies Record<string, MakeLimiter>;

export type LimiterName = keyof typeof limiters;
