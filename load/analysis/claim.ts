import type { ClockAssumption } from './tolerance.ts';

/**
 * How a claim stands. Never a guess:
 *
 * - `proved`: the violation that the statement names has happened; no placement of the decisions within
 *   what was observed explains the record otherwise. A witness comes with it.
 * - `not_refuted`: the record could have shown a violation and shows none. This is no proof of innocence: answers
 *   hide when the server decided, and other traffic might have shown what this did not.
 * - `inconclusive`: the record could not have told; the reason says what would.
 */
export type ClaimOutcome = 'proved' | 'not_refuted' | 'inconclusive';

/** The claims that can be judged. */
export type ClaimName =
  | 'over_admission_rolling'
  | 'over_admission_fixed'
  | 'over_admission_bucket'
  | 'over_admission_counter'
  | 'refusal_without_cause'
  | 'refusals_count'
  | 'retry_after_too_short'
  | 'retry_after_too_long'
  | 'remaining_too_high'
  | 'remaining_too_low'
  | 'reset_too_short'
  | 'reset_too_long'
  | 'limit_header_wrong'
  | 'limit_not_own';

/** What every claim says, whatever it is about. */
export interface Claim {
  readonly name: ClaimName;
  /** The violation in question, in one line. */
  readonly statement: string;
  readonly outcome: ClaimOutcome;
  /** For `inconclusive` always: why, and what would decide it. Otherwise a remark, or null. */
  readonly reason: string | null;
  /** What was assumed of the server's clock. */
  readonly tolerance: ClockAssumption;
  /** Decisions that the judgement rests on. */
  readonly sampleCount: number;
}
