import type { Socket } from 'node:net';
import { unusableError } from '../../support/errors.ts';
import type { HarnessError } from '../../support/errors.ts';
import { ceilToUs, floorToUs } from '../records.ts';
import type { RequestRecord } from '../records.ts';
import { createHeaderReader } from './answer-headers.ts';
import { finishClient, holdNextRequest } from './autocannon-client.ts';
import type { AnswerHead, AutocannonClient } from './autocannon-client.ts';
import type { Emitter } from './events.ts';
import { failureCode, failures } from './failure.ts';

export interface ClientWatchContext {
  readonly session: string;
  readonly step: string;
  readonly secrets: readonly string[];
  readonly maxBodyBytes: number;
  readonly nowMs: () => number;
  readonly nextId: () => number;
  readonly events: Emitter;
  /** One for every request, before its record is told to anyone else. */
  readonly onRecord: (record: RequestRecord) => void;
  /** The client was taken out: it cannot connect, or one connection after another breaks. */
  readonly onRetired: (error: unknown) => void;
  /** The target does what autocannon cannot follow: its records would be wrong from here on. */
  readonly onUnfollowable: (problem: HarnessError) => void;
}

/** The record of the request under way, filled as its fate becomes known. */
type Pending = { -readonly [Name in keyof RequestRecord]: RequestRecord[Name] };

/** Broken connections in a row, without an answer between them, after which a client is taken out. */
const breaksUntilRetired = 10;

/**
 * Turns the events of one autocannon client into records, one for every request that it makes, and guards it
 * against what autocannon 9.0.0 gets wrong:
 *
 * - a new connection goes on with the parser and the queue of the old one: both are cleared;
 * - after `Connection: close` it writes the next request to the closing connection: held for the next one;
 * - an answer that ends with its connection is never completed: the parser is told;
 * - a refused connection is tried again at once and for ever: the client is taken out;
 * - bodies are collected without bound: they are not, and are cut at `maxBodyBytes`;
 * - a 1xx head, or an answer nobody asked for, shifts all later answers by one: the run is ended.
 */
export class ClientWatch {
  readonly #client: AutocannonClient;
  readonly #context: ClientWatchContext;
  readonly #readHeaders: ReturnType<typeof createHeaderReader>;
  #pending: Pending | undefined;
  #bodyBytes = 0;
  #socket: Socket | undefined;
  /** Why the connection broke; a connection that is replaced without any reason has timed out. */
  #cause: string | undefined;
  #closing = false;
  #breaks = 0;
  #release: (() => void) | undefined;

