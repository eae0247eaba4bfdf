import { at, type Columns, countBelow, countUpTo, indicesOf, timesOf } from '../columns.ts';
import type { Arc } from './arcs.ts';
import { modulo } from './arcs.ts';
import type { PhasedSession } from './fixed-phases.ts';

/** A rounding error of a weighted count is far below this, a request far above. */
const slack = 1e-6;
const defaultCells = 16;
const defaultMaxCells = 400;
const defaultMaxRequests = 4000;
/** Of many sessions each is looked at for so long at least. */
const fewestRequests = 100;

/**
 * The phases that a sliding-window counter may have: this window's count, and the last one's weighted by how much of it a
 * rolling window covers yet.
 *
 *     last: p     this: c          estimate = p·(1 − x/W) + c
 *     |-----------|--x--a
 *
 * Admitted: the estimate was below N, in every variant that is in use. Refused: it was above N − 1. For a cell of
 * phases the counts that are certain (or possible) anywhere in the cell bound the estimate; a cell with a contradiction falls,
 * the others are halved.
 * @param refusalsCount whether refused requests go into the counts.
 * @param maxCells cells looked at in all: beyond it what is left stays as wide as it is, which errs on the safe side.
 * @param maxRequests of each session, from its beginning: what came before is needed, what came after is not.
 */
export function possibleCounterPhases(
  sessions: readonly PhasedSession[],
  refusalsCount: boolean,
  { cells = defaultCells, maxCells = defaultMaxCells, maxRequests = defaultMaxRequests } = {},
): Arc[] {
  const windowUs = sessions[0]?.terms.windowUs ?? 1;
  const each = Math.min(
    maxRequests,
    Math.max(fewestRequests, Math.floor((4 * maxRequests) / sessions.length)),
  );
  const views = sessions.map((session) => viewOf(session, refusalsCount, each));
  const isPossible = ({ fromUs, toUs }: Arc) => !views.some((view) => contradicts(view, fromUs, toUs));
  let left = Array.from({ length: cells }, (_, i) => ({
    fromUs: Math.floor((i * windowUs) / cells),
    toUs: Math.floor(((i + 1) * windowUs) / cells),
  })).filter(isPossible);
  for (let looked = cells; left.length > 0 && looked + 2 * left.length <= maxCells;) {
    looked += 2 * left.length;
    left = left.flatMap(halve).filter(isPossible);
    if (left.every(({ fromUs, toUs }) => toUs - fromUs < 2)) break;
  }
  return left.reduce<Arc[]>(joinNeighbours, []);
}

function joinNeighbours(joined: Arc[], arc: Arc): Arc[] {
  const last = joined.at(-1);
  if (last?.toUs !== arc.fromUs) joined.push(arc);
  else joined[joined.length - 1] = { fromUs: last.fromUs, toUs: arc.toUs };
  return joined;
}

function halve({ fromUs, toUs }: Arc): Arc[] {
  const middleUs = Math.floor((fromUs + toUs) / 2);
  return [
    { fromUs, toUs: middleUs },
    { fromUs: middleUs, toUs },
  ];
}

type View = ReturnType<typeof viewOf>;

function viewOf({ columns, terms }: PhasedSession, refusalsCount: boolean, maxRequests: number) {
  const kept = beginningOf(columns, 2 * maxRequests);
  const certain = refusalsCount ? (['admitted', 'throttled'] as const) : (['admitted'] as const);
  return {
    columns: kept,
    terms,
    refusalsCount,
    count: Math.min(columns.count, maxRequests),
    // What was sent after what is kept may have been decided before an answer later than this.
    knownUntilUs: kept.count < columns.count ? at(columns.sentUs, kept.count) : Infinity,
    admitted: timesOf(kept, indicesOf(kept, 'admitted')),
    certain: timesOf(kept, indicesOf(kept, ...certain)),
    possible: timesOf(kept, indicesOf(kept, ...certain, 'unknown')),
  };
}

function beginningOf(columns: Columns, count: number): Columns {
  if (columns.count <= count) return columns;
  return {
    ...columns,
    count,
    ids: columns.ids.subarray(0, count),
    sentUs: columns.sentUs.subarray(0, count),
    firstByteUs: columns.firstByteUs.subarray(0, count),
    outcomes: columns.outcomes.subarray(0, count),
  };
}

function contradicts(view: View, fromUs: number, toUs: number): boolean {
  const { columns, terms, admitted, certain, possible, refusalsCount, count, knownUntilUs } = view;
  const { limit, windowUs, fresh } = terms;
  const width = toUs - fromUs;
  const firstUs = at(columns.sentUs, 0);
  for (let i = 0; i < count; i += 1) {
    const outcome = at(columns.outcomes, i);
    if (outcome === 2) continue;
    const [sentUs, firstByteUs] = [at(columns.sentUs, i), at(columns.firstByteUs, i)];
    // The window's start lies in [lowUs, highUs] for phases of this cell, and all of the decision's interval after it.
    const lowUs = sentUs - width - modulo(sentUs - width - fromUs, windowUs);
    const highUs = lowUs + width;
    if (highUs > sentUs || firstByteUs >= Math.min(lowUs + windowUs, knownUntilUs)) continue;
    if (outcome === 0) {
      const previous = within(certain, highUs - windowUs, lowUs);
      const before = countBelow(certain.receives, sentUs) - countBelow(certain.sends, highUs);
      // Of n admitted since the window began, whichever was decided last had n − 1 before it.
      const together = countUpTo(admitted.receives, firstByteUs) - countBelow(admitted.sends, highUs) - 1;
      const current = Math.max(before, together);
      const weight = Math.max(0, 1 - (firstByteUs - lowUs) / windowUs);
      const share = Math.max(0, previous) * weight;
      if (share + Math.max(0, current) >= limit + (share > 0 ? slack : 0)) return true;
    } else {
      if (!fresh && lowUs - windowUs <= firstUs) continue;
      const previous = countUpTo(possible.sends, highUs) - countBelow(possible.receives, lowUs - windowUs);
      const current =
        countUpTo(possible.sends, firstByteUs) -
        countBelow(possible.receives, lowUs) -
        (refusalsCount ? 1 : 0);
      const weight = Math.min(1, 1 - (sentUs - highUs) / windowUs);
      // What may be in either is counted in both, so this errs on the safe side.
      const share = previous * weight;
      if (share + current <= limit - 1 - (share > 0 ? slack : 0)) return true;
    }
  }
  return false;
}

/** At least so many lie wholly in [from, to). */
const within = (times: { sends: Float64Array; receives: Float64Array }, fromUs: number, toUs: number) =>
  countBelow(times.receives, toUs) - countBelow(times.sends, fromUs);
