/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query below the base URL, sent as they are: nothing is normalised or encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A whole answer. */
export interface WireAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Names in lower case; of a header that came several times, all values. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** After decompression. */
  readonly body: Uint8Array;
  readonly durationMs: number;
}

/** Why there is no whole answer, by name, and what that means. */
export const wireFailures = {
  unreachable: 'no connection could be opened',
  timeout: 'no whole answer came in time',
  reset: 'the connection was closed before an answer began',
  truncated: 'the connection was closed in the middle of an answer',
  not_http: 'what came is not HTTP',
  headers_too_large: 'the headers of the answer were larger than is read',
  body_too_large: 'the body of the answer was larger than is read',
  decompression_bomb: 'the body of the answer was larger than is read once decompressed',
  bad_encoding: 'the body of the answer could not be decompressed',
  interim_flood: 'interim answers (1xx) came without end',
  stopped: 'the run was stopped',
} as const;

export type WireFailureName = keyof typeof wireFailures;

export interface WireFailure {
  readonly kind: 'failure';
  readonly failure: WireFailureName;
  /** The system's or the parser's code, such as `ECONNREFUSED`; never text of the target. */
  readonly code: string;
  readonly durationMs: number;
}

export type WireOutcome = WireAnswer | WireFailure;

/** Sends requests, one at a time or several at once. It never throws: whatever happens is an outcome. */
export interface Transport {
  send(request: WireRequest, signal: AbortSignal): Promise<WireOutcome>;
  /** Closes every socket. */
  close(): Promise<void>;
}

/** What is read of one answer at most. */
export interface WireBounds {
  /** From the first byte sent to the last byte read, connecting included. */
  readonly timeoutMs: number;
  readonly maxHeaderBytes: number;
  /** Before and after decompression. */
  readonly maxBodyBytes: number;
}

/** A page of a hundred long messages fits; more than this of any answer is read by nobody. */
export const defaultBounds: WireBounds = {
  timeoutMs: 10_000,
  maxHeaderBytes: 64 * 1024,
  maxBodyBytes: 16 * 1024 * 1024,
};
