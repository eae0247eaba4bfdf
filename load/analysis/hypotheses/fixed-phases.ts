import { at, type Columns, countUpTo, indicesOf, timesOf } from '../columns.ts';
import type { Terms } from '../terms.ts';
import { type Arc, ArcSet } from './arcs.ts';

/** What contradicts a phase: too many admitted (always), and refusals that its window does not explain (to identify only). */
export type PhaseTest = 'admissions' | 'admissions and refusals';

/** One session in the server's time, with its own limit. */
export interface PhasedSession {
  readonly columns: Columns;
  readonly terms: Terms;
}

/** Runs of so many consecutive windows are counted: beyond a single one, those that straddle an edge are seen, too. */
export const windowRuns = [1, 2, 3];

/**
 * The phases that fixed windows of length W may have, shared by all sessions, given what each was admitted (and refused).
 *
 * A window that begins at x certainly holds the admitted requests with s ≥ x and r < x + W, so each forbids the x in
 * (r − W, s]; where more than N of these stretches overlap, x is impossible:
 *
 *     r−W (======] s
 *        (======]
 *       (======]         N = 2: impossible where all three overlap
 *
 * A refusal decided in [s, r], in the window from x or in a later one, needs N that may have been counted from x on: x up to the
 * N-th last first byte among the requests sent by r; every later x up to s is impossible, however late the answer came.
 *
 *     |--c--|      !-- refused ----------!        N = 1: x after c's first byte and up to the refusal's send
 *           (======]
 *
 * @returns the phases left, as arcs (from, to] in microseconds modulo W on the run's clock; none: no such windows explain the record.
 */
export function possiblePhases(sessions: readonly PhasedSession[], test: PhaseTest): Arc[] {
  const windowUs = sessions[0]?.terms.windowUs ?? 1;
  const forbidden = new ArcSet(windowUs);
  for (const { columns, terms } of sessions) {
    for (const windows of windowRuns)
      forbidOverfull(columns, windows * terms.limit, windows * windowUs, forbidden);
    if (test === 'admissions and refusals') forbidBareRefusals(columns, terms, forbidden);
  }
  return forbidden.complement();
}

function forbidOverfull(columns: Columns, most: number, spanUs: number, forbidden: ArcSet): void {
  const admitted = shorterThan(columns, indicesOf(columns, 'admitted'), spanUs);
  const { sends, receives } = timesOf(columns, admitted);
  let opened = 0;
  let closed = 0;
  let fromUs = NaN;
  // Between two of the moments r − W and s the stretches that overlap are the same.
  while (closed < sends.length) {
    const openUs = opened < receives.length ? at(receives, opened) - spanUs : Infinity;
    const closeUs = at(sends, closed);
    const hereUs = Math.min(openUs, closeUs);
    const before = opened - closed > most;
    // Beyond the end there is no number, and nothing equals that.
    while (at(receives, opened) - spanUs === hereUs) opened += 1;
    while (at(sends, closed) === hereUs) closed += 1;
    const after = opened - closed > most;
    if (!before && after) fromUs = hereUs;
    else if (before && !after) forbidden.add(fromUs, hereUs);
  }
}

/** Most of the time all are: then nothing is sorted anew. */
function shorterThan({ sentUs, firstByteUs }: Columns, indices: Uint32Array, spanUs: number): Uint32Array {
  const fits = (i: number): boolean => at(firstByteUs, i) - at(sentUs, i) < spanUs;
  return indices.every(fits) ? indices : indices.filter(fits);
}

function forbidBareRefusals(columns: Columns, { limit, fresh }: Terms, forbidden: ArcSet): void {
  const { sends, receives } = timesOf(columns, indicesOf(columns, 'admitted', 'unknown'));
  // What was counted before the first record is known only of a fresh session.
  const watchedUs = fresh ? -Infinity : at(columns.sentUs, 0);
  for (const i of indicesOf(columns, 'throttled')) {
    const firstByteUs = at(columns.firstByteUs, i);
    const sentBy = countUpTo(sends, firstByteUs);
    const explainedUs = sentBy >= limit ? at(receives, sentBy - limit) : -Infinity;
    forbidden.add(Math.max(explainedUs, watchedUs), at(columns.sentUs, i));
  }
}
