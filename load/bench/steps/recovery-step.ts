import { loadName } from '../plan.ts';
import type { PlannedStep } from '../plan.ts';
import { recoveryFrom } from '../recovery.ts';
import type { Recovery, RecoveryWatch } from '../recovery.ts';
import type { StepSessions } from '../session-pool.ts';
import { loadTimetable } from './load-step.ts';
import { leadMs } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { withOpenModel } from './with-open-model.ts';

/** What the step before has left. */
export interface Overloaded {
  readonly step: string;
  readonly sessions: StepSessions;
  readonly watch: RecoveryWatch;
}

/** Drives the sessions of an overload on at half their limit, and tells when each was admitted as before. */
export async function runRecoveryStep(
  context: StepContext,
  step: PlannedStep,
  { step: after, sessions, watch }: Overloaded,
): Promise<Recovery> {
  const { settings, nowMs, signal } = context;
  const load = step.load ?? 0;
  let untilMs = 0;
  await withOpenModel(context, { name: step.name, sessions, connections: 1 }, (engine) => {
    engine.on('record', (record) => watch.watched(record));
    const startMs = nowMs() + leadMs;
    untilMs = startMs + step.durationMs;
    return engine.run(
      loadTimetable({ settings, step, startMs, sessions: sessions.driven.map(({ label }) => label) }),
    );
  });
  const share = shareBefore(context, load);
  return recoveryFrom(
    { after, step: step.name, load, share },
    watch.result(share, signal.aborted ? nowMs() : untilMs),
  );
}

/** What was admitted of the same load without an overload before it; all, where there was no such step. */
function shareBefore({ sink }: StepContext, load: number): number {
  const same = sink.summary({}).find((one) => one.step === loadName(load) && one.offered > 0);
  return same === undefined ? 1 : same.admitted / same.offered;
}
