import type { RatePolicy } from '../../../schema/policy.ts';
import { at, type Columns, countUpTo, indicesOf, timesOf } from '../columns.ts';
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
 */
export function fingerprint(
  sessions: readonly FingerprintSession[],
  clock?: Partial<ClockAssumption>,
): Fingerprint {
  const observed = sessions
    .filter(({ columns }) => columns.count > 0)
    .map(({ columns, policy, fresh }) => ({ columns, terms: termsOf(policy, fresh, clock) }));
  const sampleCount = observed.reduce((sum, { columns }) => sum + columns.count, 0);
  const standings = hypothesesFor(observed).map((hypothesis) => testHypothesis(observed, hypothesis));
  const named = standings.filter(({ alive }) => alive);
  if (named.length === 0) standings.push(testHypothesis(observed, anyBucket));
  return { ...conclude(standings, observed), standings, sampleCount };
}

const anyBucket: Hypothesis = { family: 'bucket', excess: null, refusalsCount: false };

/** Every family, at the promised limit and at those that the first refusals of fresh sessions allow. */
function hypothesesFor(sessions: readonly PhasedSession[]): Hypothesis[] {
  const excesses = [...new Set([0, ...sessions.flatMap(seenExcesses)])];
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

/** More candidates than this are no knowledge: only their ends are tried. */
const mostCandidates = 3;

/** Limits that a fresh session's first refusal allows: what was admitted before it, within a window of its beginning. */
function seenExcesses({ columns, terms }: PhasedSession): number[] {
  const first = columns.outcomes.indexOf(1);
  if (!terms.fresh || first < 0) return [];
  const sentUs = at(columns.sentUs, first);
  const firstByteUs = at(columns.firstByteUs, first);
  if (firstByteUs - at(columns.sentUs, 0) >= terms.shortUs) return [];
  const admitted = timesOf(columns, indicesOf(columns, 'admitted'));
  const counted = timesOf(columns, indicesOf(columns, 'admitted', 'unknown'));
  const least = Math.max(1, countUpTo(admitted.receives, sentUs));
  const most = countUpTo(counted.sends, firstByteUs);
  const limits =
    most - least < mostCandidates
      ? Array.from({ length: Math.max(0, most - least + 1) }, (_, i) => least + i)
      : [least, most];
  return limits.map((limit) => limit - terms.limit);
}

function conclude(
  standings: readonly Standing[],
  sessions: readonly PhasedSession[],
): Omit<Fingerprint, 'standings' | 'sampleCount'> {
  const alive = standings.filter((standing) => standing.alive);
  const none = { family: null, algorithms: [], excess: null };
  if (!sessions.some(({ columns }) => columns.outcomes.includes(1))) {
    const reason =
      sessions.length === 0
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
  return { outcome: 'identified', family, algorithms: algorithmsOf[family], excess, reason: null };
}
