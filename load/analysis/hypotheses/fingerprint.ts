import type { RatePolicy } from '../../../schema/policy.ts';
import type { RequestRecord } from '../../records.ts';
import { at, type Columns, countUpTo, indicesOf, timesOf } from '../columns.ts';
import type { IsSuccess } from '../observation.ts';
import { emptySession, packRecords } from '../record-columns.ts';
import type { ClockAssumption } from '../tolerance.ts';
import { termsOf } from '../terms.ts';
import type { PhasedSession } from './fixed-phases.ts';
import { algorithmsOf, type Family, type Hypothesis, nameHypothesis, type Standing } from './hypothesis.ts';
import { testHypothesis } from './test-hypothesis.ts';

/** One session for a fingerprint. */
export interface FingerprintSession {
  readonly columns: Columns;
  readonly policy: RatePolicy;
  /** Whether it was made for these records, so that nothing before them counts. */
  readonly fresh: boolean;
}

/**
 * Which limiter it may be.
 *
 * - `identified`: one family is left; its parameters stand in `alive`;
 * - `ambiguous`: several are left; `reason` names what would separate them;
 * - `unexplained`: none of those considered explains the records: another algorithm, another window, or other traffic;
 * - `inconclusive`: the records test nothing: nothing was refused.
 */
export interface Fingerprint {
  readonly outcome: 'identified' | 'ambiguous' | 'unexplained' | 'inconclusive';
  /** The only family left; null unless `identified`. */
  readonly family: Family | null;
  /** The algorithms that `family` stands for: they cannot be told apart from outside. */
  readonly algorithms: readonly string[];
  /** What it admits beyond each session's own limit; null unless `identified`, or of a bucket of another burst and rate. */
  readonly excess: number | null;
  readonly reason: string | null;
  /** Every hypothesis that was tested. */
  readonly standings: readonly Standing[];
  readonly sampleCount: number;
}

const families: readonly (readonly [Family, readonly boolean[]])[] = [
  ['fixed-window-aligned', [false]],
  ['fixed-window-anchored', [false]],
  ['sliding-window-log', [false, true]],
  ['sliding-window-counter', [false, true]],
  ['bucket', [false]],
];

/**
 * The limiters that may be behind the records of all sessions: each hypothesis is tested on all of them together. A
 * hypothesis that falls is contradicted for certain; one that stays is merely not excluded, and only among those considered.
 * @param clock default 1 ms and 100 ppm.
 * @param maxCells bounds the search for the phase of a sliding counter; see `possibleCounterPhases`.
 */
export const fingerprint = (
  sessions: readonly FingerprintSession[],
  clock?: Partial<ClockAssumption>,
  maxCells?: number,
): Fingerprint => concludeFingerprint(testHypotheses(sessions, { clock, maxCells }));

/** What the tests of all hypotheses on some records came to. */
export interface HypothesisTests {
  readonly standings: readonly Standing[];
  /** Limits that were tried, as excess over each session's own. */
  readonly excesses: readonly number[];
  /** Whether no other limit than those is possible. */
  readonly complete: boolean;
  /** Whether anything was refused. */
  readonly refused: boolean;
  readonly sampleCount: number;
}

/** @param options.excesses to be tried beside those that the records show. */
export function testHypotheses(
  sessions: readonly FingerprintSession[],
  options: {
    readonly clock?: Partial<ClockAssumption> | undefined;
    readonly maxCells?: number | undefined;
    readonly excesses?: readonly number[];
  },
): HypothesisTests {
  const observed = sessions
    .filter(({ columns }) => columns.count > 0)
    .map(({ columns, policy, fresh }) => ({ columns, terms: termsOf(policy, fresh, options.clock) }));
  const seen = candidateExcesses(observed);
  const excesses = [...new Set([...seen.excesses, ...(options.excesses ?? [])])];
  const standings = hypothesesFor(excesses).map((hypothesis) =>
    testHypothesis(observed, hypothesis, options.maxCells),
  );
  if (!standings.some(({ alive }) => alive)) standings.push(testHypothesis(observed, anyBucket));
  return {
    standings,
    excesses,
    complete: seen.complete,
    refused: observed.some(({ columns }) => columns.outcomes.includes(1)),
    sampleCount: observed.reduce((sum, { columns }) => sum + columns.count, 0),
  };
}

/**
 * The tests of one part of a run's records after another as those of all of them: what falls in one part has fallen. What still stands but was
 * not tested on every part may have been contradicted there, so that it is not named as the only one left.
 */
export function joinTests(before: HypothesisTests, after: HypothesisTests): HypothesisTests {
  const known = new Map(before.standings.map((standing) => [nameOf(standing), standing]));
  const latest = new Map(after.standings.map((standing) => [nameOf(standing), standing]));
  const standings = [...new Map([...known, ...latest]).keys()].map((name) => {
    const [first, second] = [known.get(name), latest.get(name)];
    return first?.alive === false ? first : ((second ?? first) as Standing);
  });
  const tested = standings.every(
    (standing) => !standing.alive || (known.has(nameOf(standing)) && latest.has(nameOf(standing))),
  );
  return {
    standings,
    excesses: [...new Set([...before.excesses, ...after.excesses])],
    complete: before.complete && tested,
    refused: before.refused || after.refused,
    sampleCount: Math.max(before.sampleCount, after.sampleCount),
  };
}

const nameOf = ({ hypothesis }: Standing): string => nameHypothesis(hypothesis);

/** What is left of all hypotheses. */
export const concludeFingerprint = (tests: HypothesisTests): Fingerprint => ({
  ...conclude(tests),
  standings: tests.standings,
  sampleCount: tests.sampleCount,
});

