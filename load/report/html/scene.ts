import type { StepSummary } from '../../analysis/index.ts';
import type { PlannedStep } from '../../bench/index.ts';
import type { RequestRecord } from '../../records.ts';
import type { RatePolicy } from '../../../schema/policy.ts';
import type { RunFile } from '../run-file.ts';
import type { RunVerdicts } from '../run-verdicts.ts';
import { sentOf } from '../sent.ts';
import type { Sent } from '../sent.ts';

/** One step of the run with its requests. */
export interface StepScene {
  readonly name: string;
  readonly plan: PlannedStep | null;
  readonly summary: StepSummary;
  /** By session, in the order of sends. */
  readonly sessions: ReadonlyMap<string, readonly Sent[]>;
  readonly startMs: number;
  readonly endMs: number;
}

/** A run as the parts of the report look at it. */
export interface Scene {
  readonly run: RunFile;
  readonly verdicts: RunVerdicts;
  readonly steps: readonly StepScene[];
  readonly policyOf: (session: string) => RatePolicy;
}

/** Sorts the records of a run by step and session, once. */
export function createScene(run: RunFile, verdicts: RunVerdicts, records: readonly RequestRecord[]): Scene {
  const byStep = Map.groupBy(records, ({ step }) => step);
  const policies = new Map(run.sessions.map(({ label, policy }) => [label, policy]));
  const { limit, windowMs } = run.settings;
  return {
    run,
    verdicts,
    policyOf: (session) => policies.get(session) ?? { limit, windowMs },
    steps: run.steps.map((summary) => createStep(run, summary, byStep.get(summary.step) ?? [])),
  };
}

function createStep(run: RunFile, summary: StepSummary, records: readonly RequestRecord[]): StepScene {
  const sent = sentOf(records);
  const plan = run.plan.steps.find(({ name }) => name === summary.step) ?? null;
  const startMs = sent[0]?.sentMs ?? 0;
  // A loop, for a spread of many thousand arguments overflows the stack.
  let lastMs = startMs;
  for (const { sentMs, firstByteMs } of sent)
    lastMs = Math.max(lastMs, firstByteMs === Infinity ? sentMs : firstByteMs);
  const plannedEndMs = run.interrupted ? 0 : startMs + (plan?.durationMs ?? 0);
  return {
    name: summary.step,
    plan,
    summary,
    sessions: Map.groupBy(sent, ({ record }) => record.session),
    startMs,
    endMs: Math.max(lastMs, plan?.kind === 'load' ? plannedEndMs : 0, startMs + 1),
  };
}

export const isSaturation = ({ plan }: StepScene): boolean => plan?.kind === 'saturation';
