import { at, type Columns, countBelow, countUpTo, indicesOf, timesOf } from '../columns.ts';
import type { Arc } from './arcs.ts';
import { modulo } from './arcs.ts';
import { createCounterScan, type ScannedSession, slack } from './counter-scan.ts';
import type { PhasedSession, PhaseTest } from './fixed-phases.ts';

const defaultCells = 16;
const defaultMaxCells = 400;
const defaultMaxRequests = 4000;
/** Of many sessions each is looked at for so long at least. */
const fewestRequests = 100;

/** How a search for phases is bounded, and what contradicts one: refusals, too, unless it asks of admissions only. */
export interface CounterSearch {
  readonly test?: PhaseTest;
  readonly cells?: number;
  /** Cells looked at in all: beyond it what is left stays as wide as it is, which errs on the safe side. */
  readonly maxCells?: number;
  /** Of each session, from its beginning: what came before is needed, what came after is not. */
  readonly maxRequests?: number;
}

/** What a search found: the phases left, and what contradicts the others. */
export interface CounterPhases {
  readonly left: readonly Arc[];
  readonly views: readonly CounterView[];
  /** The requests that contradicted some cell, each once. */
  readonly subjects: readonly CounterSubject[];
}

/** A request that contradicts the phases of some cell. */
export interface CounterSubject {
  readonly view: CounterView;
  readonly index: number;
}

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
 */
export const possibleCounterPhases = (
  sessions: readonly PhasedSession[],
  refusalsCount: boolean,
  search: CounterSearch = {},
): readonly Arc[] => searchCounterPhases(sessions, refusalsCount, search).left;

