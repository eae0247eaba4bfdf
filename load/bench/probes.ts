import { outcomeOf } from '../analysis/index.ts';
import type { OpenModelEngine, TimetableEntry } from '../engine/index.ts';
import type { RatePolicy } from '../../schema/index.ts';
import type { RequestRecord } from '../records.ts';
import { burstShare } from './probe-spread.ts';

/** A moment of the run's clock that is known up to an error on either side. */
export interface Moment {
  readonly atMs: number;
  readonly errorMs: number;
}

/** Kept between a probe and the edge that it aims at: room for the clocks' resolution and drift. */
const safetyMs = (windowMs: number): number => Math.max(5, windowMs * 0.002);

/** `count` requests of one session, evenly spread from `fromMs` over `overMs`. */
function spread(
  session: string,
  step: string,
  count: number,
  fromMs: number,
  overMs: number,
): TimetableEntry[] {
  return Array.from({ length: count }, (_, i) => ({ session, step, atMs: fromMs + (i * overMs) / count }));
}

/**
 * The edge of a window that opens with the session's own first request:
 *
 *     |1          N−1 |N
 *     0          0.9 W W        2N−1 within a small part of W, if the window starts anew at W
 *
 * A rolling limiter admits one or none of the last N before the second group leaves its window.
 */
export async function probeOwnEdge(
  engine: OpenModelEngine,
  session: string,
  step: string,
  { limit, windowMs }: RatePolicy,
): Promise<void> {
  const first = await engine.send({ session, step });
  const sentMs = first.sentMs ?? first.intendedMs ?? 0;
  // The window opened when the first request was decided: at the latest when its answer began.
  const endMs = (first.firstByteMs ?? sentMs) + windowMs + safetyMs(windowMs);
  const late = spread(
    session,
    step,
    limit - 1,
    sentMs + windowMs * (1 - 2 * burstShare),
    windowMs * burstShare,
  );
  const past = spread(session, step, limit, endMs, windowMs * burstShare);
  await engine.run([...late, ...past]);
}

/**
 * The edge of windows that all sessions share (the clock's minute, say): a quota just before and one just
 * after `edge`, which is 2N within a small part of W if the windows are fixed.
 */
export async function probeSharedEdge(
  engine: OpenModelEngine,
  session: string,
  step: string,
  { limit, windowMs }: RatePolicy,
  edge: Moment,
): Promise<void> {
  const gapMs = edge.errorMs + safetyMs(windowMs);
  const overMs = windowMs * burstShare;
  await engine.run([
    ...spread(session, step, limit, edge.atMs - gapMs - overMs, overMs),
    ...spread(session, step, limit, edge.atMs + gapMs, overMs),
  ]);
}

/**
 * When admission was seen to reopen: between the last throttled request before, and the first admitted one
 * after. Of several sessions and windows the one known best.
 * @returns null when nothing reopened.
 */
export function seenReopening(records: readonly RequestRecord[]): Moment | null {
  let best: Moment | null = null;
  for (const mine of Map.groupBy(records, ({ session }) => session).values()) {
    const answered = mine
      .flatMap(({ sentMs, firstByteMs, status }) =>
        sentMs === null || firstByteMs === null ? [] : [{ sentMs, firstByteMs, outcome: outcomeOf(status) }],
      )
      .toSorted((a, b) => a.sentMs - b.sentMs);
    for (let i = 1; i < answered.length; i += 1) {
      const [before, after] = [answered[i - 1], answered[i]];
      if (before?.outcome !== 'throttled' || after?.outcome !== 'admitted') continue;
      const errorMs = (after.firstByteMs - before.sentMs) / 2;
      if (best === null || errorMs < best.errorMs) best = { atMs: before.sentMs + errorMs, errorMs };
    }
  }
  return best;
}

/** The next time that a moment comes round, a window at a time, not before `fromMs`. */
export function nextOccurrence(moment: Moment, windowMs: number, fromMs: number): Moment {
  const windows = Math.max(0, Math.ceil((fromMs - moment.atMs) / windowMs));
  return { ...moment, atMs: moment.atMs + windows * windowMs };
}
