/** How the body of an answer ends. */
export type Ending =
  /** As it should. */
  | 'whole'
  /** The connection is closed before all announced bytes were sent. */
  | 'cut'
  /** The connection is reset. */
  | 'reset'
  /** Nothing more comes. */
  | 'stall';

/** An answer over HTTP, proper or not. */
export interface HttpReply {
  readonly kind: 'http';
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
  /** Time before the first byte; default 0. */
  readonly delayMs?: number;
  /** The body in so many pieces, so long apart. */
  readonly drip?: { readonly pieces: number; readonly gapMs: number };
  /** Default `whole`. Other endings announce more bytes than they send. */
  readonly ending?: Ending;
  /** For the time line, where status and headers don't say it all: `2 entries, has_more true`. */
  readonly note?: string;
}

/** No answer: the connection is reset, closed, or left in silence. */
export interface NoReply {
  readonly kind: 'none';
  readonly how: 'reset' | 'close' | 'silence';
}

export type Reply = HttpReply | NoReply;

const json = { 'content-type': 'application/json' } as const;

/** A JSON answer. */
export const answer = (
  status: number,
  value: unknown,
  more: Partial<Omit<HttpReply, 'kind' | 'status' | 'body'>> = {},
): HttpReply => ({
  kind: 'http',
  status,
  body: JSON.stringify(value),
  ...more,
  headers: { ...json, ...more.headers },
});

/** The request id that every scripted answer carries. */
export const requestId = 'req_harness';

/** The documented error body. */
export const envelope = (
  message: string,
  code: string | null = null,
  type = 'invalid_request_error',
): object => ({ error: { message, type, param: null, code } });

/** An error answer with the documented body. */
export const errorReply = (
  status: number,
  headers: HttpReply['headers'] = {},
  message = `scripted ${status}`,
): HttpReply =>
  answer(status, envelope(message, 'scripted'), { headers: { 'x-request-id': requestId, ...headers } });

/** What ends a call that asks for ever: no client is to try that again. */
export const enough = (): HttpReply =>
  errorReply(400, { 'x-should-retry': 'false' }, 'asked more often than the scenario allows');
