import { merge } from '../engine/index.ts';
import type { Timetable, TimetableEntry } from '../engine/index.ts';

/** One session's requests, at a rate of its own that stays, rises or falls evenly. */
export interface OwnPace {
  readonly session: string;
  /** At the start, and at the end; not both 0. */
  readonly fromPerMinute: number;
  readonly toPerMinute: number;
}

export interface OwnPaces {
  readonly paces: readonly OwnPace[];
  readonly startMs: number;
  /** Requests are due in [startMs, startMs + durationMs). */
  readonly durationMs: number;
  readonly step: string;
}

/**
 * Sessions that each keep a rate of their own, staggered: session i of n begins i/n of the way to its second request. Where all rates are the
 * same this is what `constantRate` and `linearRamp` make of them.
 *
 *     s1, 4 in all   |-----|-----|-----|-----
 *     s2, 2 in all   -----|-----------|------
 */
export const ownPaces = ({ paces, ...step }: OwnPaces): Timetable =>
  merge(...paces.map((pace, i) => ownPace(pace, i / paces.length, step)));

/** Request k is due when the area under the rate has grown to k + `phase`, solved for each k alone, so that nothing drifts. */
function* ownPace(
  { session, fromPerMinute, toPerMinute }: OwnPace,
  phase: number,
  { startMs, durationMs, step }: Omit<OwnPaces, 'paces'>,
): Generator<TimetableEntry> {
  const from = fromPerMinute / 60_000;
  const to = toPerMinute / 60_000;
  for (let due = phase; due < ((from + to) / 2) * durationMs; due += 1) {
    const root = Math.sqrt(Math.max(0, from * from + (2 * due * (to - from)) / durationMs));
    const offsetMs = due === 0 ? 0 : (2 * due) / (from + root);
    if (offsetMs >= durationMs) return;
    yield { atMs: startMs + offsetMs, session, step };
  }
}
