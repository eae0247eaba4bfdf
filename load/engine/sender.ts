import type { Clock } from '../../support/clock.ts';
import { usageError } from '../../support/errors.ts';
import { floorToUs } from '../records.ts';
import type { RequestRecord } from '../records.ts';
import { createConnection, openConnection } from './connection.ts';
import type { Emitter } from './events.ts';
import { Exchange } from './exchange.ts';
import type { ExchangeContext } from './exchange.ts';
import { failures, unreachable } from './failure.ts';
import { createLane } from './lane.ts';
import type { Lane } from './lane.ts';
import { createDelayRecorder } from './pacing-stats.ts';
import type { PacingStats } from './pacing-stats.ts';
import { requestHeaders, secretsOf } from './request-headers.ts';
import { requestUrl } from './target.ts';
import type { SessionCredential, Target } from './target.ts';
import type { TimetableEntry } from './timetable.ts';

export interface SenderOptions {
  readonly target: Target;
  readonly clock: Pick<Clock, 'sleep'>;
  /** The time of the run, as records tell it. */
  readonly nowMs: () => number;
  readonly maxInFlight: number;
  readonly maxConnectionsPerSession: number;
  readonly maxBodyBytes: number;
  readonly graceMs: number;
  readonly nextId: () => number;
  readonly events: Emitter;
}

type Settled = (record: RequestRecord) => void;

/** Sends requests now, each on a free connection of its session, and keeps account of those under way. */
export interface Sender {
  useCredential(credential: SessionCredential): void;
  /** Forgets a session and closes its connections, those under way once they have their answer. */
  retire(label: string): void;
  /** @throws HarnessError (usage) when there is no such session. */
  requireSession(label: string): void;
  /** Sends, or records why not; `settled` is called once, when its fate is known. */
  fire(entry: TimetableEntry, settled: Settled): void;
  /** Opens a connection for a session that has none, so that its next request is punctual. */
  prepare(label: string): void;
  warmUp(label: string, connections: number): Promise<void>;
  /** Sends nothing more; gives up what has not left yet at once, the rest after the grace. */
  stop(): void;
  delays(): Omit<PacingStats, 'eventLoopDelay'>;
  close(): Promise<void>;
}

interface Session {
  readonly lane: Lane;
  readonly context: ExchangeContext;
  readonly dispatch: {
    readonly origin: string;
    readonly path: string;
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body: Buffer | null;
  };
}

export function createSender(options: SenderOptions): Sender {
  const { target, clock, nowMs, events } = options;
  const url = requestUrl(target);
  const body = target.request.body === undefined ? null : Buffer.from(target.request.body);
  const sessions = new Map<string, Session>();
  const inFlight = new Map<Exchange, Settled>();
  /** Lanes of sessions that are no more, until their last answer. */
  const retiring = new Set<Lane>();
  const closing = new Set<Promise<void>>();
  const delays = createDelayRecorder();
  const graceOver = new AbortController();
  let waitedForConnection = 0;
  let stopped = false;

  function sessionOf(label: string): Session {
    const session = sessions.get(label);
    if (session === undefined) throw usageError(`there is no session called ${label}`);
    return session;
  }

  function onSent(exchange: Exchange): void {
    const { sentMs, label } = exchange;
    if (sentMs === null) return;
    if (exchange.foundOpen) delays.record(sentMs - label.intendedMs);
    else waitedForConnection += 1;
    if (events.has('sent')) events.emit('sent', { ...label, sentMs });
  }

  function onSettled(lane: Lane, exchange: Exchange, record: RequestRecord): void {
    // A connection that could not be opened, or is still trying to, is not worth keeping.
    if (record.sentMs === null && !exchange.connection.isOpen) lane.discard(exchange.connection);
    else lane.release(exchange.connection);
    const settled = inFlight.get(exchange);
    inFlight.delete(exchange);
    if (retiring.has(lane)) closeWhenIdle(lane, exchange.label.session);
    events.emit('record', record);
    settled?.(record);
  }

  function closeWhenIdle(lane: Lane, label: string): void {
    for (const exchange of inFlight.keys()) if (exchange.label.session === label) return;
    retiring.delete(lane);
    const closed = lane.destroy().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function giveUpAll(): void {
    for (const exchange of inFlight.keys()) exchange.giveUp(failures.aborted);
  }

  function stop(): void {
    if (stopped) return;
    stopped = true;
    for (const exchange of inFlight.keys()) if (exchange.sentMs === null) exchange.giveUp(failures.aborted);
    if (inFlight.size > 0) void clock.sleep(options.graceMs, graceOver.signal).then(giveUpAll);
  }

  return {
    useCredential(credential) {
      const lane =
        sessions.get(credential.label)?.lane ??
        createLane({
          create: (watch) => createConnection(url, watch),
          open: (connection) =>
            openConnection(connection, sessionOf(credential.label).dispatch, target.timeoutMs),
          maxConnections: options.maxConnectionsPerSession,
        });
      sessions.set(credential.label, {
        lane,
        context: {
          nowMs,
          timeoutMs: target.timeoutMs,
          maxBodyBytes: options.maxBodyBytes,
          secrets: secretsOf(target.request, credential),
          onSent,
          onSettled: (exchange, record) => onSettled(lane, exchange, record),
        },
        dispatch: {
          origin: url.origin,
          path: url.pathname + url.search,
          method: target.request.method,
          headers: requestHeaders(target.request, credential),
          body,
        },
      });
    },

    retire(label) {
      const { lane } = sessionOf(label);
      sessions.delete(label);
      retiring.add(lane);
      closeWhenIdle(lane, label);
    },

    requireSession: (label) => void sessionOf(label),

    fire({ session: name, step, atMs }, settled) {
      const session = sessions.get(name);
      const label = { id: options.nextId(), session: name, step, intendedMs: floorToUs(atMs) };
      const connection = stopped || inFlight.size >= options.maxInFlight ? undefined : session?.lane.take();
      if (session === undefined || connection === undefined) {
        const unsent = { sentMs: null, firstByteMs: null, endMs: null, status: null } as const;
        const given = stopped || session === undefined;
        const record = { ...label, ...unsent, error: given ? failures.aborted : failures.dropped };
        events.emit('record', record);
        settled(record);
        return;
      }
      const exchange = new Exchange(label, connection, session.context);
      inFlight.set(exchange, settled);
      connection.dispatcher.dispatch(session.dispatch, exchange);
    },

    prepare(label) {
      const lane = sessions.get(label)?.lane;
      if (stopped || lane === undefined || lane.hasAny()) return;
      // No news yet when it fails: the request itself will meet the failure, and its record will tell.
      lane.openAhead().catch(() => {});
    },

    async warmUp(label, count) {
      const { lane } = sessionOf(label);
      const missing = Math.max(0, count - lane.idleCount());
      const opened = Array.from({ length: missing }, () => lane.openAhead());
      for (const result of await Promise.allSettled(opened)) {
        if (result.status === 'rejected') throw unreachable(url, result.reason, target.timeoutMs);
      }
    },

    stop,

    delays: () => ({ sendDelay: delays.stats(), waitedForConnection }),

    async close() {
      stop();
      giveUpAll();
      graceOver.abort();
      const lanes = [...retiring, ...[...sessions.values()].map(({ lane }) => lane)];
      await Promise.all([...closing, ...lanes.map((lane) => lane.destroy())]);
    },
  };
}
