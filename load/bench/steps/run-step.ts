import type { BenchFindings } from '../outcome.ts';
import type { PlannedStep } from '../plan.ts';
import { createRecoveryWatch } from '../recovery.ts';
import { runLifecycleStep } from './lifecycle-step.ts';
import { runLoadStep } from './load-step.ts';
import { runOwnEdgeStep, runSharedEdgeStep } from './probe-step.ts';
import { runRecoveryStep } from './recovery-step.ts';
import type { Overloaded } from './recovery-step.ts';
import { runSaturationStep } from './saturation-step.ts';
import { runSoakStep } from './soak-step.ts';
import type { StepContext } from './step-context.ts';

/** What one step leaves. */
export interface StepResult {
  /** What it found beside its records. */
  readonly findings?: BenchFindings;
  /** For the step after it, when that goes on with its sessions. */
  readonly overloaded?: Overloaded;
}

/**
 * Runs one step of a plan on sessions of its own.
 * @param next the step after it.
 * @param before what the step before has left; null: nothing that can be gone on with.
 * @throws HarnessError when sessions cannot be created, or the deployment cannot be reached.
 */
export async function runStep(
  context: StepContext,
  step: PlannedStep,
  { next, before }: { readonly next: PlannedStep | undefined; readonly before: StepResult | null },
): Promise<StepResult> {
  switch (step.kind) {
    case 'load':
      return loadStep(context, step, next);
    case 'recovery': {
      if (before?.overloaded !== undefined)
        return { findings: { recovery: await runRecoveryStep(context, step, before.overloaded) } };
      context.warn(`${step.name}: left out, for the step before it came to nothing`);
      return {};
    }
    case 'lifecycle':
      return { findings: { lifecycle: await runLifecycleStep(context, step) } };
    case 'soak':
      if (context.settings.soak !== undefined) await runSoakStep(context, step, context.settings.soak);
      return {};
    case 'saturation':
      await runSaturationStep(context, step);
      return {};
    case 'probe':
      await (step.name === 'edge-own' ? runOwnEdgeStep : runSharedEdgeStep)(context, step);
      return {};
  }
}

async function loadStep(
  context: StepContext,
  step: PlannedStep,
  next: PlannedStep | undefined,
): Promise<StepResult> {
  if (next?.continues !== true) {
    await runLoadStep(context, step, { thenMs: 0 });
    return {};
  }
  const watch = createRecoveryWatch(context.settings.policy.windowMs);
  const sessions = await runLoadStep(context, step, {
    thenMs: next.durationMs,
    onRecord: (record) => watch.overloaded(record),
  });
  return { overloaded: { step: step.name, sessions, watch } };
}
