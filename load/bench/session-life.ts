import type { BenchSettings, Soak } from './settings.ts';

/** A session lives 600 seconds at the most; see the contract. */
export const longestLifeSeconds = 600;
/** Time that a session needs beside the step itself: creation, connecting, late answers. */
export const lifeMarginSeconds = 15;
/** An engine reads a timetable so far ahead, and one entry further. */
const readAheadMs = 1000;
/** A life counts from a whole second, which may have begun before the session was made. */
export const wholeSecondMs = 1000;

/**
 * How long before their end the sessions of a soak are renewed: what was read ahead still goes to the old ones, and a quarter of a
 * life, 15 seconds at the most, is for making the new ones and for late answers.
 */
export function renewalMarginMs({ policy, sessions }: BenchSettings, { load, lifeSeconds }: Soak): number {
  const gapMs = policy.windowMs / (policy.limit * load * sessions);
  return readAheadMs + gapMs + Math.min(lifeMarginSeconds, lifeSeconds / 4) * 1000;
}

/** How long the sessions of a soak serve before they are renewed, at the least. Below 1 s a soak cannot be had. */
export const servedMs = (settings: BenchSettings, soak: Soak): number =>
  soak.lifeSeconds * 1000 - wholeSecondMs - renewalMarginMs(settings, soak);
