import type { ErrorBody } from '../schema/index.ts';
import { echo } from './echo.ts';

export type ErrorDetails = ErrorBody['error'];

/** An error that the caller gets to read, in the documented envelope. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly details: ErrorDetails;
  /** Response headers that belong to it. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    details: Partial<Omit<ErrorDetails, 'message'>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.details = { message, type: 'invalid_request_error', param: null, code: null, ...details };
    this.headers = headers;
  }
}

/** The body of an error response. */
export const errorJson = (details: ErrorDetails): string =>
  JSON.stringify({ error: details } satisfies ErrorBody);

/** 400: something about one parameter. */
export const badParameter = (message: string, param: string | null, code: string): ApiError =>
  new ApiError(400, message, { param, code });

/** 404. The curly quotes are the service's own (observed for sessions, synthetic for threads). */
export const notFound = (what: 'Session' | 'Thread', id: string): ApiError =>
  new ApiError(404, `Chatkit ${what} with id ‘${echo(id)}’ not found.`);

/** 401, with the challenge that HTTP wants beside it. */
export const unauthorized = (message: string, code: string): ApiError =>
  new ApiError(401, message, { code }, { 'www-authenticate': 'Bearer' });
