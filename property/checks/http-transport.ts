import { Agent, EnvHttpProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../support/clock.ts';
import { decompress } from './decompress.ts';
import type { Transport, WireBounds, WireFailureName, WireOutcome, WireRequest } from './wire.ts';

export interface HttpTransportOptions extends WireBounds {
  /** Where the API begins; its path is put before that of every request. */
  readonly baseUrl: URL;
  readonly clock: Clock;
  /** Whether the proxies of the environment are used. */
  readonly proxied: boolean;
}

/** Interim answers (103 and the like) that one request may meet. */
const maxInterim = 10;
const unreachableCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|UND_ERR_PRX_|UND_ERR_CONNECT_TIMEOUT)/;

const codeOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'unknown');
};

/** How long an idle connection is used again. Servers keep theirs longer. */
const keptAliveMs = 1000;
/** How many stale connections one request may meet. */
const staleTries = 3;

const isReset = (outcome: WireOutcome): boolean => outcome.kind === 'failure' && outcome.failure === 'reset';

/** Which failure an error of undici means; whether headers had come tells a reset from a truncated answer. */
function failureOf(error: Error, hasBegun: boolean): WireFailureName {
  const code = codeOf(error);
  if (error.name === 'HTTPParserError') return hasBegun ? 'truncated' : 'not_http';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'headers_too_large';
  if (!hasBegun && unreachableCodes.test(code)) return 'unreachable';
  return hasBegun ? 'truncated' : 'reset';
}

/**
 * HTTP/1.1 for targets that may be hostile: every answer is bounded in time, headers and body, redirects are not
 * followed, and nothing is retried but what met a connection that had been idle for too long.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const { baseUrl } = options;
  const agentOptions = {
    connections: 16,
    pipelining: 1,
    allowH2: false,
    // An own timer bounds the whole; idle sockets are closed before most servers close them, for a request sent
    // into a closing connection would look like a reset.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keptAliveMs,
    keepAliveMaxTimeout: keptAliveMs,
    maxHeaderSize: options.maxHeaderBytes,
    connect: { timeout: options.timeoutMs },
  };
  const agent: Dispatcher = options.proxied ? new EnvHttpProxyAgent(agentOptions) : new Agent(agentOptions);
  const prefix = baseUrl.pathname.replace(/\/+$/, '');
  let lastEndMs = options.clock.monotonicMs();
  const once = (request: WireRequest, signal: AbortSignal): Promise<WireOutcome> =>
    new Promise((resolve) => {
      const exchange = new Exchange(options, signal, resolve);
      try {
        agent.dispatch(
          {
            origin: baseUrl.origin,
            path: prefix + request.path,
            method: request.method,
            headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers },
            body: request.body === undefined ? null : Buffer.from(request.body),
          },
          exchange,
        );
      } catch (error) {
        exchange.onResponseError(undefined, error as Error);
      }
    });
  return {
    async send(request, signal) {
      const idleSinceMs = lastEndMs;
      let outcome = await once(request, signal);
      // Where this machine stood still, the server may rightly have closed a connection for being idle: that is no
      // fault of its own. A connection that was just used has no such excuse.
      const wasIdle = () => options.clock.monotonicMs() - idleSinceMs > keptAliveMs;
      for (let again = 0; again < staleTries && isReset(outcome) && wasIdle(); again += 1)
        if (request.method !== 'DELETE') outcome = await once(request, signal);
      lastEndMs = options.clock.monotonicMs();
      return outcome;
    },
    close: () => agent.destroy(),
  };
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: HttpTransportOptions;
  readonly #resolve: (outcome: WireOutcome) => void;
  readonly #signal: AbortSignal;
  readonly #startMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #stop = () => this.#giveUp('stopped');
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #interim = 0;
  #status = 0;
  #headers: Record<string, string | readonly string[]> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;

  constructor(options: HttpTransportOptions, signal: AbortSignal, resolve: (outcome: WireOutcome) => void) {
    this.#options = options;
    this.#resolve = resolve;
    this.#signal = signal;
    this.#startMs = options.clock.monotonicMs();
    this.#timer = setTimeout(() => this.#giveUp('timeout'), options.timeoutMs);
    signal.addEventListener('abort', this.#stop, { once: true });
    if (signal.aborted) this.#stop();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a connection: throwing makes undici write nothing.
    if (this.#settled) throw new Error('given up before it was sent');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > maxInterim) this.#giveUp('interim_flood');
      return;
    }
    this.#status = status;
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) this.#headers[name.toLowerCase()] = value;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#options.maxBodyBytes) this.#giveUp('body_too_large');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    const { maxBodyBytes } = this.#options;
    const encoding = String(this.#headers['content-encoding'] ?? '');
    const read = decompress(Buffer.concat(this.#chunks), encoding, maxBodyBytes);
    const durationMs = this.#elapsedMs();
    if (!read.ok) this.#settle({ kind: 'failure', failure: read.failure, code: read.code, durationMs });
    else
      this.#settle({
        kind: 'answer',
        status: this.#status,
        headers: this.#headers,
        body: read.body,
        durationMs,
      });
  }

  onResponseError(_controller: unknown, error: Error): void {
    const failure = failureOf(error, this.#status !== 0);
    this.#settle({ kind: 'failure', failure, code: codeOf(error), durationMs: this.#elapsedMs() });
  }

  #elapsedMs(): number {
    return this.#options.clock.monotonicMs() - this.#startMs;
  }

  /** Ends it now: nothing more is read, and the connection is closed. */
  #giveUp(failure: WireFailureName): void {
    this.#settle({ kind: 'failure', failure, code: failure, durationMs: this.#elapsedMs() });
    this.#controller?.abort(new Error(failure));
  }

  #settle(outcome: WireOutcome): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#stop);
    this.#chunks.length = 0;
    this.#resolve(outcome);
  }
}