/** `possibleCounterPhases`, with what contradicts the others. */
export function searchCounterPhases(
  sessions: readonly PhasedSession[],
  refusalsCount: boolean,
  {
    test = 'admissions and refusals',
    cells = defaultCells,
    maxCells = defaultMaxCells,
    maxRequests = defaultMaxRequests,
  }: CounterSearch = {},
): CounterPhases {
  const windowUs = sessions[0]?.terms.windowUs ?? 1;
  const each = Math.min(
    maxRequests,
    Math.max(fewestRequests, Math.floor((4 * maxRequests) / sessions.length)),
  );
  const views = sessions.map((session) => viewOf(session, refusalsCount, test, each));
  const subjects = new Map<string, CounterSubject>();
  const scans = views.map(createCounterScan);
  const isPossible = ({ fromUs, toUs }: Arc) => {
    for (let v = 0; v < scans.length; v += 1) {
      const index = scans[v]?.(fromUs, toUs) ?? -1;
      if (index < 0) continue;
      subjects.set(`${v} ${index}`, { view: views[v] as CounterView, index });
      return false;
    }
    return true;
  };
  let left = Array.from({ length: cells }, (_, i) => ({
    fromUs: Math.floor((i * windowUs) / cells),
    toUs: Math.floor(((i + 1) * windowUs) / cells),
  })).filter(isPossible);
  for (let looked = cells; left.length > 0 && looked + 2 * left.length <= maxCells;) {
    looked += 2 * left.length;
    left = left.flatMap(halve).filter(isPossible);
    if (left.every(({ fromUs, toUs }) => toUs - fromUs < 2)) break;
  }
  return { left: left.reduce<Arc[]>(joinNeighbours, []), views, subjects: [...subjects.values()] };
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

/** The beginning of a session, and all that was counted in it. */
export type CounterView = ScannedSession;

function viewOf(
  { columns, terms }: PhasedSession,
  refusalsCount: boolean,
  test: PhaseTest,
  maxRequests: number,
): CounterView {
  const kept = beginningOf(columns, 2 * maxRequests);
  const certain = refusalsCount ? (['admitted', 'throttled'] as const) : (['admitted'] as const);
  return {
    columns: kept,
    terms,
    refusalsCount,
    test,
    count: Math.min(columns.count, maxRequests),
    // What was sent after what is kept may have been decided before an answer later than this.
    knownUntilUs: kept.count < columns.count ? at(columns.sentUs, kept.count) : Infinity,
    admitted: timesOf(kept, indicesOf(kept, 'admitted')),
    certain: timesOf(kept, indicesOf(kept, ...certain)),
    possible: timesOf(kept, indicesOf(kept, ...certain, 'unknown')),
  };
}

/** Hypotheses that differ in their limits alone ask for the same. */
const beginnings = new WeakMap<Columns, Columns>();

/** The first requests of a session by their sends. */
export function beginningOf(columns: Columns, count: number): Columns {
  if (columns.count <= count) return columns;
  const known = beginnings.get(columns);
  if (known?.count === count) return known;
  const beginning = {
    ...columns,
    count,
    ids: columns.ids.subarray(0, count),
    sentUs: columns.sentUs.subarray(0, count),
    firstByteUs: columns.firstByteUs.subarray(0, count),
    outcomes: columns.outcomes.subarray(0, count),
  };
  beginnings.set(columns, beginning);
  return beginning;
}

/** What a counter of any phase within a cell had counted when it decided on a request. */
export interface CounterEstimate {
  /** Where the window of the decision begins: somewhere in between. */
  readonly lowUs: number;
  readonly highUs: number;
  /** Of an admitted request the fewest that can have been counted, of a refused one the most. */
  readonly previous: number;
  readonly current: number;
  /** Whether those of its own window are counted for whichever of them was decided last, which need not be this one. */
  readonly isTogether: boolean;
  /** The part of the last window that is covered yet: the least of it, or the most. */
  readonly weight: number;
  readonly contradicts: boolean;
}

/**
 * The estimate for one request, by the counts that are certain (or possible) for every phase within a cell.
 * @returns null where it can't be said in which window it was decided, or nothing is tested by it.
 */
export function estimateAt(
  view: CounterView,
  i: number,
  fromUs: number,
  toUs: number,
): CounterEstimate | null {
  const { columns, terms, admitted, certain, possible, refusalsCount, test, knownUntilUs } = view;
  const { limit, windowUs, fresh } = terms;
  const outcome = at(columns.outcomes, i);
  if (outcome === 2 || (outcome === 1 && test === 'admissions')) return null;
  const width = toUs - fromUs;
  const [sentUs, firstByteUs] = [at(columns.sentUs, i), at(columns.firstByteUs, i)];
  // The window's start lies in [lowUs, highUs] for phases of this cell, and all of the decision's interval after it.
  const lowUs = sentUs - width - modulo(sentUs - width - fromUs, windowUs);
  const highUs = lowUs + width;
  if (highUs > sentUs || firstByteUs >= Math.min(lowUs + windowUs, knownUntilUs)) return null;
  if (outcome === 0) {
    const previous = Math.max(0, within(certain, highUs - windowUs, lowUs));
    const before = countBelow(certain.receives, sentUs) - countBelow(certain.sends, highUs);
    // Of n admitted since the window began, whichever was decided last had n − 1 before it.
    const together = countUpTo(admitted.receives, firstByteUs) - countBelow(admitted.sends, highUs) - 1;
    const current = Math.max(0, before, together);
    const weight = Math.max(0, 1 - (firstByteUs - lowUs) / windowUs);
    const share = previous * weight;
    const isContradiction = share + current >= limit + (share > 0 ? slack : 0);
    return {
      lowUs,
      highUs,
      previous,
      current,
      isTogether: together > before,
      weight,
      contradicts: isContradiction,
    };
  }
  if (!fresh && lowUs - windowUs <= at(columns.sentUs, 0)) return null;
  const previous = countUpTo(possible.sends, highUs) - countBelow(possible.receives, lowUs - windowUs);
  const current =
    countUpTo(possible.sends, firstByteUs) - countBelow(possible.receives, lowUs) - (refusalsCount ? 1 : 0);
  const weight = Math.min(1, 1 - (sentUs - highUs) / windowUs);
  // What may be in either is counted in both, so this errs on the safe side.
  const share = previous * weight;
  const isContradiction = share + current <= limit - 1 - (share > 0 ? slack : 0);
  return { lowUs, highUs, previous, current, isTogether: false, weight, contradicts: isContradiction };
}

/** At least so many lie wholly in [from, to). */
const within = (times: { sends: Float64Array; receives: Float64Array }, fromUs: number, toUs: number) =>
  countBelow(times.receives, toUs) - countBelow(times.sends, fromUs);
