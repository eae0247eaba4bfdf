import { explainEvidence, explainWitness } from '../../load/analysis/index.ts';
import type { Claim } from '../../load/analysis/index.ts';
import type { LifecycleFinding } from '../../load/bench/index.ts';
import type { RunFile, RunVerdicts } from '../../load/report/index.ts';
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

function statusOf({ outcome }: Claim, isRequired: boolean): FindingStatus {
  if (outcome === 'inconclusive') return 'skipped';
  if (outcome === 'not_refuted') return 'passed';
  return isRequired ? 'failed' : 'difference';
}
