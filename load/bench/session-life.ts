import type { BenchSettings, Soak } from './settings.ts';

/** A session lives 600 seconds at the most; see the contract. */
export const longestLifeSeconds = 600;
/** Time that a session needs beside the step itself: creation, connecting, late answers. */
export const lifeMarginSeconds = 15;
/** Sessions that are created, cancelled or connected at the same time. */
export const callsAtOnce = 8;

/** The same for the sessions of a step: the first of many is made long before the last, at a second each in the worst case. */
export const lifeMarginOf = (sessions: number): number =>
  lifeMarginSeconds + Math.ceil(sessions / callsAtOnce) - 1;

/** An engine reads a timetable so far ahead, and one entry further. */
const readAheadMs = 1000;
/** A life counts from a whole second, which may have begun before the session was made. */
export const wholeSecondMs = 1000;

/** How far ahead of its time a request of a soak is given to a session at the most. */
export const readAheadOf = ({ policy, limits, sessions }: BenchSettings, { load }: Soak): number =>
  // Sessions with limits of their own each keep a pace of their own: no entry is further from the next than the fastest one's.
  readAheadMs + policy.windowMs / (policy.limit * load * (limits === undefined ? sessions : 1));

/**
 * How long before their end the sessions of a soak are renewed: what was read ahead still goes to the old ones, and up to a quarter of a
 * life is for making the new ones and for late answers.
 */
export function renewalMarginMs(settings: BenchSettings, soak: Soak): number {
  const { sessions } = settings;
  return readAheadOf(settings, soak) + Math.min(lifeMarginOf(sessions), soak.lifeSeconds / 4) * 1000;
}

/** How long the sessions of a soak serve before they are renewed, at the least. Below 1 s a soak cannot be had. */
export const servedMs = (settings: BenchSettings, soak: Soak): number =>
  soak.lifeSeconds * 1000 - wholeSecondMs - renewalMarginMs(settings, soak);
