import type { RatePolicy } from '../../schema/policy.ts';
import { usageError } from '../../support/errors.ts';
import type { RequestRecord } from '../records.ts';
import type { Claim, ClaimOutcome } from './claim.ts';
import type { OnJudging } from './judging-progress.ts';
import type { IsSuccess } from './observation.ts';
import { emptySession, type PackedSession, packRecords } from './record-columns.ts';
import {
  type FullestWindow,
  judgeColumns,
  type RollingClaim,
  type RollingOptions,
} from './rolling-window.ts';
import { clockAssumption } from './tolerance.ts';
import type { Witness } from './witness.ts';

/** The claim that any session was admitted more often than its own limit allows. */
export interface OverallRollingClaim extends Claim {
  readonly name: 'over_admission_rolling';
  /** Sessions by the outcome of their own claim. */
  readonly sessions: Readonly<Record<ClaimOutcome, number>>;
  /** Of the proved sessions' witnesses the one over the fewest windows, then the one with the shortest span per bound. */
  readonly witness?: Witness;
  /** The session fullest for its limit; absent when no session could be counted. */
  readonly worst?: FullestWindow;
}

export interface RollingJudgement {
  /** One claim for each session that has a policy, in the order of the policies. */
  readonly sessions: readonly RollingClaim[];
  readonly overall: OverallRollingClaim;
}

export interface JudgeRollingOptions extends RollingOptions {
  /** Which status counts as admitted; default any 2xx. */
  readonly isSuccess?: IsSuccess;
  /** Default: nobody is told. */
  readonly onProgress?: OnJudging;
}

/**
 * Judges every session against its own limit, and all of them together:
 *
 * - `proved` when any session's claim is proved;
 * - `inconclusive` when every session's is (or there is none): nothing was put to the test;
 * - `not_refuted` otherwise. Sessions that stayed inconclusive among others are normal (a step below the limit's rate
 *   tests nothing), so they do not spoil the whole; the reason counts them.
 * @param records of one run, in any order.
 * @param policies by session label; a session without records is inconclusive.
 * @throws HarnessError for records that contradict themselves, ids that come twice, sessions without a policy, policies
 *   that are none.
 */
export function judgeRolling(
  records: Iterable<RequestRecord>,
  policies: ReadonlyMap<string, RatePolicy>,
  options: JudgeRollingOptions = {},
): RollingJudgement {
  return judgeRollingOf(packRecords(records, options.isSuccess), policies, options);
}

/**
 * `judgeRolling` of records that are packed already, by session.
 * @param join what is made of the sessions' claims before they are summed up.
 */
export function judgeRollingOf(
  packed: ReadonlyMap<string, PackedSession>,
  policies: ReadonlyMap<string, RatePolicy>,
  options: JudgeRollingOptions,
  join: (claims: readonly RollingClaim[]) => readonly RollingClaim[] = (claims) => claims,
): RollingJudgement {
  const strangers = [...packed.keys()].filter((session) => !policies.has(session));
  if (strangers.length > 0) {
    const others = strangers.length > 5 ? ` and ${strangers.length - 5} more` : '';
    throw usageError(`no policy is given for session ${strangers.slice(0, 5).join(', ')}${others}`);
  }
  const sessions = join(
    [...policies].map(([session, policy], i) => {
      options.onProgress?.({
        kind: 'claim',
        claim: 'over_admission_rolling',
        session: i + 1,
        of: policies.size,
      });
      return judgeColumns((packed.get(session) ?? emptySession(session)).columns, policy, options);
    }),
  );
  return { sessions, overall: combine(sessions, options) };
}

function combine(claims: readonly RollingClaim[], { clock }: RollingOptions): OverallRollingClaim {
  const sessions = { proved: 0, not_refuted: 0, inconclusive: 0 };
  for (const { outcome } of claims) sessions[outcome] += 1;
  const witness = claims.flatMap((claim) => claim.witness ?? []).toSorted(byStrength)[0];
  const worst = claims
    .flatMap((claim) => claim.worst ?? [])
    .toSorted((a, b) => b.admitted / b.limit - a.admitted / a.limit)[0];
  return {
    name: 'over_admission_rolling',
    statement: 'more requests of a session were admitted in a rolling window than its limit allows',
    ...overallOutcome(sessions, claims),
    tolerance: clockAssumption(clock),
    sampleCount: claims.reduce((sum, claim) => sum + claim.sampleCount, 0),
    sessions,
    ...(witness === undefined ? {} : { witness }),
    ...(worst === undefined ? {} : { worst }),
  };
}

function overallOutcome(
  sessions: Readonly<Record<ClaimOutcome, number>>,
  claims: readonly RollingClaim[],
): Pick<Claim, 'outcome' | 'reason'> {
  const total = claims.length;
  if (total === 0)
    return { outcome: 'inconclusive', reason: 'there is no session: requests of one would decide it' };
  if (sessions.proved > 0)
    return { outcome: 'proved', reason: `proved sessions: ${sessions.proved} of ${total}` };
  const inconclusive = claims.find((claim) => claim.outcome === 'inconclusive');
  const ofFirst = `session ${inconclusive?.session}: ${inconclusive?.reason}`;
  if (sessions.not_refuted === 0) {
    return {
      outcome: 'inconclusive',
      reason: total === 1 ? ofFirst : `all ${total} sessions are; ${ofFirst}`,
    };
  }
  const remarks = [
    ...(inconclusive === undefined
      ? []
      : [`inconclusive sessions: ${sessions.inconclusive} of ${total}; ${ofFirst}`]),
    ...claims
      .filter((claim) => claim.outcome === 'not_refuted' && claim.reason !== null)
      .slice(0, 1)
      .map((claim) => `session ${claim.session}: ${claim.reason}`),
  ];
  return { outcome: 'not_refuted', reason: remarks.length === 0 ? null : remarks.join('; ') };
}

/** Fewer windows first, then the shorter span for its bound. */
export function byStrength(a: Witness, b: Witness): number {
  return a.windows - b.windows || a.lengthMs / a.boundMs - b.lengthMs / b.boundMs;
}
