import type { RatePolicy } from '../../../schema/policy.ts';

/**
 * What is true of the decisions themselves, by definition and slowly. Times in microseconds, ascending, of one session's admitted
 * requests.
 */
export const truth = {
  /** More than N in some [t, t + W). */
  exceedsRolling: (times: readonly number[], { limit, windowMs }: RatePolicy): boolean =>
    times.some((time, i) => i >= limit && time - (times[i - limit] as number) < windowMs * 1000),

  /** At most N in each window of some constant phase, or in each window that opens after the last one's end. */
  fitsFixed: (times: readonly number[], policy: RatePolicy): boolean =>
    fitsAnchored(times, policy) || [0, ...times].some((phase) => fitsPhase(times, phase, policy)),

  /** Some stretch needs more than a burst of N and N a window. */
  exceedsBucket: (times: readonly number[], { limit, windowMs }: RatePolicy): boolean => {
    let highest = -Infinity;
    return times.some((time, l) => {
      const refilled = (time * limit) / (windowMs * 1000);
      highest = Math.max(highest, refilled - l);
      return l + 1 - refilled + highest > limit + 1e-9;
    });
  },

  /** A counter that blends two windows of the clock lets them all through, at some phase of those that are tried. */
  fitsCounter: (times: readonly number[], policy: RatePolicy): boolean => {
    const windowUs = policy.windowMs * 1000;
    const spread = Array.from({ length: 64 }, (_, i) => (i * windowUs) / 64);
    return [...times, ...spread].some((phase) => fitsCounterPhase(times, phase, policy));
  },

  /** How many of these lie in [end − span, end], but for rounding. */
  countWithin: (times: readonly number[], endUs: number, spanUs: number): number =>
    times.filter((time) => time <= endUs && time > endUs - spanUs).length,
};

function fitsPhase(times: readonly number[], phase: number, { limit, windowMs }: RatePolicy): boolean {
  const counts = new Map<number, number>();
  for (const time of times) {
    const window = Math.floor((time - phase) / (windowMs * 1000));
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  return [...counts.values()].every((count) => count <= limit);
}

function fitsAnchored(times: readonly number[], { limit, windowMs }: RatePolicy): boolean {
  let openedUs = -Infinity;
  let used = 0;
  return times.every((time) => {
    if (time - openedUs >= windowMs * 1000) [openedUs, used] = [time, 0];
    used += 1;
    return used <= limit;
  });
}

function fitsCounterPhase(times: readonly number[], phase: number, { limit, windowMs }: RatePolicy): boolean {
  const counts = new Map<number, number>();
  return times.every((time) => {
    const place = (time - phase) / (windowMs * 1000);
    const window = Math.floor(place);
    const count = counts.get(window) ?? 0;
    counts.set(window, count + 1);
    return (counts.get(window - 1) ?? 0) * (1 - (place - window)) + count < limit - 1e-9;
  });
}
