import { requestLine } from './call.ts';
import type { Answer, Call, Token } from './call.ts';
import { Disagreement } from './disagreement.ts';

/** What the model is held against: a deployment, in process or over HTTP. */
export interface ModelTarget {
  /** Sends a request. It should end in bounded time; what it throws counts as no answer. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Below which the operations are: `http://127.0.0.1:8787/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The time on the deployment's clock in Unix milliseconds, as nearly as is known. */
  readonly nowMs: () => number;
  /** How far `nowMs` may be off, either way; default 0. */
  readonly clockToleranceMs?: number;
  /** Lets time pass on the deployment's clock. Absent where time cannot be moved: then no command does. */
  readonly advance?: (ms: number) => Promise<void>;
}

function authorizationOf(
  token: Token,
  apiKey: string,
  secretOf: (session: number) => string,
): string | undefined {
  switch (token.kind) {
    case 'key':
      return `Bearer ${apiKey}`;
    case 'secret':
      return `Bearer ${secretOf(token.session)}`;
    case 'unknown':
      return `Bearer ${token.text}`;
    case 'none':
      return undefined;
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Sends a call and reads what came of it.
 * @throws Disagreement when no answer came.
 */
export async function send(
  target: ModelTarget,
  call: Call,
  secretOf: (session: number) => string,
): Promise<Answer> {
  const { clockToleranceMs: tolerance = 0 } = target;
  const { method, path } = requestLine(call);
  const authorization = authorizationOf(call.token, target.apiKey, secretOf);
  const headers: Record<string, string> = { 'openai-beta': 'chatkit_beta=v1' };
  if (authorization !== undefined) headers['authorization'] = authorization;
  const init: RequestInit = { method, headers };
  if (call.operation === 'sessions.create') {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(call.body);
  }
  const earliestMs = target.nowMs() - tolerance;
  let status: number;
  let text: string;
  try {
    const response = await target.fetch(target.baseUrl + path, init);
    status = response.status;
    text = await response.text();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Disagreement('published', '$', 'an answer', `none: ${what}`);
  }
  return { status, body: read(text), at: { earliestMs, latestMs: target.nowMs() + tolerance } };
}
