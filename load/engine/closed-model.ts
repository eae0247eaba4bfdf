import type { Clock } from '../../support/clock.ts';
import { usageError } from '../../support/errors.ts';
import { checkTarget } from './check-target.ts';
import { createEmitter } from './events.ts';
import type { Subscribe } from './events.ts';
import { saturate, saturationMethods } from './saturation-run.ts';
import { checkSaturation } from './saturation.ts';
import type { ClosedModelSummary, Saturation } from './saturation.ts';
import { requestUrl } from './target.ts';
import type { SessionCredential, Target } from './target.ts';

export interface ClosedModelOptions {
  /** Over plain HTTP. A timeout below one second counts as one second. */
  readonly target: Target;
  readonly sessions: readonly SessionCredential[];
  readonly clock: Clock;
  /** The moment of `clock.monotonicMs()` from which all times of the run count. */
  readonly originMs: number;
  /** Aborting it lets no further request begin; answers under way are waited for during `graceMs`. */
  readonly signal?: AbortSignal;
  /** An answer's body is read and thrown away up to this size, then `body_too_large`. Default: 16 MiB. */
  readonly maxBodyBytes?: number;
  /** How long the end of a run waits for answers under way. Default: 2000. */
  readonly graceMs?: number;
  /** Numbers the records; pass one function to all engines of a run. Default: 1, 2, 3, … */
  readonly nextId?: () => number;
}

export interface ClosedModelEngine {
  readonly on: Subscribe;
  /**
   * Saturates the target; once this is over the engine may do so again.
   * @throws HarnessError (usage) for wrong numbers; (unusable) when the target cannot be reached, or answers in a
   *   way that autocannon misreads; and whatever a listener threw.
   */
  run(saturation: Saturation): Promise<ClosedModelSummary>;
}

/**
 * The closed-model engine, on autocannon: for saturation and bursts. Not for load at a rate (autocannon sends
 * a second's requests in one go), and not over HTTPS (it checks no certificates).
 * @throws HarnessError (usage) that lists everything that is wrong with the target or the sessions.
 */
export function createClosedModelEngine(options: ClosedModelOptions): ClosedModelEngine {
  const { target, sessions, clock, originMs, signal } = options;
  checkTarget(target, sessions);
  if (requestUrl(target).protocol === 'https:') {
    throw usageError(
      'the closed model does not drive https: autocannon turns certificate checks off, so secrets could go to anyone. Use the open model, or a plain http address',
    );
  }
  const method = saturationMethods.find((one) => one === target.request.method);
  if (method === undefined) {
    throw usageError(`the closed model cannot send ${target.request.method}: use the open model`);
  }

  let thrown: { readonly error: unknown }[] = [];
  let failed = new AbortController();
  const events = createEmitter((error) => {
    thrown.push({ error });
    failed.abort();
  });
  const nextId = options.nextId ?? countFromOne();

  return {
    on: events.on,
    async run(saturation) {
      checkSaturation(saturation);
      thrown = [];
      failed = new AbortController();
      const summary = await saturate(saturation, {
        target,
        method,
        sessions,
        clock,
        nowMs: () => clock.monotonicMs() - originMs,
        maxBodyBytes: options.maxBodyBytes ?? 16 * 1024 * 1024,
        graceMs: options.graceMs ?? 2000,
        nextId,
        events,
        finishSignal: signal,
        cutSignal: failed.signal,
      });
      const [first] = thrown;
      if (first !== undefined) throw first.error;
      return summary;
    },
  };
}

function countFromOne(): () => number {
  let last = 0;
  return () => (last += 1);
}
