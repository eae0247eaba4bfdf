import type { Reply } from './reply.ts';

/** A request as the scripted server received it. */
export interface Received {
  readonly method: string;
  /** Path and query as they came over the wire, without the prefix of the case. */
  readonly target: string;
  /** The path of the case's base URL: `/c17/v1`. */
  readonly prefix: string;
  /** Names in lower case; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Which of the case's requests it is, from 0. */
  readonly index: number;
  /** Wall-clock time, for dates. */
  readonly nowMs: number;
}

/** A request and what became of it. Times are milliseconds since the call was made. */
export interface Exchange {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly atMs: number;
  /** What was answered: `200, 2 entries`, `429, retry-after: 1`, `reset`. */
  readonly answered: string;
  /** 0 where there was no answer. */
  readonly status: number;
  /** When the last byte was handed over, or the connection ended; undefined while that is to come. */
  readonly endMs: number | undefined;
  /** Whether the client went away before the end. */
  readonly abandoned: boolean;
}

/** What the server needs to know to play one case. */
export interface Script {
  /** Answers a request: a pure function of the request and its number. */
  readonly reply: (request: Received) => Reply;
  /** Requests beyond these are refused, so that a client that asks for ever comes to an end. */
  readonly mostRequests: number;
}