  constructor(client: AutocannonClient, context: ClientWatchContext) {
    this.#client = client;
    this.#context = context;
    this.#readHeaders = createHeaderReader(context.secrets);
    client.on('request', () => this.#onRequest());
    client.on('headers', (head) => this.#onHeaders(head));
    // Bodies are neither collected nor made text of, which costs more than all that is recorded.
    client.pipelinedRequests.addBody = (chunk) => this.#onBody(chunk);
    client.on('response', () => this.#onResponse());
    client.on('connError', (error) => this.#onConnectionError(error));
    client.on('done', () => this.#settle(null, this.#cause ?? failures.aborted));
  }

  /** Lets the request under way come to its end, and no other begin. */
  finish(): void {
    finishClient(this.#client);
  }

  /** Gives up the request under way. Deferred, because autocannon must not be destroyed amidst a request. */
  cut(): void {
    queueMicrotask(() => this.#client.destroy());
  }

  /** Emitted just before the request's bytes are handed to the socket. */
  #onRequest(): void {
    const { conn } = this.#client;
    if (conn !== this.#socket) {
      this.#broke(this.#cause ?? failures.timeout);
      this.#adopt(conn);
    }
    const { session, step, nextId } = this.#context;
    const pending: Pending = {
      id: nextId(),
      session,
      step,
      intendedMs: null,
      sentMs: null,
      firstByteMs: null,
      endMs: null,
      status: null,
    };
    this.#pending = pending;
    this.#bodyBytes = 0;
    // What is written to a socket that still connects leaves it on 'connect', after the listeners before it.
    if (conn.connecting) conn.once('connect', () => this.#sending(pending));
    else this.#sending(pending);
  }

  #sending(pending: Pending): void {
    pending.sentMs = floorToUs(this.#context.nowMs());
    if (this.#context.events.has('sent')) this.#tellSent(pending);
  }

  #adopt(socket: Socket): void {
    this.#socket = socket;
    this.#cause = undefined;
    this.#closing = false;
    this.#client.parser.reinitialize('RESPONSE');
    this.#client.pipelinedRequests.clear();
    // autocannon's own listeners come first, and make the next request at once.
    socket.prependListener('error', (error) => (this.#cause ??= failureCode(error)));
    socket.prependListener('end', () => {
      // An answer without a length ends with its connection; any other is not whole, and `finish` knows.
      if (this.#pending !== undefined) this.#client.parser.finish();
      this.#resume();
      this.#cause ??= failures.connectionClosed;
    });
  }

  #onHeaders(head: AnswerHead): void {
    const firstByteMs = ceilToUs(this.#context.nowMs());
    const pending = this.#pending;
    // A request that was made while this piece of data was being read has no bytes of an answer yet.
    if (pending === undefined || this.#client.pipelinedRequests.peek()?.bytes === 0) {
      return this.#unfollowable('the target sent an answer to a request that was not made yet');
    }
    if (head.statusCode < 200) {
      return this.#unfollowable(
        `the target sends informational answers (${head.statusCode}), which autocannon takes for the real ones: use the open model`,
      );
    }
    pending.firstByteMs = firstByteMs;
    pending.status = head.statusCode;
    const { headers, requestId } = this.#readHeaders(head.headers);
    if (headers !== undefined) pending.headers = headers;
    if (requestId !== undefined) pending.requestId = requestId;
    this.#closing = !head.shouldKeepAlive;
  }

  #onBody(chunk: Buffer): void {
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes <= this.#context.maxBodyBytes || this.#cause !== undefined) return;
    if (this.#pending === undefined) return;
    this.#cause = failures.bodyTooLarge;
    this.#closing = true;
    this.#client.conn.destroy(new Error(failures.bodyTooLarge));
  }

  #onResponse(): void {
    this.#breaks = 0;
    this.#settle(ceilToUs(this.#context.nowMs()), undefined);
    if (!this.#closing) return;
    const socket = this.#socket;
    this.#release = holdNextRequest(this.#client);
    queueMicrotask(() => {
      this.#resume();
      // The other side said that it would close; should it wait for us to do so, here we do.
      socket?.end();
    });
  }

  #resume(): void {
    this.#release?.();
    this.#release = undefined;
  }

  #onConnectionError(error: Error): void {
    const refused = this.#pending !== undefined && this.#pending.sentMs === null;
    this.#broke(this.#cause ?? failureCode(error));
    // autocannon would try again at once, eleven thousand times a second.
    if (refused) {
      this.#context.onRetired(error);
      this.#client.destroy();
    }
  }

  /** The connection is lost, and with it the request that was under way. */
  #broke(cause: string): void {
    if (this.#pending === undefined) return;
    this.#settle(null, cause);
    this.#breaks += 1;
    if (this.#breaks < breaksUntilRetired) return;
    this.#context.onRetired(Object.assign(new Error(cause), { code: cause }));
    this.cut();
  }

  #unfollowable(problem: string): void {
    this.#context.onUnfollowable(unusableError(problem));
    this.#client.destroy();
  }

  #settle(endMs: number | null, error: string | undefined): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    pending.endMs = endMs;
    if (error !== undefined) pending.error = error;
    this.#context.onRecord(pending);
    this.#context.events.emit('record', pending);
  }

  #tellSent(pending: Pending): void {
    const { events, session, step } = this.#context;
    const { id, sentMs } = pending;
    if (sentMs === null) return;
    // Told once the bytes are out: a slow listener must not stand between the moment and the bytes.
    queueMicrotask(() => events.emit('sent', { id, session, step, intendedMs: null, sentMs }));
  }
}
