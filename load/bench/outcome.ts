import type { HarnessHealth, RollingJudgement, StepSummary } from '../analysis/index.ts';
import type { PacingStats } from '../engine/index.ts';
import type { RatePolicy } from '../../schema/index.ts';
import type { RequestRecord } from '../records.ts';
import type { LifecycleFinding } from './lifecycle.ts';
import type { BenchPlan, PlannedBench, PlannedStep } from './plan.ts';
import type { Recovery } from './recovery.ts';
import type { Search } from './search-result.ts';

/** A session that was driven; its secret is not among what is kept. */
export interface DrivenSession {
  readonly label: string;
  /** Step in which it was driven; null for given sessions, which are driven in all. */
  readonly step: string | null;
  /** Id at the deployment; null for given secrets. */
  readonly id: string | null;
  /** What it was promised. */
  readonly policy: RatePolicy;
  /** Unix seconds; null when unknown. */
  readonly expiresAt: number | null;
}

/** One of several limits whose limiter was looked for. */
export interface IdentifiedLimit {
  readonly limit: number;
  /** Labels of the sessions that were probed for it. */
  readonly sessions: readonly string[];
  /** Why no more probes were sent. */
  readonly ended: string;
}

/** What a bench tells while it runs. */
export type BenchEvent =
  | { readonly kind: 'plan'; readonly plan: PlannedBench }
  /** `of`: steps in all; null when that depends on the answers. */
  | {
      readonly kind: 'step';
      readonly step: PlannedStep;
      readonly index: number;
      readonly of: number | null;
    }
  /** Sessions are about to be driven; those of `recovery` were told of before. */
  | { readonly kind: 'sessions'; readonly sessions: readonly DrivenSession[] }
  | { readonly kind: 'wait'; readonly ms: number; readonly why: string }
  | { readonly kind: 'record'; readonly record: RequestRecord }
  | { readonly kind: 'warning'; readonly text: string };

/** What steps found beside what their records show; each absent where the run had no such step. */
export interface BenchFindings {
  readonly recovery?: Recovery;
  readonly lifecycle?: readonly LifecycleFinding[];
  readonly search?: Search;
}

/** What a bench found. */
export interface BenchOutcome extends BenchFindings {
  readonly plan: BenchPlan;
  readonly sessions: readonly DrivenSession[];
  readonly steps: readonly StepSummary[];
  readonly judgement: RollingJudgement;
  /** The harness's own pacing, over all open-model steps. */
  readonly pacing: readonly { readonly step: string; readonly stats: PacingStats }[];
  /** How the harness itself did; absent where it did not send, so that nothing was measured. */
  readonly health?: HarnessHealth;
  /** Every request, in the order in which fates became known; of a step with very many evenly fewer, enough for drawings. */
  readonly records: readonly RequestRecord[];
  /** Every one of a run that has too many for memory, as often as asked. Default: `records` are all. */
  readonly allRecords?: Iterable<RequestRecord>;
  readonly warnings: readonly string[];
  /** Whether it was stopped before the plan was done. */
  readonly interrupted: boolean;
  /** Whether nothing before the run can count against its sessions. Default: when they were created for it. */
  readonly freshSessions?: boolean;
  /** Why an identification sent no more probes; absent for other runs. */
  readonly identifyEnded?: string;
  /** The same for each limit, where sessions have different ones; they were identified one after another. */
  readonly identifyEndedBy?: readonly IdentifiedLimit[];
  readonly durationMs: number;
}
