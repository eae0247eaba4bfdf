import type { RatePolicy } from '../../schema/policy.ts';
import type { RequestRecord } from '../records.ts';
import type { Claim } from './claim.ts';
import { judgeIsolation } from './claims/isolation.ts';
import {
  judgeLimitHeader,
  judgeRemaining,
  judgeResetTooShort,
  judgeRetryTooLong,
  judgeRetryTooShort,
} from './claims/headers.ts';
import { judgeRemainingTooLow, judgeResetTooLong } from './claims/allowance-headers.ts';
import { judgeBucket, judgeCounter, judgeFixed } from './claims/over-admission.ts';
import { judgeBareRefusal, judgeRefusalsCount } from './claims/refusals.ts';
import {
  joinFindings,
  type JudgedSession,
  type SessionFinding,
  type SessionsClaim,
} from './claims/session-claim.ts';
import type { ToldColumns } from './claims/told-columns.ts';
import { gradeOf, type Grading } from './grade.ts';
import { guardClaim, type HarnessHealth } from './health.ts';
import { admittedAfterFull } from './hypotheses/certain-predecessors.ts';
import {
  concludeFingerprint,
  type Fingerprint,
  type FingerprintSession,
  type HypothesisTests,
  testHypotheses,
} from './hypotheses/fingerprint.ts';
import { judgeRollingOf, type JudgeRollingOptions, type RollingJudgement } from './judge-rolling.ts';
import type { IsSuccess } from './observation.ts';
import type { RollingClaim } from './rolling-window.ts';
import { createRecordColumns, emptySession, type PackedSession } from './record-columns.ts';
import { termsOf } from './terms.ts';
import { clockAssumption } from './tolerance.ts';

export interface VerdictOptions extends JudgeRollingOptions {
  /** Whether a session was made for these records, so that nothing before them counts. Default: none was. */
  readonly isFresh?: (session: string) => boolean;
  /** Whether nobody else uses a session. Default: nobody does. */
  readonly isExclusive?: (session: string) => boolean;
  /** Bounds the search for the phase of a sliding counter; default 400 cells. Less is faster, and as sound. */
  readonly maxCells?: number;
  /** How the harness did; null or absent: not measured, no claim is guarded. */
  readonly health?: HarnessHealth | null;
}

/** Everything that the records of a run prove. */
export interface Verdicts {
  readonly rolling: RollingJudgement;
  /** The claims beside the rolling one, in a fixed order. */
  readonly claims: readonly SessionsClaim[];
  readonly grading: Grading;
  readonly fingerprint: Fingerprint;
}

/**
 * Judges the records of a run by every claim: over-admission by each reading of the promise, refusals, headers, isolation; and names
 * the limiters that may be behind them.
 * @param records in any order.
 * @param policies each session's own limit, by label.
 * @throws HarnessError for records that contradict themselves, sessions without a policy, policies that are none.
 */
export function judgeRecords(
  records: Iterable<RequestRecord>,
  policies: ReadonlyMap<string, RatePolicy>,
  options: VerdictOptions = {},
): Verdicts {
  const accumulator = createVerdictAccumulator(options.isSuccess);
  for (const record of records) accumulator.add(record);
  return accumulator.judge(policies, options);
}

/** Judges records that come one by one, and keeps some 80 bytes of each: a million fit where their objects never would. */
export interface VerdictAccumulator {
  /** Takes in one record; the order does not matter. */
  add(record: RequestRecord): void;
  /**
   * The verdicts on the records so far. May be asked for at any time; `options.isSuccess` does not matter here.
   * @param policies each session's own limit, by label.
   * @throws HarnessError for records that contradict themselves, sessions without a policy, policies that are none.
   */
  judge(policies: ReadonlyMap<string, RatePolicy>, options?: VerdictOptions): Verdicts;
}

/**
 * Takes in records one by one and judges them in the end, in a fraction of the memory that the records take.
 * @param isSuccess which status counts as admitted; default any 2xx.
 */
export function createVerdictAccumulator(isSuccess?: IsSuccess): VerdictAccumulator {
  const columns = createRecordColumns(isSuccess);
  return {
    add: (record) => columns.add(record),
    judge: (policies, options = {}) => judgePacked(columns.pack(), policies, options, asTheyAre),
  };
}

/** What is made of the findings on some records before they are summed up: those on other records of the same run may be put beside them. */
export interface FindingsJoin {
  rolling(claims: readonly RollingClaim[]): readonly RollingClaim[];
  findings(name: SessionsClaim['name'], found: readonly SessionFinding[]): readonly SessionFinding[];
  tests(sessions: readonly FingerprintSession[], options: VerdictOptions): HypothesisTests;
}

const asTheyAre: FindingsJoin = {
  rolling: (claims) => claims,
  findings: (_, found) => found,
  tests: testHypotheses,
};

