import type { RatePolicy } from '../../../schema/policy.ts';
import type { Claim, ClaimName, ClaimOutcome } from '../claim.ts';
import type { Columns } from '../columns.ts';
import type { Evidence } from '../evidence.ts';
import type { Terms } from '../terms.ts';
import type { ClockAssumption } from '../tolerance.ts';

/** One session as the claims see it. */
export interface JudgedSession {
  readonly session: string;
  readonly policy: RatePolicy;
  readonly terms: Terms;
  readonly columns: Columns;
  /** Whether nobody else uses it: only then does a refusal without cause say anything. */
  readonly exclusive: boolean;
}

/** What one session says to a claim. */
export interface SessionFinding {
  readonly session: string;
  readonly outcome: ClaimOutcome;
  /** For `inconclusive`: what would decide it. */
  readonly reason: string | null;
  /** When `proved`: what to check by hand; several pieces where only together they prove it. */
  readonly evidence: readonly Evidence[];
  /** Requests that the finding rests on. */
  readonly sampleCount: number;
}

/** A claim over all sessions. */
export interface SessionsClaim extends Claim {
  /** Sessions by their own outcome. */
  readonly sessions: Readonly<Record<ClaimOutcome, number>>;
  /** Of the proved sessions the evidence with the fewest requests; where nothing is proved what shows that it is not so, if anything does. */
  readonly evidence: readonly Evidence[];
}

/**
 * Joins what the sessions say: proved when any is, inconclusive when all are, otherwise not refuted.
 */
export function joinFindings(
  name: ClaimName,
  statement: string,
  findings: readonly SessionFinding[],
  tolerance: ClockAssumption,
): SessionsClaim {
  const sessions = { proved: 0, not_refuted: 0, inconclusive: 0 };
  for (const { outcome } of findings) sessions[outcome] += 1;
  const strongest = findings
    .filter(({ outcome }) => outcome === 'proved')
    .toSorted((a, b) => sizeOf(a.evidence) - sizeOf(b.evidence))[0];
  const remark = findings.find(({ outcome, reason }) => outcome === 'not_refuted' && reason !== null);
  const inconclusive = findings.find(({ outcome }) => outcome === 'inconclusive');
  return {
    name,
    statement,
    ...joinOutcome(sessions, findings.length, inconclusive, remark),
    tolerance,
    sampleCount: findings.reduce((sum, { sampleCount }) => sum + sampleCount, 0),
    sessions,
    evidence: (strongest ?? remark)?.evidence ?? [],
  };
}

const sizeOf = (evidence: readonly Evidence[]): number =>
  evidence.reduce((sum, { requests }) => sum + requests.length, 0);

function joinOutcome(
  sessions: Readonly<Record<ClaimOutcome, number>>,
  total: number,
  inconclusive: SessionFinding | undefined,
  remark: SessionFinding | undefined,
): Pick<Claim, 'outcome' | 'reason'> {
  if (sessions.proved > 0)
    return { outcome: 'proved', reason: `proved sessions: ${sessions.proved} of ${total}` };
  const ofFirst = `session ${inconclusive?.session}: ${inconclusive?.reason}`;
  if (sessions.not_refuted > 0) {
    const remarks = [
      ...(remark === undefined ? [] : [`session ${remark.session}: ${remark.reason}`]),
      ...(inconclusive === undefined
        ? []
        : [`inconclusive sessions: ${sessions.inconclusive} of ${total}; ${ofFirst}`]),
    ];
    return { outcome: 'not_refuted', reason: remarks.length === 0 ? null : remarks.join('; ') };
  }
  if (total === 0)
    return { outcome: 'inconclusive', reason: 'there is no session: requests of one would decide it' };
  return {
    outcome: 'inconclusive',
    reason: total === 1 ? ofFirst : `all ${total} sessions are; ${ofFirst}`,
  };
}

/** A finding without evidence. */
export const finding = (
  session: string,
  outcome: ClaimOutcome,
  sampleCount: number,
  reason: string | null = null,
  evidence: readonly Evidence[] = [],
): SessionFinding => ({ session, outcome, reason, evidence, sampleCount });
