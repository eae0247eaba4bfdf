import { HarnessError } from '../../support/errors.ts';
import type { Clock } from '../../support/clock.ts';

/** Sessions that serve together until they are renewed together. */
export interface Generation {
  readonly labels: readonly string[];
  /** When the first of them ends, in the run's time; Infinity for sessions whose life is not known. */
  readonly endMs: number;
}

export interface SessionRotaOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** The run's time. */
  readonly nowMs: () => number;
  readonly first: Generation;
  /**
   * Makes the sessions that come next, ready to be driven.
   * @throws HarnessError when they cannot be made: it is then tried again.
   */
  readonly renew: () => Promise<Generation>;
  /** How long before its end a generation is renewed. */
  readonly marginMs: number;
  /** When no session is needed any more. */
  readonly untilMs: number;
  readonly warn: (text: string) => void;
}

/** Says which session has its turn, while sessions come and go. */
export interface SessionRota {
  labelOf(slot: number): string;
  /** Renews until no session is needed any more, or the signal aborts. */
  keepFresh(signal: AbortSignal): Promise<void>;
}

/** Between two attempts, and between two renewals however short the lives are. */
const retryMs = 1000;

/**
 * Renews sessions before they end:
 *
 *     generation 1  |===================|..margin..end
 *     generation 2                  made ^|===================|..
 *
 * The old one serves until the new one is ready, so no request waits for it; when none can be made it serves to its end, and beyond.
 */
export function createSessionRota(options: SessionRotaOptions): SessionRota {
  const { clock, nowMs, renew, marginMs, untilMs, warn } = options;
  let current = options.first;
  return {
    labelOf: (slot) => current.labels[slot % current.labels.length] ?? '',
    async keepFresh(signal) {
      for (;;) {
        const dueMs = current.endMs - marginMs;
        if (dueMs >= untilMs) return;
        await clock.sleep(Math.max(retryMs, dueMs - nowMs()), signal);
        if (signal.aborted || nowMs() >= untilMs) return;
        try {
          current = await renew();
        } catch (error) {
          if (!(error instanceof HarnessError)) throw error;
          warn(`sessions could not be renewed, and are tried again (${error.message})`);
        }
      }
    },
  };
}
