import { betaHeader } from '../schema/index.ts';
import type { Authorization, Operation } from '../schema/index.ts';
import { ApiError, unauthorized } from './api-error.ts';
import { SecretIndex } from './secrets.ts';
import type { SessionBook, SessionRecord } from './sessions.ts';

/** Who sent a request. */
export type Caller =
  | { readonly kind: Extract<Authorization, 'api_key'> }
  | { readonly kind: Extract<Authorization, 'client_secret'>; readonly session: SessionRecord };

/** Whoever holds an API key: they are all alike. */
export const apiKeyCaller: Caller = { kind: 'api_key' };
const bearer = /^bearer +([^ ]+) *$/i;

/**
 * Tells who sent a request by its `authorization` header; null when none came.
 * @throws ApiError 401.
 */
export type Identify = (header: string | null, nowMs: number) => Caller;

/** The token of a bearer `authorization` header; undefined when it is of another form. */
export const bearerToken = (header: string): string | undefined => bearer.exec(header)?.[1];

/** Tells callers by the bearer token that they send. */
export class Gatekeeper {
  readonly #apiKeys = new SecretIndex<Caller>();
  readonly #sessions: SessionBook;

  constructor(apiKeys: readonly string[], sessions: SessionBook) {
    for (const key of apiKeys) this.#apiKeys.add(key, apiKeyCaller);
    this.#sessions = sessions;
  }

  /**
   * @param header the `authorization` header; null when none came.
   * @throws ApiError 401. Its text never holds any part of what was sent.
   */
  identify(header: string | null, nowMs: number): Caller {
    if (header === null || header.trim() === '') {
      throw unauthorized(
        'You didn’t provide an API key or client secret. It belongs into the Authorization header: Authorization: Bearer YOUR_KEY.',
        'missing_authorization',
      );
    }
    const token = bearerToken(header);
    if (token === undefined) {
      throw unauthorized(
        'The Authorization header must be of the form Authorization: Bearer YOUR_KEY.',
        'invalid_authorization',
      );
    }
    const caller = this.#apiKeys.find(token);
    if (caller !== undefined) return caller;
    const session = this.#sessions.findBySecret(token);
    if (session === undefined)
      throw unauthorized('Incorrect API key or client secret provided.', 'invalid_api_key');
    const status = session.status(nowMs);
    if (status === 'active') return { kind: 'client_secret', session };
    throw unauthorized(
      status === 'expired'
        ? 'The client secret has expired. Create a new session.'
        : 'The session of this client secret was cancelled. Create a new session.',
      `client_secret_${status}`,
    );
  }
}

/** @throws ApiError 401 when the operation isn't for this kind of caller. */
export function checkCallerMay(operation: Operation, caller: Caller): void {
  if (operation.authorization.includes(caller.kind)) return;
  throw unauthorized(
    'This operation needs an API key; a client secret cannot be used for it.',
    'api_key_required',
  );
}

const betaTokens = /[^,\s]+/g;

/** @throws ApiError 400 when the beta header is missing (observed) or names another version (synthetic). */
export function checkBetaHeader(header: string | null): void {
  if (header === betaHeader.value) return;
  if (header === null)
    throw new ApiError(400, "You must provide the 'OpenAI-Beta' header to access the Chatkit API.");
  if (header.match(betaTokens)?.includes(betaHeader.value) === true) return;
  throw new ApiError(
    400,
    `The 'OpenAI-Beta' header must contain '${betaHeader.value}' to access the Chatkit API.`,
  );
}
