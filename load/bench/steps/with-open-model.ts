import { createOpenModelEngine } from '../../engine/index.ts';
import type { OpenModelEngine } from '../../engine/index.ts';
import { inParallel } from '../in-parallel.ts';
import type { DrivenSession } from '../outcome.ts';
import { callsAtOnce } from '../session-life.ts';
import type { StepSessions } from '../session-pool.ts';
import type { StepContext } from './step-context.ts';

export interface OpenModelStep {
  readonly name: string;
  readonly sessions: StepSessions;
  /** Connections that each session finds open. */
  readonly connections: number | ((session: DrivenSession) => number);
}

/** Opens an engine for the sessions of a step, lets `drive` use it, and closes it whatever happens. */
export async function withOpenModel(
  { settings: { target }, clock, originMs, signal, nextId, sink, paced }: StepContext,
  { name, sessions, connections }: OpenModelStep,
  drive: (engine: OpenModelEngine) => Promise<unknown>,
): Promise<void> {
  const engine = createOpenModelEngine({
    target,
    sessions: sessions.credentials,
    clock,
    originMs,
    signal,
    nextId,
  });
  engine.on('record', (record) => sink.keep(record));
  try {
    await inParallel(sessions.driven, callsAtOnce, (session) =>
      engine.warmUp(session.label, typeof connections === 'number' ? connections : connections(session)),
    );
    await drive(engine);
    paced(name, engine.pacing());
  } finally {
    await engine.close();
  }
}
