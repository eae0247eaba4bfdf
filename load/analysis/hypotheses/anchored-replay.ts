import { at, type Columns, countBelow, countUpTo, gather, indicesOf, timesOf } from '../columns.ts';
import { type Evidence, evidenceRequests, moment } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import type { Terms } from '../terms.ts';
import type { PhaseTest } from './fixed-phases.ts';

/** What a replay found. */
export interface Replay {
  /** Whether some placement of the windows explains the record, or the search had to stop before all were tried. */
  readonly possible: boolean;
  /** The contradiction that the furthest placement runs into; null when `possible`. */
  readonly evidence: Evidence | null;
}

/** One window of a placement: it opened with the decision of `opener`, somewhere in [lo, hi]. */
interface Opened {
  /** Index of the request; −1 for a window that was open before the record. */
  readonly opener: number;
  readonly loUs: number;
  readonly hiUs: number;
  /** What was sent from here on cannot belong to the window before. */
  readonly floorUs: number;
}

/** Why a window of a placement cannot be. */
type Contradiction =
  { readonly kind: 'overfull' } | { readonly kind: 'bare refusal'; readonly refusedUs: number };

const defaultMaxWindows = 20_000;

/**
 * Whether windows that open with the first request after the last one's end explain a session's record. They have no constant
 * phase, so they are replayed: each window in turn opens with one of the requests that may be first after the end of
 * the one before, and must then hold what is certain to be in it.
 *
 *     |1    23 |      4|        W after 1 was decided: did 4 open the next window, or still fall into the first?
 *      [--W--)          both are tried where the intervals allow both
 *
 * A window holds at most N admitted; with refusals (to identify), one that was refused needs N that may have been counted in the
 * window before it, and a refused request never opens one. Without them (to grade) anything may open a window.
 * @param maxWindows windows tried before the search stops and says `possible`.
 */
