import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import { systemClock } from '../../support/clock.ts';

/** What one round measured. */
export interface Round {
  readonly requests: number;
  readonly requestsPerSecond: number;
}

export interface Target {
  /** Origin and path of the request. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes that every answer must have. */
  readonly bodyBytes: number;
}

/** Connections kept open to one server, each with one request under way at a time. */
export class Saturator {
  readonly #target: Target;
  readonly #clients: readonly Client[];

  constructor(target: Target, connections: number) {
    this.#target = target;
    const { origin } = new URL(target.url);
    this.#clients = Array.from({ length: connections }, () => new Client(origin, { pipelining: 1 }));
  }

  /**
   * Asks as fast as answers come.
   * @throws Error at the first answer that isn't 200 with all its bytes.
   */
  async run(durationMs: number): Promise<Round> {
    const startMs = systemClock.monotonicMs();
    const untilMs = startMs + durationMs;
    const counts = await Promise.all(this.#clients.map((client) => this.#loop(client, untilMs)));
    const requests = counts.reduce((sum, count) => sum + count, 0);
    return { requests, requestsPerSecond: (requests * 1000) / (systemClock.monotonicMs() - startMs) };
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  #loop(client: Client, untilMs: number): Promise<number> {
    const { url, headers, bodyBytes } = this.#target;
    const { pathname, search } = new URL(url);
    const options: Dispatcher.DispatchOptions = { method: 'GET', path: pathname + search, headers };
    return new Promise((resolve, reject) => {
      let count = 0;
      let status = 0;
      let bytes = 0;
      const next = () => {
        bytes = 0;
        client.dispatch(options, handler);
      };
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: () => undefined,
        onResponseStart: (_, statusCode) => {
          status = statusCode;
        },
        onResponseData: (_, chunk) => {
          bytes += chunk.length;
        },
        onResponseEnd: () => {
          if (status !== 200 || bytes !== bodyBytes) {
            reject(new Error(`${url}: 200 with ${bodyBytes} bytes is wanted, got ${status} with ${bytes}`));
            return;
          }
          count += 1;
          if (systemClock.monotonicMs() < untilMs) next();
          else resolve(count);
        },
        onResponseError: (_, error) => reject(error),
      };
      next();
    });
  }
}
