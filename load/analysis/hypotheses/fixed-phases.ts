import { at, type Columns, indicesOf, longestOf, timesOf } from '../columns.ts';
import { Cursor } from '../cursor.ts';
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

/**
 * More than `most` stretches overlap at x where, of those that end at x or later, the one that begins `most` places on began before it.
 * Beginnings and ends both ascend, so what is forbidden comes in order.
 */
function forbidOverfull(columns: Columns, most: number, spanUs: number, forbidden: ArcSet): void {
  const { sends, receives } = timesOf(columns, shorterThan(columns, indicesOf(columns, 'admitted'), spanUs));
  let fromUs = NaN;
  let untilUs = -Infinity;
  for (let k = 0; k + most < receives.length; k += 1) {
    const openUs = at(receives, k + most) - spanUs;
    const closeUs = at(sends, k);
    if (openUs > untilUs) {
      forbidden.add(fromUs, untilUs);
      fromUs = openUs;
    }
    untilUs = closeUs;
  }
  forbidden.add(fromUs, untilUs);
}

/** Most of the time all are: then nothing is sorted anew. */
function shorterThan(columns: Columns, indices: Uint32Array, spanUs: number): Uint32Array {
  const { sentUs, firstByteUs } = columns;
  if (longestOf(columns, indices) < spanUs) return indices;
  return indices.filter((i) => at(firstByteUs, i) - at(sentUs, i) < spanUs);
}

function forbidBareRefusals(columns: Columns, { limit, fresh }: Terms, forbidden: ArcSet): void {
  // What was counted before the first record is known only of a fresh session.
  const watchedUs = fresh ? -Infinity : at(columns.sentUs, 0);
  const refused = indicesOf(columns, 'throttled');
  const explained = explainedSince(columns, limit);
  refused.forEach((i, k) => forbidden.add(Math.max(at(explained, k), watchedUs), at(columns.sentUs, i)));
}

const explainedCache = new WeakMap<Columns, { readonly limit: number; readonly sinceUs: Float64Array }>();

/**
 * For each refused request the latest moment from which on N may have been counted by its answer: the N-th last first byte among the requests sent
 * by then; −Infinity where there were fewer.
 */
export function explainedSince(columns: Columns, limit: number): Float64Array {
  const known = explainedCache.get(columns);
  if (known?.limit === limit) return known.sinceUs;
  const { sends, receives } = timesOf(columns, indicesOf(columns, 'admitted', 'unknown'));
  const refused = indicesOf(columns, 'throttled');
  const sinceUs = new Float64Array(refused.length);
  const sent = new Cursor(sends);
  refused.forEach((i, k) => {
    const sentBy = sent.upTo(at(columns.firstByteUs, i));
    sinceUs[k] = sentBy >= limit ? at(receives, sentBy - limit) : -Infinity;
  });
  explainedCache.set(columns, { limit, sinceUs });
  return sinceUs;
}
