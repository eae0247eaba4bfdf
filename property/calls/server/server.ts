import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../support/clock.ts';
import type { Exchange, Received, Script } from './exchange.ts';
import { enough } from './reply.ts';
import type { Reply } from './reply.ts';
import { describeReply, send } from './send.ts';

/** One case on the scripted server, from its call to its answer. */
export interface Stage {
  /** The base URL that belongs to this case alone; it ends in `/v1`. */
  readonly baseURL: string;
  /** The key that belongs to this case alone. */
  readonly apiKey: string;
  /** What came in so far, in the order of arrival. */
  readonly exchanges: readonly Exchange[];
  /** Ends the case: later requests are refused and no longer recorded. */
  close(): void;
}

interface Open {
  readonly script: Script;
  readonly startMs: number;
  readonly exchanges: Exchange[];
}

const longestBody = 256 * 1024;

/**
 * A server on a free port of 127.0.0.1 that plays many cases at once. Each has a path of its own below which all of
 * its requests come in, and a key of its own for those that strayed from there.
 */
export class ScriptedServer {
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #open = new Map<string, Open>();
  readonly #stop = new AbortController();
  #next = 1;
  /** Requests that belong to no case that is open. */
  strays = 0;

  private constructor(clock: Clock) {
    this.#clock = clock;
    this.#server = createServer({ keepAliveTimeout: 10_000 }, (request, response) => {
      // Whatever fails here fails because the client went away.
      this.#serve(request, response).catch(() => request.socket.destroy());
    });
    this.#server.on('clientError', (_, socket) => socket.destroy());
  }

  /** Starts listening. */
  static async start(clock: Clock): Promise<ScriptedServer> {
    const scripted = new ScriptedServer(clock);
    await new Promise<void>((resolve, reject) => {
      scripted.#server.once('error', reject);
      scripted.#server.listen(0, '127.0.0.1', resolve);
    });
    return scripted;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Opens a stage for a case; its times count from now. */
  stage(script: Script): Stage {
    const token = `c${this.#next}`;
    this.#next += 1;
    const exchanges: Exchange[] = [];
    this.#open.set(token, { script, startMs: this.#clock.monotonicMs(), exchanges });
    return {
      baseURL: `http://127.0.0.1:${this.port}/${token}/v1`,
      apiKey: `key-${token}`,
      exchanges,
      close: () => void this.#open.delete(token),
    };
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #caseOf(request: IncomingMessage): { open: Open; prefix: string; target: string } | undefined {
    const { url = '', headers } = request;
    const [, token = '', rest = ''] = /^\/([^/?]*)(.*)$/s.exec(url) ?? [];
    const byPath = this.#open.get(token);
    if (byPath !== undefined)
      return {
        open: byPath,
        prefix: `/${token}/v1`,
        target: rest.startsWith('/v1') ? rest.slice(3) : `(outside) ${rest}`,
      };
    const key = /^Bearer key-(c\d+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const byKey = this.#open.get(key);
    return byKey && { open: byKey, prefix: `/${key}/v1`, target: `(outside) ${url}` };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = this.#caseOf(request);
    if (found === undefined) {
      this.strays += 1;
      request.resume();
      response.writeHead(410, { 'x-should-retry': 'false', connection: 'close' }).end();
      return;
    }
    const { open, prefix, target } = found;
    const { exchanges, script, startMs } = open;
    const since = () => this.#clock.monotonicMs() - startMs;
    const index = exchanges.length;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : (value ?? []).join(', '),
      ]),
    );
    const base = { method: request.method ?? '', target, headers };
    const begun = { ...base, body: '', atMs: since(), status: 0, endMs: undefined, abandoned: false };
    // Its place is taken at once, so that the order is that of arrival.
    exchanges.push({ ...begun, answered: 'not yet answered' });
    const body = await readBody(request);
    const received: Received = { ...base, prefix, body, index, nowMs: this.#clock.nowMs() };
    const reply = this.#replyTo(script, received);
    const status = reply.kind === 'http' ? reply.status : 0;
    const told = { ...begun, body, status, answered: describeReply(reply) };
    exchanges[index] = told;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#stop.signal]);
    const abandoned = await send(reply, request, response, this.#clock, signal);
    exchanges[index] = { ...told, endMs: since(), abandoned };
  }

  #replyTo({ reply, mostRequests }: Script, received: Received): Reply {
    if (received.index >= 3 * mostRequests + 10) return { kind: 'none', how: 'reset' };
    return received.index >= mostRequests ? enough() : reply(received);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= longestBody) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
