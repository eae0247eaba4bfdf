import { constantRate, linearRamp } from '../../engine/index.ts';
import type { Timetable } from '../../engine/index.ts';
import { limitAt } from '../limits.ts';
import { ownPaces } from '../own-pace.ts';
import { intervalMs } from '../plan.ts';
import type { PlannedStep } from '../plan.ts';
import type { RequestRecord } from '../../records.ts';
import type { StepSessions } from '../session-pool.ts';
import type { BenchSettings } from '../settings.ts';
import { leadMs } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { withOpenModel } from './with-open-model.ts';

/** A load step before it is known when it starts, and with which sessions. */
export interface LoadOffer {
  readonly settings: BenchSettings;
  readonly step: PlannedStep;
  readonly startMs: number;
  readonly sessions: readonly string[];
}

/** When a load step's requests are due: evenly, or along its ramp. */
export function loadTimetable({ settings, step, startMs, sessions }: LoadOffer): Timetable {
  const { name, durationMs, ramp, load } = step;
  const perMinute = (multiple: number, limit?: number) => 60_000 / intervalMs(settings, multiple, limit);
  if (settings.limits !== undefined) {
    const { from, to } = ramp ?? { from: load ?? 0, to: load ?? 0 };
    const paces = sessions.map((session, i) => ({
      session,
      fromPerMinute: perMinute(from, limitAt(settings, i)),
      toPerMinute: perMinute(to, limitAt(settings, i)),
    }));
    return ownPaces({ paces, startMs, durationMs, step: name });
  }
  return ramp === undefined
    ? constantRate({ ratePerMinute: perMinute(load ?? 0), startMs, durationMs, sessions, step: name })
    : linearRamp({
        fromPerMinute: perMinute(ramp.from),
        toPerMinute: perMinute(ramp.to),
        startMs,
        durationMs,
        sessions,
        step: name,
      });
}

/**
 * Offers a load in multiples of the limit, whatever the answers are.
 * @param thenMs how long its sessions are driven on by the next step.
 */
export async function runLoadStep(
  context: StepContext,
  step: PlannedStep,
  { thenMs, onRecord }: { thenMs: number; onRecord?: (record: RequestRecord) => void },
): Promise<StepSessions> {
  const { settings, pool, nowMs } = context;
  const sessions = await pool.forStep(step.name, step.durationMs + thenMs + leadMs);
  await withOpenModel(context, { name: step.name, sessions, connections: 1 }, (engine) => {
    if (onRecord !== undefined) engine.on('record', onRecord);
    return engine.run(
      loadTimetable({
        settings,
        step,
        startMs: nowMs() + leadMs,
        sessions: sessions.driven.map(({ label }) => label),
      }),
    );
  });
  return sessions;
}
