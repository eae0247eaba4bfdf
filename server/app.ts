import { Hono } from 'hono';
import type { Context } from 'hono';
import { betaHeader, operations } from '../schema/index.ts';
import type { Operation, OperationId } from '../schema/index.ts';
import { createStream } from '../support/random.ts';
import type { Clock } from '../support/clock.ts';
import { ApiError, errorJson } from './api-error.ts';
import { checkBetaHeader, checkCallerMay } from './authorization.ts';
import type { Identify } from './authorization.ts';
import { echo } from './echo.ts';
import { methodsAt } from './operations.ts';
import type { Call, Json } from './operations.ts';
import { rateHeaders } from './rate-headers.ts';
import { createRequestIds } from './request-ids.ts';

export interface AppParts {
  /** Carries an operation out; yields the body of a successful answer. */
  readonly handle: (id: OperationId, call: Call) => Json | Promise<Json>;
  readonly identify: Identify;
  /** Whether requests without the beta header are refused. */
  readonly needsBetaHeader: boolean;
  readonly clock: Clock;
  readonly seed: number;
  /** Told of every defect that ended in a 500. */
  readonly onDefect: (error: unknown, requestId: string) => void;
}

type Headers = Record<string, string>;

/** Base paths under which everything is served. */
const basePaths = ['', '/v1'];

/**
 * The API as a Hono app. What a request meets, in this order:
 *
 *     path known? 404 → method known? 405 → who? 401 → may they do this at all? 401 → within the limit? 429
 *       → beta header? 400 → parameters? 400, 413, 415 → is it there? 404 → 200
 *
 * Whoever comes with a client secret is counted as soon as it is known, and told of the limit in every answer.
 */
export function createApp(parts: AppParts): Hono {
  const app = new Hono();
  const nextRequestId = createRequestIds(createStream(parts.seed, 'request'));
  const startHeaders = (): Headers => ({
    'content-type': 'application/json',
    'x-request-id': nextRequestId(),
  });

  for (const operation of Object.values(operations)) {
    const route = operation.path.replace(/\{(\w+)\}/g, ':$1');
    const handle = (context: Context) => answer(parts, operation, context, startHeaders());
    app.on(
      operation.method,
      basePaths.map((base) => base + route),
      handle,
    );
  }
  app.notFound((context) => answerUnknown(context.req.method, context.req.path, startHeaders()));
  app.onError((error) => failure(parts, error, startHeaders()));
  return app;
}

/** Takes a request through the gate and the operation. Answers at once unless a body has to be waited for. */
function answer(
  parts: AppParts,
  operation: Operation,
  context: Context,
  headers: Headers,
): Response | Promise<Response> {
  try {
    const request = context.req.raw;
    const nowMs = parts.clock.nowMs();
    const caller = parts.identify(request.headers.get('authorization'), nowMs);
    const decision = caller.kind === 'client_secret' ? caller.session.limiter.decide(nowMs) : undefined;
    if (decision !== undefined) Object.assign(headers, rateHeaders(decision));
    checkCallerMay(operation, caller);
    if (decision?.admitted === false) return tooMany(decision.limit, headers);
    if (parts.needsBetaHeader) checkBetaHeader(request.headers.get(betaHeader.name));
    const result = parts.handle(operation.id, {
      request,
      caller,
      nowMs,
      parameter: (name) => context.req.param(name) ?? '',
    });
    if (!(result instanceof Promise)) return new Response(result, { status: 200, headers });
    return result.then(
      (json) => new Response(json, { status: 200, headers }),
      (error: unknown) => failure(parts, error, headers),
    );
  } catch (error) {
    return failure(parts, error, headers);
  }
}

function tooMany(limit: number, headers: Headers): Response {
  const body = errorJson({
    message: `Rate limit reached for this session: ${limit} requests per window. Please try again in ${headers['retry-after-ms']}ms.`,
    type: 'rate_limit_error',
    param: null,
    code: 'rate_limit_exceeded',
  });
  return new Response(body, { status: 429, headers });
}

/** The answer where no operation is: 404, 405, or 204 to OPTIONS. */
function answerUnknown(method: string, fullPath: string, headers: Headers): Response {
  const methods = methodsAt(fullPath.replace(/^\/v1(?=\/)/, ''));
  if (methods.length === 0) {
    const message = `Invalid URL (${echo(`${method} ${fullPath}`)})`;
    return new Response(errorJson(new ApiError(404, message).details), { status: 404, headers });
  }
  headers['allow'] = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') {
    delete headers['content-type'];
    return new Response(null, { status: 204, headers });
  }
  const { details } = new ApiError(405, `Not allowed to ${echo(method)} on ${echo(fullPath)}.`, {
    code: 'method_not_supported',
  });
  return new Response(errorJson(details), { status: 405, headers });
}

/** The answer to what was thrown: the caller's own mistake in full, a defect of ours by its request id alone. */
function failure(parts: AppParts, error: unknown, headers: Headers): Response {
  if (error instanceof ApiError) {
    Object.assign(headers, error.headers);
    return new Response(errorJson(error.details), { status: error.status, headers });
  }
  const requestId = headers['x-request-id'] ?? '';
  parts.onDefect(error, requestId);
  const body = errorJson({
    message: `The server had an error while processing your request. Quote the request ID ${requestId} when you report it.`,
    type: 'server_error',
    param: null,
    code: null,
  });
  return new Response(body, { status: 500, headers });
}
