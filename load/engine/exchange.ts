import type { Dispatcher } from 'undici';
import { ceilToUs, floorToUs } from '../records.ts';
import type { RequestRecord } from '../records.ts';
import { keepHeaders } from './answer-headers.ts';
import type { KeptHeaders } from './answer-headers.ts';
import type { Connection } from './connection.ts';
import { failureCode, failures } from './failure.ts';

/** What the exchange's request is called in its record. */
export interface ExchangeLabel {
  readonly id: number;
  readonly session: string;
  readonly step: string;
  readonly intendedMs: number;
}

export interface ExchangeContext {
  nowMs(): number;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly secrets: readonly string[];
  /** Called after the bytes were handed over. */
  onSent(exchange: Exchange): void;
  /** Called exactly once. */
  onSettled(exchange: Exchange, record: RequestRecord): void;
}

/**
 * One request and its answer on one connection, as undici's handler:
 *
 *     dispatch ─ (connect) ─ onRequestStart ─ bytes written ─ onRequestSent ─ onResponseStart ─ … ─ onResponseEnd
 *                            ↑ sentMs                                        ↑ firstByteMs        ↑ endMs
 *
 * undici calls `onRequestStart` in the same synchronous stretch in which it then writes to the socket, and not
 * before the connection stands: a handshake counts in the latency from the intended start, but never between
 * `sentMs` and `firstByteMs`.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly label: ExchangeLabel;
  readonly connection: Connection;
  /** Whether the connection stood open when the request was given to it. */
  readonly foundOpen: boolean;
  readonly #context: ExchangeContext;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #sentMs: number | null = null;
  #firstByteMs: number | null = null;
  #status: number | null = null;
  #bodyBytes = 0;
  #kept: KeptHeaders = {};

  constructor(label: ExchangeLabel, connection: Connection, context: ExchangeContext) {
    this.label = label;
    this.connection = connection;
    this.foundOpen = connection.isOpen;
    this.#context = context;
    this.#timer = setTimeout(() => this.giveUp(failures.timeout), context.timeoutMs);
  }

  /** When its bytes were handed over; null when they were not. */
  get sentMs(): number | null {
    return this.#sentMs;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for its connection. Throwing here makes undici write nothing.
    if (this.#settled) throw new Error('given up before it was sent');
    this.#controller = controller;
    this.#sentMs ??= floorToUs(this.#context.nowMs());
  }

  onRequestSent(): void {
    this.#context.onSent(this);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    const nowMs = this.#context.nowMs();
    // 102 and 103 are no answers yet; nor is anything after the exchange was given up.
    if (status < 200 || this.#settled) return;
    this.#firstByteMs = ceilToUs(nowMs);
    this.#status = status;
    this.#kept = keepHeaders(headers, this.#context.secrets);
    const { connection } = headers;
    if (typeof connection === 'string' && /\bclose\b/i.test(connection)) this.connection.isOpen = false;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes > this.#context.maxBodyBytes) this.giveUp(failures.bodyTooLarge);
  }

  onResponseEnd(): void {
    this.#settle(ceilToUs(this.#context.nowMs()), undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(null, failureCode(error));
  }

  /** Ends it now: nothing more is sent or read, and its record says why. */
  giveUp(reason: string): void {
    // undici closes the connection of a request that is aborted.
    if (this.#controller !== undefined) this.connection.isOpen = false;
    this.#settle(null, reason);
    this.#controller?.abort(new Error(reason));
  }

  #settle(endMs: number | null, error: string | undefined): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    const record: RequestRecord = {
      ...this.label,
      sentMs: this.#sentMs,
      firstByteMs: this.#firstByteMs,
      endMs,
      status: this.#status,
      ...(error === undefined ? undefined : { error }),
      ...this.#kept,
    };
    this.#context.onSettled(this, record);
  }
}
