import { constantRate } from '../../engine/index.ts';
import { intervalMs } from '../plan.ts';
import type { PlannedStep } from '../plan.ts';
import { leadMs } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { withOpenModel } from './with-open-model.ts';

/** Offers one multiple of the limit, evenly paced, whatever the answers are. */
export async function runLoadStep(context: StepContext, step: PlannedStep, load: number): Promise<void> {
  const { settings, pool, nowMs } = context;
  const sessions = await pool.forStep(step.name, step.durationMs + leadMs);
  await withOpenModel(context, { name: step.name, sessions, connections: 1 }, (engine) =>
    engine.run(
      constantRate({
        ratePerMinute: 60_000 / intervalMs(settings, load),
        startMs: nowMs() + leadMs,
        durationMs: settings.stepMs,
        sessions: sessions.driven.map(({ label }) => label),
        step: step.name,
      }),
    ),
  );
}
