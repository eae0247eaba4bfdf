import type { Clock } from '../../../support/clock.ts';
import type { PacingStats } from '../../engine/index.ts';
import type { RecordSink } from '../record-sink.ts';
import type { SessionPool } from '../session-pool.ts';
import type { BenchSettings } from '../settings.ts';

/** What the steps of one run share. */
export interface StepContext {
  readonly settings: BenchSettings;
  readonly clock: Clock;
  /** The moment of `clock.monotonicMs()` from which all times of the run count. */
  readonly originMs: number;
  /** The run's time. */
  readonly nowMs: () => number;
  /** Aborting it ends the run early. */
  readonly signal: AbortSignal;
  /** Numbers the records of the run. */
  readonly nextId: () => number;
  readonly sink: RecordSink;
  readonly pool: SessionPool;
  readonly warn: (text: string) => void;
  /** Notes how punctual a step was. */
  readonly paced: (step: string, stats: PacingStats) => void;
}

/** Requests start this long after their step's connections are open. */
export const leadMs = 50;