/**
 * The fingerprint of the records of a run: `fingerprint` of its sessions.
 * @param isFresh whether a session was made for these records; default: all were.
 * @throws HarnessError for records that contradict themselves.
 */
export function fingerprintRecords(
  records: Iterable<RequestRecord>,
  policies: ReadonlyMap<string, RatePolicy>,
  {
    isFresh = () => true,
    clock,
    isSuccess,
  }: {
    readonly isFresh?: (session: string) => boolean;
    readonly clock?: Partial<ClockAssumption>;
    readonly isSuccess?: IsSuccess;
  } = {},
): Fingerprint {
  const packed = packRecords(records, isSuccess);
  const sessions = [...policies].map(([session, policy]) => ({
    columns: (packed.get(session) ?? emptySession(session)).columns,
    policy,
    fresh: isFresh(session),
  }));
  return fingerprint(sessions, clock);
}

const anyBucket: Hypothesis = { family: 'bucket', excess: null, refusalsCount: false };

/** Every family, at the promised limit and at those that the first refusals of fresh sessions allow. */
function hypothesesFor(excesses: readonly number[]): Hypothesis[] {
  return [
    { family: 'none', excess: 0, refusalsCount: false },
    ...families.flatMap(([family, counting]) =>
      excesses.flatMap((excess) =>
        counting.map((refusalsCount): Hypothesis => ({ family, excess, refusalsCount })),
      ),
    ),
    { family: 'queue', excess: 0, refusalsCount: false },
  ];
}

/**
 * What a fresh session's first burst says of its limit, as excess over the promise: at least what was admitted early on, less
 * what a bucket can have gained meanwhile; at the most what had been sent when the earliest refusal came.
 */
function seenLimits({ columns, terms }: PhasedSession): [number, number] | null {
  if (!terms.fresh || columns.count === 0) return null;
  const beganUs = at(columns.sentUs, 0);
  const counted = timesOf(columns, indicesOf(columns, 'admitted', 'unknown'));
  const refusedUs = indicesOf(columns, 'throttled').reduce(
    (least, i) => Math.min(least, at(columns.firstByteUs, i)),
    Infinity,
  );
  if (refusedUs - beganUs >= terms.shortUs) return null;
  const most = Math.max(1, countUpTo(counted.sends, refusedUs));
  const { receives } = timesOf(columns, indicesOf(columns, 'admitted'));
  let least = 1;
  for (const [k, receivedUs] of receives.entries()) {
    const elapsedUs = receivedUs - beganUs;
    if (elapsedUs > terms.windowUs / 4) break;
    least = Math.max(least, k + 1 - Math.ceil((terms.limit * elapsedUs) / terms.windowUs));
  }
  return [Math.min(least, most) - terms.limit, most - terms.limit];
}

/** A range of limits wider than this is no knowledge. */
const widestRange = 6;

/**
 * What sessions may admit beyond their limits, by their first refusals: every number that those sessions allow which
 * tell it closely; where none does, only the ends of the narrowest, and then not all are known.
 */
function candidateExcesses(sessions: readonly PhasedSession[]): { excesses: number[]; complete: boolean } {
  const ranges = sessions
    .flatMap((session) => {
      const range = seenLimits(session);
      return range === null ? [] : [range];
    })
    .toSorted((a, b) => a[1] - a[0] - (b[1] - b[0]));
  const close = ranges.filter(([least, most]) => most - least < widestRange);
  const seen =
    close.length > 0
      ? close.flatMap(([least, most]) => Array.from({ length: most - least + 1 }, (_, i) => least + i))
      : (ranges[0] ?? []);
  // Close to zero first; a handful is plenty.
  const excesses = [...new Set([0, ...seen])].toSorted((a, b) => Math.abs(a) - Math.abs(b) || a - b);
  return {
    excesses: excesses.slice(0, mostExcesses),
    complete: close.length > 0 && excesses.length <= mostExcesses,
  };
}

const mostExcesses = 12;

function conclude({
  standings,
  complete,
  refused,
  sampleCount,
}: HypothesisTests): Omit<Fingerprint, 'standings' | 'sampleCount'> {
  const alive = standings.filter((standing) => standing.alive);
  const none = { family: null, algorithms: [], excess: null };
  if (!refused) {
    const reason =
      sampleCount === 0
        ? 'there are no requests: a burst of more than the limit would decide it'
        : 'nothing was refused, so nothing of the limiter was seen: a burst of more than the limit would decide it';
    return { outcome: 'inconclusive', ...none, reason };
  }
  const [first] = alive;
  if (first === undefined) {
    const reason =
      'none of the algorithms considered explains the records: another algorithm, another window, or traffic that is not in them';
    return { outcome: 'unexplained', ...none, reason };
  }
  const left = new Set(alive.map(({ hypothesis }) => `${hypothesis.family} ${hypothesis.excess}`));
  if (left.size > 1) {
    const names = alive.map(({ hypothesis }) => nameHypothesis(hypothesis)).join('; ');
    return {
      outcome: 'ambiguous',
      ...none,
      reason: `these explain the records alike: ${names}; a probe that they answer differently would decide it`,
    };
  }
  const { family, excess } = first.hypothesis;
  if (!complete && family !== 'none') {
    const reason =
      `${nameHypothesis(first.hypothesis)} explains the records, but so may other limits that were not tried: ` +
      'a burst from idle of a fresh session, answered sooner, would decide it';
    return { outcome: 'ambiguous', ...none, reason };
  }
  return { outcome: 'identified', family, algorithms: algorithmsOf[family], excess, reason: null };
}
