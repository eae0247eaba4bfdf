import type { Socket } from 'node:net';
import { unusableError } from '../../support/errors.ts';
import type { HarnessError } from '../../support/errors.ts';
import { ceilToUs, floorToUs } from '../records.ts';
import type { RecordInMaking, RequestRecord } from '../records.ts';
import type { HeaderReader, KeptHeaders } from './answer-headers.ts';
import { finishClient, holdNextRequest } from './autocannon-client.ts';
import type { AnswerHead, AutocannonClient } from './autocannon-client.ts';
import type { Emitter } from './events.ts';
import { failureCode, failures } from './failure.ts';
import { RequestSlot } from './request-slot.ts';

export interface ClientWatchContext {
  readonly session: string;
  readonly step: string;
  readonly readHeaders: HeaderReader;
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

const nothingKept: KeptHeaders = {};

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
  readonly #slot: RequestSlot;
  // What is known of the request under way. Its record is made at its end: an object that waits for an answer costs more than these.
  #isPending = false;
  #id = 0;
  #sentMs: number | null = null;
  #firstByteMs: number | null = null;
  #status: number | null = null;
  #kept = nothingKept;
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
    client.on('request', () => this.#onRequest());
    client.on('headers', (head) => this.#onHeaders(head));
    this.#slot = new RequestSlot((chunk) => this.#onBody(chunk));
    client.pipelinedRequests = this.#slot;
    // No request here has a context.
    client.requestIterator.resetContext = () => {};
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
    this.#isPending = true;
    this.#id = this.#context.nextId();
    this.#sentMs = null;
    this.#firstByteMs = null;
    this.#status = null;
    this.#kept = nothingKept;
    this.#bodyBytes = 0;
    // What is written to a socket that still connects leaves it on 'connect', after the listeners before it.
    if (conn.connecting) {
      const id = this.#id;
      conn.once('connect', () => this.#sending(id));
    } else this.#sending(this.#id);
  }

  #sending(id: number): void {
    if (!this.#isPending || id !== this.#id) return;
    const sentMs = floorToUs(this.#context.nowMs());
    this.#sentMs = sentMs;
    if (this.#context.events.has('sent')) this.#tellSent(id, sentMs);
  }

  #adopt(socket: Socket): void {
    this.#socket = socket;
    this.#cause = undefined;
    this.#closing = false;
    this.#client.parser.reinitialize('RESPONSE');
    this.#slot.clear();
    // autocannon's own listeners come first, and make the next request at once.
    socket.prependListener('error', (error) => (this.#cause ??= failureCode(error)));
    socket.prependListener('end', () => {
      // An answer without a length ends with its connection; any other is not whole, and `finish` knows.
      if (this.#isPending) this.#client.parser.finish();
      this.#resume();
      this.#cause ??= failures.connectionClosed;
    });
  }

  #onHeaders(head: AnswerHead): void {
    const firstByteMs = ceilToUs(this.#context.nowMs());
    // A request that was made while this piece of data was being read has no bytes of an answer yet.
    if (!this.#isPending || this.#slot.bytes === 0) {
      return this.#unfollowable('the target sent an answer to a request that was not made yet');
    }
    if (head.statusCode < 200) {
      return this.#unfollowable(
        `the target sends informational answers (${head.statusCode}), which autocannon takes for the real ones: use the open model`,
      );
    }
    this.#firstByteMs = firstByteMs;
    this.#status = head.statusCode;
    this.#kept = this.#context.readHeaders(head.headers);
    this.#closing = !head.shouldKeepAlive;
  }

  #onBody(chunk: Buffer): void {
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes <= this.#context.maxBodyBytes || this.#cause !== undefined) return;
    if (!this.#isPending) return;
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
    const refused = this.#isPending && this.#sentMs === null;
    this.#broke(this.#cause ?? failureCode(error));
    // autocannon would try again at once, eleven thousand times a second.
    if (refused) {
      this.#context.onRetired(error);
      this.#client.destroy();
    }
  }

  /** The connection is lost, and with it the request that was under way. */
  #broke(cause: string): void {
    if (!this.#isPending) return;
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
    if (!this.#isPending) return;
    this.#isPending = false;
    const record = this.#record(endMs, error);
    this.#context.onRecord(record);
    this.#context.events.emit('record', record);
  }

  #record(endMs: number | null, error: string | undefined): RequestRecord {
    const { session, step } = this.#context;
    const { headers, requestId } = this.#kept;
    const [id, sentMs, firstByteMs, status] = [this.#id, this.#sentMs, this.#firstByteMs, this.#status];
    const record: RecordInMaking = {
      id,
      session,
      step,
      intendedMs: null,
      sentMs,
      firstByteMs,
      endMs,
      status,
    };
    if (error !== undefined) record.error = error;
    if (headers !== undefined) record.headers = headers;
    if (requestId !== undefined) record.requestId = requestId;
    return record;
  }

  #tellSent(id: number, sentMs: number): void {
    const { events, session, step } = this.#context;
    // Told once the bytes are out: a slow listener must not stand between the moment and the bytes.
    queueMicrotask(() => events.emit('sent', { id, session, step, intendedMs: null, sentMs }));
  }
}
