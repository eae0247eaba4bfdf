import type { RatePolicy } from '../../schema/policy.ts';
import { ceilUs, floorUs } from '../microseconds.ts';
import { type ClockAssumption, shortenedWindowUs, toleranceOf } from './tolerance.ts';

/** The numbers that every test of one session's limit needs, in whole microseconds. */
export interface Terms {
  readonly limit: number;
  readonly windowUs: number;
  /** W − ε: what tests of over-admission use. May be zero or negative. */
  readonly shortUs: number;
  /** W + ε: what tests of refusal use. */
  readonly longUs: number;
  readonly resolutionUs: number;
  /** Drift as a fraction: 100 ppm is 0.0001. */
  readonly drift: number;
  /** Whether nothing before the records can count: the session was made for them. */
  readonly fresh: boolean;
}

/**
 * @param fresh whether the session was new when the records begin.
 * @throws HarnessError when the clock's numbers are negative or not finite.
 */
export function termsOf(policy: RatePolicy, fresh: boolean, clock?: Partial<ClockAssumption>): Terms {
  const tolerance = toleranceOf(policy.windowMs, clock);
  return {
    limit: policy.limit,
    windowUs: floorUs(policy.windowMs),
    shortUs: shortenedWindowUs(tolerance),
    longUs: ceilUs(policy.windowMs) + ceilUs(tolerance.epsilonMs),
    resolutionUs: ceilUs(tolerance.resolutionMs),
    drift: tolerance.driftPpm / 1_000_000,
    fresh,
  };
}

/** The same terms with another limit. */
export const withLimit = (terms: Terms, limit: number): Terms => ({ ...terms, limit });