/** The verdicts on packed records. */
export function judgePacked(
  packed: ReadonlyMap<string, PackedSession>,
  policies: ReadonlyMap<string, RatePolicy>,
  options: VerdictOptions,
  join: FindingsJoin,
): Verdicts {
  const rolling = judgeRollingOf(packed, policies, options, (claims) => join.rolling(claims));
  const sessions = judgedSessions(packed, policies, options);
  const tolerance = clockAssumption(options.clock);
  const windowMs = Math.min(...[...policies.values()].map((policy) => policy.windowMs), Infinity);
  const guard = <C extends Claim>(claim: C): C => guardClaim(claim, options.health ?? null, windowMs);

  const about = (
    name: SessionsClaim['name'],
    statement: string,
    judge: (session: ToldSession) => SessionFinding,
  ) => {
    const found = sessions.map((session, i) => {
      options.onProgress?.({ kind: 'claim', claim: name, session: i + 1, of: sessions.length });
      return judge(session);
    });
    return guard(joinFindings(name, statement, join.findings(name, found), tolerance));
  };

  const refusalsCount = about(
    'refusals_count',
    'refused requests use up the allowance, so that a client that keeps trying stays out',
    judgeRefusalsCount,
  );
  const headers = headerClaims(sessions, about);
  const fixed = about(
    'over_admission_fixed',
    'what a session was admitted fits no fixed windows, neither of a constant phase nor opened by its requests',
    judgeFixed,
  );
  const bucket = about(
    'over_admission_bucket',
    'a session was admitted more than a burst of its limit and its limit per window after it',
    judgeBucket,
  );
  const overall = guard(rolling.overall);
  const isolated = () => {
    options.onProgress?.({
      kind: 'claim',
      claim: 'limit_not_own',
      session: sessions.length,
      of: sessions.length,
    });
    return judgeIsolation(sessions);
  };
  const tests = () => {
    options.onProgress?.({ kind: 'limiter' });
    return join.tests(
      sessions.map(({ columns, policy, terms }) => ({ columns, policy, fresh: terms.fresh })),
      options,
    );
  };
  return {
    rolling: { ...rolling, overall },
    claims: [
      fixed,
      bucket,
      about(
        'over_admission_counter',
        'what a session was admitted fits no counter that blends two windows of the clock, of whatever phase',
        (session) => judgeCounter(session, sessions.length),
      ),
      about(
        'refusal_without_cause',
        'a session was refused with fewer than its limit before it in a rolling window',
        judgeBareRefusal,
      ),
      refusalsCount,
      ...headers,
      guard(
        joinFindings(
          'limit_not_own',
          'a session was refused before it had used up its own limit',
          join.findings('limit_not_own', isolated()),
          tolerance,
        ),
      ),
    ],
    grading: gradeOf(overall, fixed, bucket),
    fingerprint: concludeFingerprint(tests()),
  };
}

/** A session with what its answers told. */
interface ToldSession extends JudgedSession {
  readonly told: ToldColumns;
}

function judgedSessions(
  packed: ReadonlyMap<string, PackedSession>,
  policies: ReadonlyMap<string, RatePolicy>,
  { isFresh = () => false, isExclusive = () => true, clock }: VerdictOptions,
): ToldSession[] {
  return [...policies].map(([session, policy]) => {
    const { columns, told } = packed.get(session) ?? emptySession(session);
    return {
      session,
      policy,
      terms: termsOf(policy, isFresh(session), clock),
      columns,
      told,
      exclusive: isExclusive(session),
    };
  });
}

function headerClaims(
  sessions: readonly ToldSession[],
  about: (
    name: SessionsClaim['name'],
    statement: string,
    judge: (session: ToldSession) => SessionFinding,
  ) => SessionsClaim,
): SessionsClaim[] {
  // One session that shows that they don't count shows it of the limiter.
  const options = {
    refusalsMayCount: !sessions.some(
      ({ columns, terms }) => terms.shortUs > 0 && admittedAfterFull(columns, terms) !== null,
    ),
  };
  return [
    about(
      'retry_after_too_short',
      'a session was refused again after it had waited as long as it was told',
      (one) => judgeRetryTooShort(one, one.told, options),
    ),
    about('retry_after_too_long', 'a session was admitted before the wait that it was told was over', (one) =>
      judgeRetryTooLong(one, one.told),
    ),
    about('remaining_too_high', 'a session was refused while requests were said to remain', (one) =>
      judgeRemaining(one, one.told, options),
    ),
    about('reset_too_short', 'a session was refused after everything was to be forgotten', (one) =>
      judgeResetTooShort(one, one.told, options),
    ),
    about(
      'remaining_too_low',
      'a session was told that fewer requests remain than can have been used up',
      (one) => judgeRemainingTooLow(one, one.told, options),
    ),
    about(
      'reset_too_long',
      'a session was admitted twice its limit before everything was to be forgotten',
      (one) => judgeResetTooLong(one, one.told),
    ),
    about('limit_header_wrong', 'a session was told a limit that is not its own', (one) =>
      judgeLimitHeader(one, one.told),
    ),
  ];
}
