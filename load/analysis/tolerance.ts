import { usageError } from '../../support/errors.ts';
import { ceilUs, floorUs, usToMs } from '../microseconds.ts';

/** What is assumed of the server's clock, as seen from the harness's. */
export interface ClockAssumption {
  /** The step in which the server's clock tells time, in milliseconds. Default 1; a limiter that counts whole seconds needs 1000. */
  readonly resolutionMs: number;
  /**
   * How far the two clocks may drift apart, in parts per million. Default 100: two quartz crystals of ±50
   * each. A clock that NTP is slewing runs up to 500 ppm off.
   */
  readonly driftPpm: number;
}

export const defaultClockAssumption: ClockAssumption = { resolutionMs: 1, driftPpm: 100 };

/** The assumption with the defaults filled in. */
export function clockAssumption(clock: Partial<ClockAssumption> = {}): ClockAssumption {
  return {
    resolutionMs: clock.resolutionMs ?? defaultClockAssumption.resolutionMs,
    driftPpm: clock.driftPpm ?? defaultClockAssumption.driftPpm,
  };
}

/** How much shorter than W a window may look to the harness although the limiter kept it. */
export interface Tolerance extends ClockAssumption {
  readonly windowMs: number;
  /** ε = resolution + drift × W, rounded up to whole microseconds, in milliseconds. */
  readonly epsilonMs: number;
}

/**
 * The tolerance for one window: tests of over-admission use W − ε, tests of refusal W + ε.
 *
 * Why that is enough: a limiter that rounds its clock c to steps of ρ (down, up, or to the nearest) and keeps N
 * admissions at least W apart has c_k − c_{k−N} > W − ρ before rounding, so more than (W − ρ)/(1 + drift) > W − ε by ours.
 * @param windowMs W in milliseconds.
 * @param clock default 1 ms and 100 ppm.
 * @throws HarnessError when a number is negative or not finite.
 */
export function toleranceOf(windowMs: number, clock: Partial<ClockAssumption> = {}): Tolerance {
  const { resolutionMs, driftPpm } = clockAssumption(clock);
  for (const [name, value] of Object.entries({ resolutionMs, driftPpm })) {
    if (!(value >= 0 && Number.isFinite(value)))
      throw usageError(`${name} is ${value}: it must be 0 or more`);
  }
  // Parts per million of milliseconds are thousandths of microseconds; whole ppm and milliseconds stay exact.
  const epsilonUs = ceilUs(resolutionMs) + Math.ceil((driftPpm * windowMs) / 1000);
  return { resolutionMs, driftPpm, windowMs, epsilonMs: usToMs(epsilonUs) };
}

/** W − ε in whole microseconds: what tests of over-admission use. May be zero or negative. */
export function shortenedWindowUs(tolerance: Tolerance): number {
  return floorUs(tolerance.windowMs) - ceilUs(tolerance.epsilonMs);
}
