import { explainEvidence, explainWitness } from '../../load/analysis/index.ts';
import type { Claim } from '../../load/analysis/index.ts';
import type { LifecycleFinding } from '../../load/bench/index.ts';
import { limitRows, outcomeWords } from '../../load/report/index.ts';
import type { LimitRow, RunFile, RunVerdicts } from '../../load/report/index.ts';
import type { Finding, FindingStatus } from '../reporting/index.ts';

/**
 * A run as findings, for the formats that all commands share. Failed is what the run was held against: the required reading of
 * the limit and the thresholds. Any other claim that is proved is a difference: nothing published forbids it.
 */
export function runFindings(run: RunFile, { claims }: RunVerdicts): Finding[] {
  const required = run.requirement?.reading ?? (run.identifyEnded === undefined ? 'rolling' : null);
  const names = {
    rolling: 'over_admission_rolling',
    fixed: 'over_admission_fixed',
    bucket: 'over_admission_bucket',
  } as const;
  const { overall } = run.claims;
  const told = (claim: Claim, proof: readonly string[]): Finding => {
    const isRequired = required !== null && claim.name === names[required];
    return {
      id: claim.name,
      group: 'claims',
      claim: `not so: ${claim.statement}`,
      status: statusOf(claim, isRequired),
      ...(claim.outcome === 'inconclusive' && claim.reason !== null ? { reason: claim.reason } : {}),
      ...(claim.outcome === 'proved'
        ? { expected: 'no such case', received: proof[0] ?? claim.statement, sequence: proof.slice(1) }
        : {}),
    };
  };
  return [
    told(overall, overall.witness === undefined ? [] : explainWitness(overall.witness)),
    ...claims.map((claim) =>
      told(
        claim,
        claim.evidence.flatMap((piece) => explainEvidence(piece)),
      ),
    ),
    ...limitRows(run).map((row) => limitFinding(row, required === 'rolling', overall)),
    ...(run.lifecycle ?? []).map(lifecycleFinding),
    ...(run.thresholds ?? []).map(({ text, state, says }): Finding => ({
      id: text,
      group: 'thresholds',
      claim: text,
      status: state === 'kept' ? 'passed' : state === 'crossed' ? 'failed' : 'skipped',
      ...(state === 'unknown' ? { reason: says } : { received: says }),
    })),
  ];
}

/** The sessions with one of several limits, held against it. */
function limitFinding(
  row: LimitRow,
  isRequired: boolean,
  overall: Pick<Claim, 'outcome' | 'reason'>,
): Finding {
  const { limit, sessions, fullest } = row;
  // What keeps the whole from being told, such as a harness that was too slow, keeps each limit from it.
  const open = overall.outcome === 'inconclusive' || sessions.not_refuted === 0;
  const outcome = sessions.proved > 0 ? 'proved' : open ? 'inconclusive' : 'not_refuted';
  return {
    id: `over_admission_rolling{limit ${limit}}`,
    group: 'limits',
    claim: `not so: more requests of a session with a limit of ${limit} were admitted in a rolling window than that`,
    status: statusOf({ outcome }, isRequired),
    ...(outcome === 'inconclusive'
      ? {
          reason:
            sessions.not_refuted === 0 || overall.reason === null
              ? `sessions: ${outcomeWords(row)}`
              : overall.reason,
        }
      : {}),
    ...(outcome === 'proved'
      ? {
          expected: `at most ${limit} in a window`,
          received: `up to ${fullest ?? 'more'}; sessions: ${outcomeWords(row)}`,
        }
      : {}),
  };
}

/** That a secret is refused after its end is published: admitted requests are a failure, and none of the limit. */
function lifecycleFinding({
  kind,
  session,
  outcome,
  reason,
  admittedAfter,
  lateMs,
}: LifecycleFinding): Finding {
  return {
    id: `lifecycle_${kind}`,
    group: 'lifecycle',
    claim: `a secret that ${kind === 'cancelled' ? 'was cancelled' : 'expired'} in mid-run is refused`,
    status: outcome === 'proved' ? 'failed' : outcome === 'not_refuted' ? 'passed' : 'skipped',
    ...(reason === null ? {} : { reason }),
    ...(outcome === 'proved'
      ? {
          expected: 'no request of it is admitted after its end',
          received: `${admittedAfter} requests of ${session} were, the last ${Math.floor(lateMs?.fromMs ?? 0)} ms after it or later`,
        }
      : {}),
  };
}

function statusOf({ outcome }: Pick<Claim, 'outcome'>, isRequired: boolean): FindingStatus {
  if (outcome === 'inconclusive') return 'skipped';
  if (outcome === 'not_refuted') return 'passed';
  return isRequired ? 'failed' : 'difference';
}
