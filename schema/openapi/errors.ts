import type { ErrorBody } from '../error-body.ts';
import { componentRef } from './components.ts';
import { commonHeaders, retryHeaders, rateLimitHeaders } from './headers.ts';
import type { JsonObject } from './json.ts';

interface ErrorAnswer {
  /** Name below `components.responses`. */
  readonly name: string;
  readonly description: string;
  /** Whether nobody has published this answer, so that our reference deployment chose it. */
  readonly synthetic: boolean;
  readonly example: ErrorBody;
  readonly headers?: JsonObject;
}

const body = (message: string, type: string, code: string | null = null): ErrorBody => ({
  error: { message, type, param: null, code },
});

/**
 * The answers beside 200. The six operations document only their success; a status is observed or synthetic,
 * and so marked.
 */
export const errorAnswers: Readonly<Record<number, ErrorAnswer>> = {
  400: {
    name: 'BadRequest',
    description: 'The request breaks the contract, or lacks the beta header. Observed.',
    synthetic: false,
    example: body(
      "You must provide the 'OpenAI-Beta' header to access the Chatkit API.",
      'invalid_request_error',
    ),
  },
  401: {
    name: 'Unauthorized',
    description: 'The API key or client secret is missing, wrong, expired or cancelled. Synthetic.',
    synthetic: true,
    example: body(
      'The client secret has expired. Create a new session.',
      'invalid_request_error',
      'client_secret_expired',
    ),
  },
  404: {
    name: 'NotFound',
    description:
      'No such workflow, session or thread, or none that the caller may see. Observed for workflows.',
    synthetic: false,
    example: body("Workflow with id 'wf_123' not found.", 'invalid_request_error'),
  },
  413: {
    name: 'PayloadTooLarge',
    description: 'The body is longer than the deployment takes. Synthetic.',
    synthetic: true,
    example: body(
      'The request body is larger than the 1048576 bytes that this deployment accepts.',
      'invalid_request_error',
      'request_too_large',
    ),
  },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The body is not JSON by its content type, or is compressed. Synthetic.',
    synthetic: true,
    example: body(
      'Compressed request bodies are not supported.',
      'invalid_request_error',
      'unsupported_content_encoding',
    ),
  },
  429: {
    name: 'TooManyRequests',
    description:
      'The session is over its requests per minute. Synthetic: neither the body nor the headers are published.',
    synthetic: true,
    example: body(
      'Rate limit reached for this session: 10 requests per window. Please try again in 6500ms.',
      'rate_limit_error',
      'rate_limit_exceeded',
    ),
    headers: { ...retryHeaders, ...rateLimitHeaders },
  },
  500: {
    name: 'ServerError',
    description: 'The deployment failed; the message names the request id. Observed.',
    synthetic: false,
    example: body(
      'The server had an error while processing your request. Quote the request ID req_6f1d2c3b4a59 when you report it.',
      'server_error',
    ),
  },
};

/** `components.responses` of the document. */
export function buildErrorResponses(): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.values(errorAnswers).map(({ name, description, synthetic, example, headers }) => [
      name,
      {
        description,
        headers: { ...commonHeaders, ...headers },
        content: { 'application/json': { schema: { $ref: componentRef('ErrorResponse') }, example } },
        ...(synthetic && { 'x-synthetic': true }),
      },
    ]),
  );
}

/**
 * The answer of a status.
 * @throws Error when the status has no line above.
 */
export function errorResponseRef(status: number): JsonObject {
  const answer = errorAnswers[status];
  if (answer === undefined) throw new Error(`status ${status} has no error answer`);
  return { $ref: `#/components/responses/${answer.name}` };
}
