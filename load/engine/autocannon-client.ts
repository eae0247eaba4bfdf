import type { Socket } from 'node:net';
import type autocannon from 'autocannon';
import { unusableError } from '../../support/errors.ts';
import type { RequestSlot } from './request-slot.ts';

/**
 * What the guards need of autocannon's client beyond its documented surface, as it is in 9.0.0:
 *
 *     _connect: conn = net.connect(); _doRequest()            on 'end', 'error' and timeout: _connect again
 *     _doRequest: emit('request'); conn.write(); reqsMade++   bytes wait in the socket until it is connected
 *     piece of data: pipelinedRequests.peek().bytes += its length, then the parser:
 *         emit('headers'), pipelinedRequests.addBody(…) …, emit('response'); _doRequest()
 */
export interface AutocannonClient {
  readonly conn: Socket;
  readonly parser: { reinitialize(type: 'RESPONSE'): void; finish(): unknown };
  /** What it knows of the requests under way. */
  pipelinedRequests: RequestSlot;
  /** Gives the next request, and makes a fresh context for it, by a deep copy each time. */
  readonly requestIterator: { resetContext(): void };
  readonly reqsMade: number;
  /** Requests after which it destroys itself; 0 for no end. */
  responseMax: number;
  /** With a rate, `_doRequest` only marks the client as paused once `reqsMadeThisSecond` has reached it. */
  rate: number;
  reqsMadeThisSecond: number;
  paused?: boolean;
  destroy(): void;
  on(event: 'request' | 'done', listener: () => void): unknown;
  on(event: 'connError', listener: (error: Error) => void): unknown;
  on(event: 'headers', listener: (head: AnswerHead) => void): unknown;
  on(event: 'response', listener: (status: number) => void): unknown;
}

/** The head of an answer as autocannon's parser gives it (its types say something else). */
export interface AnswerHead {
  readonly statusCode: number;
  /** `[name, value, name, value, …]` */
  readonly headers: readonly string[];
  readonly shouldKeepAlive: boolean;
}

/**
 * The client as the guards know it.
 * @throws HarnessError (unusable) when an autocannon of another make was installed: unguarded, its numbers would be wrong.
 */
export function asAutocannonClient(client: autocannon.Client): AutocannonClient {
  const known: unknown = client;
  if (!isKnown(known)) {
    throw unusableError('this version of autocannon is not one the closed-model engine knows: install 9.0.0');
  }
  return known;
}

const slotMethods = [
  'insertRequest',
  'peek',
  'addByteCount',
  'addBody',
  'setHeaders',
  'terminateRequest',
  'clear',
] as const satisfies readonly (keyof RequestSlot)[];

function isKnown(client: unknown): client is AutocannonClient {
  return (
    hasMethods(client, 'on', 'destroy') &&
    'reqsMade' in client &&
    'parser' in client &&
    hasMethods(client.parser, 'reinitialize', 'finish') &&
    'pipelinedRequests' in client &&
    hasMethods(client.pipelinedRequests, ...slotMethods) &&
    'requestIterator' in client &&
    hasMethods(client.requestIterator, 'resetContext')
  );
}

function hasMethods(value: unknown, ...names: readonly string[]): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  );
}

/** Makes `client` send nothing more once the request under way is settled. */
export function finishClient(client: AutocannonClient): void {
  client.responseMax = Math.max(1, client.reqsMade);
}

/**
 * Keeps autocannon from writing the next request to a connection that is about to be closed, where it would be
 * lost: to be called from within `response`. It goes out on the next connection.
 * @returns undoes it: to be called once `response` is over, and before the next connection is made.
 */
export function holdNextRequest(client: AutocannonClient): () => void {
  const isLast = client.responseMax > 0 && client.reqsMade >= client.responseMax;
  if (!isLast) {
    client.rate = 1;
    client.reqsMadeThisSecond = 1;
  }
  return () => {
    client.rate = 0;
    client.reqsMadeThisSecond = 0;
    client.paused = false;
  };
}
