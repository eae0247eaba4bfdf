import type { Clock } from '../../support/clock.ts';
import type { RequestRecord } from '../records.ts';
import { checkTarget } from './check-target.ts';
import { createEmitter } from './events.ts';
import type { Subscribe } from './events.ts';
import { createPacer } from './pacer.ts';
import { watchEventLoop } from './pacing-stats.ts';
import type { PacingStats } from './pacing-stats.ts';
import { createSender } from './sender.ts';
import type { SessionCredential, Target } from './target.ts';
import { startTimetable } from './timetable-run.ts';
import type { OpenModelSummary, TimetableRun } from './timetable-run.ts';
import type { Timetable, TimetableEntry } from './timetable.ts';

export interface OpenModelOptions {
  readonly target: Target;
  readonly sessions: readonly SessionCredential[];
  readonly clock: Clock;
  /** The moment of `clock.monotonicMs()` from which all times of the run count. */
  readonly originMs: number;
  /** Aborting it stops sending at once; answers under way are waited for during `graceMs`. */
  readonly signal?: AbortSignal;
  /** Requests under way at one time, of all sessions; what is due beyond that is `dropped`. Default: 1000. */
  readonly maxInFlight?: number;
  /** Connections of one session, so that one that hangs cannot starve the others. Default: 200. */
  readonly maxConnectionsPerSession?: number;
  /** An answer's body is read and thrown away up to this size, then `body_too_large`. Default: 16 MiB. */
  readonly maxBodyBytes?: number;
  /** How long an aborted run still waits for answers. Default: 2000. */
  readonly graceMs?: number;
  /** Numbers the records; pass one function to all engines of a run. Default: 1, 2, 3, … */
  readonly nextId?: () => number;
}

/** One request to be sent; without `atMs`, now. */
export type SendEntry = Omit<TimetableEntry, 'atMs'> & { readonly atMs?: number };

export interface OpenModelEngine {
  readonly on: Subscribe;
  /**
   * Adds a session, or renews the secret of one from its next request on: secrets live ten minutes at the most.
   * @throws HarnessError (usage), without the secret, when it cannot go into a header.
   */
  useCredential(credential: SessionCredential): void;
  /**
   * Forgets a session that is driven no more, and closes its connections; what is under way is waited for. What of it is still
   * due is never sent (`aborted`).
   * @throws HarnessError (usage) when there is no such session.
   */
  retire(session: string): void;
  /**
   * Opens connections of a session (default: one) without sending any request. Call it before measuring: it
   * also is how to learn that the target cannot be reached.
   * @throws HarnessError (unusable) that names the target and the likely mistake.
   */
  warmUp(session: string, connections?: number): Promise<void>;
  /**
   * Sends one request at its time, never before; resolves with its record, whatever became of it.
   * @throws HarnessError (usage) when there is no such session.
   */
  send(entry: SendEntry): Promise<RequestRecord>;
  /**
   * Sends a timetable, never waiting for an answer before sending on, and resolves when the last request is
   * settled. Once the signal was aborted, or a listener threw, the engine sends nothing any more.
   * @throws what the timetable or a listener threw, or a HarnessError (usage) for a session that is not there.
   */
  run(timetable: Timetable): Promise<OpenModelSummary>;
  /** How punctual the engine has been so far. */
  pacing(): PacingStats;
  /** Gives up what is under way and closes every connection. */
  close(): Promise<void>;
}

/** Long enough for a TLS handshake across an ocean, short enough that no server closes the connection again. */
const connectAheadMs = 500;

/**
 * The open-model engine: requests leave at the absolute times of a timetable, whatever the target does. Every
 * request leaves one record, whatever became of it.
 *
 *     timetable ──> pacer ──> lane of the session ──> connection ──> exchange ──> record
 *
 * HTTP/1.1, one request at a time on a connection, redirects not followed, nothing retried, bodies not unpacked.
 * @throws HarnessError (usage) that lists everything that is wrong with the target or the sessions.
 */
export function createOpenModelEngine(options: OpenModelOptions): OpenModelEngine {
  const { target, clock, originMs, signal } = options;
  checkTarget(target, options.sessions);

  const nowMs = (): number => clock.monotonicMs() - originMs;
  const pacer = createPacer(clock, nowMs);
  const eventLoop = watchEventLoop();
  /** `send`s that still wait for their time. */
  const waiting = new Set<() => void>();
  const runs = new Set<TimetableRun>();
  const looks = new Map<string, number>();
  let stopped = false;
  let listenerFailure: { readonly error: unknown } | undefined;
  const events = createEmitter((error) => {
    listenerFailure ??= { error };
    stop();
  });
  const sender = createSender({
    target,
    clock,
    nowMs,
    events,
    maxInFlight: options.maxInFlight ?? 1000,
    maxConnectionsPerSession: options.maxConnectionsPerSession ?? 200,
    maxBodyBytes: options.maxBodyBytes ?? 16 * 1024 * 1024,
    graceMs: options.graceMs ?? 2000,
    nextId: options.nextId ?? countFromOne(),
  });
  const credentials = new Map<string, SessionCredential>();
  for (const credential of options.sessions) useCredential(credential);

  function useCredential(credential: SessionCredential): void {
    const next = new Map(credentials).set(credential.label, credential);
    checkTarget(target, [...next.values()]);
    credentials.set(credential.label, credential);
    sender.useCredential(credential);
  }

  function stop(): void {
    if (stopped) return;
    stopped = true;
    signal?.removeEventListener('abort', stop);
    pacer.clear();
    sender.stop();
    for (const fire of waiting) fire();
    waiting.clear();
    for (const run of runs) run.stop();
  }

  /** Looks, shortly before an entry is due, whether its session has a connection; a few times a second at the most. */
  function prepare({ session, atMs }: TimetableEntry): void {
    sender.requireSession(session);
    const lookMs = atMs - connectAheadMs;
    if (Math.abs(lookMs - (looks.get(session) ?? -Infinity)) < connectAheadMs / 2) return;
    looks.set(session, lookMs);
    pacer.at(lookMs, () => sender.prepare(session));
  }

  if (signal?.aborted === true) stop();
  else signal?.addEventListener('abort', stop);

  return {
    on: events.on,
    useCredential,
    retire(session) {
      sender.retire(session);
      credentials.delete(session);
      looks.delete(session);
    },
    warmUp: (session, connections = 1) => sender.warmUp(session, connections),

    send: (entry) =>
      new Promise((resolve) => {
        const due: TimetableEntry = { ...entry, atMs: entry.atMs ?? nowMs() };
        prepare(due);
        const fire = (): void => sender.fire(due, resolve);
        if (stopped) return fire();
        waiting.add(fire);
        pacer.at(due.atMs, () => {
          if (waiting.delete(fire)) fire();
        });
      }),

    async run(timetable) {
      const run = startTimetable(timetable, {
        pacer,
        nowMs,
        prepare,
        fire: (entry, settled) => sender.fire(entry, settled),
      });
      runs.add(run);
      if (stopped) {
        run.stop();
        pacer.clear();
      }
      try {
        const summary = await run.finished;
        if (listenerFailure !== undefined) throw listenerFailure.error;
        return summary;
      } finally {
        runs.delete(run);
      }
    },

    pacing: () => ({ ...sender.delays(), eventLoopDelay: eventLoop.stats() }),

    async close() {
      stop();
      eventLoop.stop();
      await sender.close();
    },
  };
}

function countFromOne(): () => number {
  let last = 0;
  return () => (last += 1);
}
