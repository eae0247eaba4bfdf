import { createClosedModelEngine } from '../../engine/index.ts';
import type { PlannedStep } from '../plan.ts';
import { leadMs } from './step-context.ts';
import type { StepContext } from './step-context.ts';

/** Connections of the saturation, over all sessions. */
const saturationConnections = 10;

/** Sends as fast as the answers come, in the closed model. */
export async function runSaturationStep(context: StepContext, step: PlannedStep): Promise<void> {
  const { settings, clock, originMs, signal, nextId, sink, pool } = context;
  const { credentials } = await pool.forStep(step.name, step.durationMs + leadMs);
  const engine = createClosedModelEngine({
    target: settings.target,
    sessions: credentials,
    clock,
    originMs,
    signal,
    nextId,
  });
  engine.on('record', (record) => sink.keep(record));
  const connectionsPerSession = Math.ceil(saturationConnections / credentials.length);
  await engine.run({ step: step.name, connectionsPerSession, durationMs: step.durationMs });
}
