import type { Clock } from '../../support/clock.ts';
import type { PacingStats } from '../engine/index.ts';
import type { RequestRecord } from '../records.ts';
import type { BenchEvent } from './outcome.ts';
import { createRecordSink } from './record-sink.ts';
import { createSessionPool } from './session-pool.ts';
import type { SessionPool } from './session-pool.ts';
import type { BenchSettings } from './settings.ts';
import type { StepContext } from './steps/step-context.ts';

export interface BenchContext {
  readonly clock: Clock;
  /** Aborting it ends the run early; the outcome is of what was measured so far. */
  readonly signal: AbortSignal;
  /** Told what happens; called synchronously. */
  readonly on: (event: BenchEvent) => void;
  /**
   * Gives every record again that `on` was told, as often as asked, for a run that has too many for memory. Default: all of them are kept
   * there.
   */
  readonly reread?: () => Iterable<RequestRecord>;
}

/** What the steps of a run share, and what they leave. */
export interface RunContext extends StepContext {
  readonly warnings: readonly string[];
  readonly pacing: readonly { readonly step: string; readonly stats: PacingStats }[];
}

/** Begins a run: its time counts from here. */
export function createRunContext(
  settings: BenchSettings,
  { clock, signal, on, reread }: BenchContext,
): RunContext {
  const originMs = clock.monotonicMs();
  const warnings: string[] = [];
  const pacing: { step: string; stats: PacingStats }[] = [];
  let lastId = 0;
  const warn = (text: string) => {
    if (warnings.includes(text)) return;
    warnings.push(text);
    on({ kind: 'warning', text });
  };
  return {
    settings,
    clock,
    originMs,
    nowMs: () => clock.monotonicMs() - originMs,
    signal,
    nextId: () => (lastId += 1),
    sink: createRecordSink((record) => on({ kind: 'record', record }), reread),
    pool: tellingPool(createSessionPool(settings, warn), on),
    warn,
    paced: (step, stats) => void pacing.push({ step, stats }),
    warnings,
    pacing,
  };
}

/** Tells of the sessions that it hands out. */
const tellingPool = (pool: SessionPool, on: BenchContext['on']): SessionPool => ({
  ...pool,
  async forStep(step, durationMs, wish) {
    const sessions = await pool.forStep(step, durationMs, wish);
    on({ kind: 'sessions', sessions: sessions.driven });
    return sessions;
  },
});
