import type autocannon from 'autocannon';
import type { Clock } from '../../support/clock.ts';
import type { HarnessError } from '../../support/errors.ts';
import type { RequestRecord } from '../records.ts';
import { createHeaderReader } from './answer-headers.ts';
import type { HeaderReader } from './answer-headers.ts';
import { asAutocannonClient } from './autocannon-client.ts';
import { ClientWatch } from './client-watch.ts';
import type { Emitter } from './events.ts';
import { unreachable } from './failure.ts';
import { requestHeaders, secretsOf } from './request-headers.ts';
import { longestDurationMs, requireSameCounts } from './saturation.ts';
import type { ClosedModelSummary, Saturation } from './saturation.ts';
import { requestUrl } from './target.ts';
import type { SessionCredential, Target } from './target.ts';

/** What autocannon can send and read: of HEAD it would wait for the body. */
export const saturationMethods = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'] as const;

export interface SaturationContext {
  readonly target: Target;
  readonly method: (typeof saturationMethods)[number];
  readonly sessions: readonly SessionCredential[];
  readonly clock: Pick<Clock, 'sleep'>;
  readonly nowMs: () => number;
  readonly maxBodyBytes: number;
  readonly graceMs: number;
  readonly nextId: () => number;
  readonly events: Emitter;
  /** Lets no further request begin. */
  readonly finishSignal: AbortSignal | undefined;
  /** Gives up what is under way, too. */
  readonly cutSignal: AbortSignal;
}

/** autocannon looks whether it is over only this often. */
const sampleIntervalMs = 50;

/** One run of autocannon under guard: K sessions times C connections, each with one request under way. */
export async function saturate(
  saturation: Saturation,
  context: SaturationContext,
): Promise<ClosedModelSummary> {
  const { step, amountPerSession, durationMs } = saturation;
  const { target, sessions, clock, finishSignal, cutSignal } = context;
  const url = requestUrl(target);
  const byStatus: Record<number, number> = {};
  const counts = { made: 0, answered: 0, failed: 0 };
  const watches: ClientWatch[] = [];
  /** One for all connections of a session: equal answers share what is kept of them. */
  const readers = new Map<SessionCredential, HeaderReader>();
  const over = new AbortController();
  let retiredConnections = 0;
  let retiredBy: unknown;
  let unfollowable: HarnessError | undefined;
  let interrupted = false;

  function onRecord({ error, status }: RequestRecord): void {
    counts.made += 1;
    if (error !== undefined || status === null) {
      counts.failed += 1;
      return;
    }
    counts.answered += 1;
    byStatus[status] = (byStatus[status] ?? 0) + 1;
  }

  function watch(client: autocannon.Client): void {
    // Amounts are spread evenly over the connections, and the connections over the sessions.
    const credential = sessions[watches.length % sessions.length] as SessionCredential;
    client.setHeaders(requestHeaders(target.request, credential));
    const readHeaders = readers.get(credential) ?? createHeaderReader(secretsOf(target.request, credential));
    readers.set(credential, readHeaders);
    const watchContext = {
      ...context,
      session: credential.label,
      step,
      readHeaders,
      onRecord,
      onRetired(error: unknown) {
        retiredConnections += 1;
        retiredBy ??= error;
      },
      onUnfollowable(problem: HarnessError) {
        unfollowable ??= problem;
        cut();
      },
    };
    watches.push(new ClientWatch(asAutocannonClient(client), watchContext));
  }

  function cut(): void {
    for (const one of watches) one.cut();
  }

  async function finish(): Promise<void> {
    for (const one of watches) one.finish();
    await clock.sleep(context.graceMs, over.signal);
    if (!over.signal.aborted) cut();
  }

  async function finishAfter(waitMs: number): Promise<void> {
    await clock.sleep(waitMs, over.signal);
    if (!over.signal.aborted) await finish();
  }

  function interrupt(): void {
    interrupted = true;
    void finish();
  }

  // Loaded when it is needed: it takes a tenth of a second.
  const { default: autocannon } = await import('autocannon');
  if (finishSignal?.aborted === true) {
    return { ...counts, byStatus, retiredConnections, interrupted: true };
  }
  const connectionsPerSession = Math.min(saturation.connectionsPerSession, amountPerSession ?? Infinity);
  const running = autocannon({
    url: url.href,
    method: context.method,
    ...(target.request.body === undefined ? undefined : { body: target.request.body }),
    connections: sessions.length * connectionsPerSession,
    timeout: Math.max(1, target.timeoutMs / 1000),
    sampleInt: sampleIntervalMs,
    // autocannon's own duration never ends a run: it would cut off the requests under way.
    ...(amountPerSession === undefined
      ? { duration: longestDurationMs / 1000 }
      : { amount: sessions.length * amountPerSession }),
    setupClient: watch,
  });
  finishSignal?.addEventListener('abort', interrupt);
  cutSignal.addEventListener('abort', cut);
  if (durationMs !== undefined) void finishAfter(durationMs);
  let result;
  try {
    result = await running;
  } finally {
    over.abort();
    finishSignal?.removeEventListener('abort', interrupt);
    cutSignal.removeEventListener('abort', cut);
  }

  if (unfollowable !== undefined) throw unfollowable;
  if (retiredBy !== undefined && counts.answered === 0) throw unreachable(url, retiredBy, target.timeoutMs);
  requireSameCounts(byStatus, result.statusCodeStats ?? {});
  return { ...counts, byStatus, retiredConnections, interrupted };
}