export function replayAnchored(
  columns: Columns,
  terms: Terms,
  test: PhaseTest,
  maxWindows = defaultMaxWindows,
): Replay {
  const { limit, shortUs, longUs, fresh, windowUs } = terms;
  const identify = test === 'admissions and refusals';
  const admitted = timesOf(columns, indicesOf(columns, 'admitted'));
  const counted = timesOf(columns, indicesOf(columns, 'admitted', 'unknown'));
  const refused = indicesOf(columns, 'throttled');
  const { lastAnswer, firstAnswer, firstRefusal, refusedSends } = extremesOf(columns);
  if (columns.count === 0) return { possible: true, evidence: null };

  const failed = new Set<string>();
  const stack: Opened[] = fresh ? successors(null).toReversed() : [openBefore()];
  let tried = 0;
  let deepest: { readonly window: Opened; readonly contradiction: Contradiction } | null = null;
  for (let window = stack.pop(); window !== undefined; window = stack.pop()) {
    tried += 1;
    if (tried > maxWindows) return { possible: true, evidence: null };
    const key = `${window.opener} ${window.loUs} ${window.hiUs} ${window.floorUs}`;
    if (failed.has(key)) continue;
    failed.add(key);
    const contradiction = contradictionIn(window);
    if (contradiction !== null) {
      if (deepest === null || window.loUs > deepest.window.loUs) deepest = { window, contradiction };
      continue;
    }
    if (blockUs(window) === Infinity) return { possible: true, evidence: null };
    stack.push(...successors(window).toReversed());
  }
  return { possible: false, evidence: toEvidence() };

  function openBefore(): Opened {
    const startUs = at(columns.sentUs, 0);
    return { opener: -1, loUs: startUs - longUs, hiUs: at(firstAnswer, 0), floorUs: -Infinity };
  }

  /** The next window opens by then: something was certainly decided after the end of this one. */
  function blockUs(window: Opened | null): number {
    const from = window === null ? 0 : countBelow(columns.sentUs, window.hiUs + longUs);
    return from < columns.count ? at(firstAnswer, from) : Infinity;
  }

  function successors(window: Opened | null): Opened[] {
    const earliestUs = window === null ? -Infinity : window.loUs + shortUs;
    const byUs = blockUs(window);
    // Whoever opens it was not answered before the earliest end, and was sent by then.
    const next: Opened[] = [];
    for (let k = firstOpenAt(earliestUs); k < columns.count && at(columns.sentUs, k) <= byUs; k += 1) {
      if (identify && at(columns.outcomes, k) === 1) continue;
      const loUs = Math.max(at(columns.sentUs, k), earliestUs);
      const hiUs = Math.min(at(columns.firstByteUs, k), byUs);
      if (loUs > hiUs) continue;
      const floorUs = window === null ? -Infinity : Math.min(hiUs, window.hiUs + longUs);
      next.push({ opener: k, loUs, hiUs, floorUs });
    }
    return next;
  }

  /** The first request that may have been decided at `us` or later, found by its send where all before are answered. */
  function firstOpenAt(us: number): number {
    let k = countBelow(columns.sentUs, us);
    while (k > 0 && at(lastAnswer, k - 1) >= us) k -= 1;
    return k;
  }

  function contradictionIn({ opener, loUs, floorUs }: Opened): Contradiction | null {
    const endUs = loUs + shortUs;
    const outside = opener >= 0 && at(columns.outcomes, opener) === 0 && at(columns.sentUs, opener) < floorUs;
    const inside = countBelow(admitted.receives, endUs) - countBelow(admitted.sends, floorUs);
    const most = inside + (outside && at(columns.firstByteUs, opener) < endUs ? 1 : 0);
    if (most > limit) return { kind: 'overfull' };
    if (!identify || opener < 0) return null;
    const from = countBelow(refusedSends, floorUs);
    if (from >= refused.length || at(firstRefusal, from) >= endUs) return null;
    const refusedUs = at(firstRefusal, from);
    const possible = countUpTo(counted.sends, refusedUs) - countBelow(counted.receives, loUs);
    return possible >= limit ? null : { kind: 'bare refusal', refusedUs };
  }

  function membersOf({ opener, loUs, floorUs }: Opened, contradiction: Contradiction): number[] {
    if (contradiction.kind === 'overfull') {
      const endUs = loUs + shortUs;
      const members = indicesOf(columns, 'admitted').filter(
        (i) => (at(columns.sentUs, i) >= floorUs || i === opener) && at(columns.firstByteUs, i) < endUs,
      );
      return Array.from(members.subarray(0, limit + 1));
    }
    const { refusedUs } = contradiction;
    const before = indicesOf(columns, 'admitted', 'unknown').filter(
      (i) => at(columns.sentUs, i) <= refusedUs && at(columns.firstByteUs, i) >= loUs,
    );
    const subject = refused.find(
      (i) => at(columns.firstByteUs, i) === refusedUs && at(columns.sentUs, i) >= floorUs,
    );
    return [...before, ...(subject === undefined ? [] : [subject])];
  }

  function toEvidence(): Evidence {
    if (deepest === null) {
      const refusedFirst = at(refused, 0);
      return {
        session: columns.session,
        says: 'a refused request comes where a window would have opened',
        requests: refused.length === 0 ? [] : evidenceRequests(columns, [refusedFirst], refusedFirst),
        spans: [],
      };
    }
    const { window, contradiction } = deepest;
    const indices = membersOf(window, contradiction);
    const holds =
      contradiction.kind === 'overfull'
        ? `holds ${indices.length} admitted`
        : `holds at most ${indices.length - 1} before a refusal`;
    const says =
      `the window that opened from ${moment(window.loUs)} to ${moment(window.hiUs)} ${holds}; ` +
      `the limit is ${limit} in ${formatDuration(usToMs(windowUs))}, and every other placement of the windows fails sooner`;
    const subject = indices.find((i) => at(columns.outcomes, i) === 1);
    return {
      session: columns.session,
      says,
      requests: evidenceRequests(columns, indices, subject),
      spans: [
        { label: 'first window', fromMs: usToMs(window.loUs), toMs: usToMs(window.loUs + windowUs) },
        { label: 'last window', fromMs: usToMs(window.hiUs), toMs: usToMs(window.hiUs + windowUs) },
      ],
    };
  }
}

/** The latest and earliest answers before and after each request: the same for every limit. */
interface Extremes {
  /** Up to each request. */
  readonly lastAnswer: Float64Array;
  /** From each request on; whether an unknown one was counted, and opened a window, nobody knows. */
  readonly firstAnswer: Float64Array;
  /** From each refused request on. */
  readonly firstRefusal: Float64Array;
  readonly refusedSends: Float64Array;
}

const extremesCache = new WeakMap<Columns, Extremes>();

function extremesOf(columns: Columns): Extremes {
  const known = extremesCache.get(columns);
  if (known !== undefined) return known;
  const refused = indicesOf(columns, 'throttled');
  const certain = Float64Array.from(columns.firstByteUs);
  for (const i of indicesOf(columns, 'unknown')) certain[i] = Infinity;
  const extremes = {
    lastAnswer: prefixMaximum(columns.firstByteUs),
    firstAnswer: suffixMinimum(certain),
    firstRefusal: suffixMinimum(gather(columns.firstByteUs, refused)),
    refusedSends: gather(columns.sentUs, refused),
  };
  extremesCache.set(columns, extremes);
  return extremes;
}

/** Entry i: the smallest value from i on. */
function suffixMinimum(values: Float64Array): Float64Array {
  const minima = new Float64Array(values.length);
  let smallest = Infinity;
  for (let i = values.length - 1; i >= 0; i -= 1) {
    smallest = Math.min(smallest, at(values, i));
    minima[i] = smallest;
  }
  return minima;
}

/** Entry i: the greatest value up to i. */
function prefixMaximum(values: Float64Array): Float64Array {
  const maxima = new Float64Array(values.length);
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i += 1) {
    greatest = Math.max(greatest, at(values, i));
    maxima[i] = greatest;
  }
  return maxima;
}
