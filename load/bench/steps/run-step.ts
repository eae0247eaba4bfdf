import type { PlannedStep } from '../plan.ts';
import { runLoadStep } from './load-step.ts';
import { runOwnEdgeStep, runSharedEdgeStep } from './probe-step.ts';
import { runSaturationStep } from './saturation-step.ts';
import type { StepContext } from './step-context.ts';

/**
 * Runs one step of a plan on sessions of its own.
 * @throws HarnessError when sessions cannot be created, or the deployment cannot be reached.
 */
export async function runStep(context: StepContext, step: PlannedStep): Promise<void> {
  if (step.kind === 'saturation') await runSaturationStep(context, step);
  else if (step.kind === 'load') await runLoadStep(context, step);
  else if (step.name === 'edge-own') await runOwnEdgeStep(context, step);
  else await runSharedEdgeStep(context, step);
}
