import { bearerToken } from '../authorization.ts';
import type { Fault } from './fault.ts';
import type { JsonObject } from './json.ts';

interface ErrorFault extends Pick<Fault, 'does' | 'breaks' | 'source'> {
  /** The status that it concerns; default every error. */
  readonly of?: number;
  /** The status that is answered instead. */
  readonly status?: number;
  readonly change?: (error: JsonObject, request: Request) => JsonObject;
}

/** A fault in how refusals are told. */
const errorFault = ({ of, status, change, ...about }: ErrorFault): Fault => ({
  area: 'errors',
  ...about,
  install: () => ({
    exchange: (next) => async (request) => {
      const response = await next(request);
      const concerns = of === undefined ? response.status >= 400 : response.status === of;
      if (!concerns) return response;
      const text = await response.text();
      // The answer to HEAD has none.
      const body =
        change === undefined || text === ''
          ? text
          : JSON.stringify(change(JSON.parse(text) as JsonObject, request));
      return new Response(body, { status: status ?? response.status, headers: response.headers });
    },
  }),
});

const errorOf = (body: JsonObject): JsonObject => body['error'] as JsonObject;
const envelope = 'the body of an error is {"error": {"message", "type", "param", "code"}}';

/** Faults of refusals. */
export const errorFaults = {
  'unauthorized-as-403': errorFault({
    does: 'whoever is not known is answered 403 instead of 401',
    breaks: 'a request without valid authorization is answered 401',
    source: 'http',
    of: 401,
    status: 403,
  }),
  'not-found-as-200': errorFault({
    does: 'what is not there is answered 200, with the body of the error',
    breaks: 'what is not there is answered 404',
    source: 'observed',
    of: 404,
    status: 200,
  }),
  'bad-request-as-500': errorFault({
    does: 'requests that break the contract are answered 500 instead of 400',
    breaks: 'a request that breaks the contract is answered 400',
    source: 'observed',
    of: 400,
    status: 500,
  }),
  'error-as-text': errorFault({
    does: 'error is the message itself: {"error": "…"}',
    breaks: envelope,
    source: 'openapi',
    change: (body) => ({ error: errorOf(body)['message'] }),
  }),
  'error-param-missing': errorFault({
    does: 'errors have no param',
    breaks: envelope,
    source: 'openapi',
    change(body) {
      const { param: _, ...error } = errorOf(body);
      return { error };
    },
  }),
  'error-echoes-token': errorFault({
    does: 'the message of a 401 repeats the token that was sent',
    breaks: 'an error never repeats a credential',
    source: 'synthetic',
    of: 401,
    change(body, request) {
      const token = bearerToken(request.headers.get('authorization') ?? '');
      const error = errorOf(body);
      return token === undefined
        ? body
        : { error: { ...error, message: `${String(error['message'])} You sent: ${token}` } };
    },
  }),
} satisfies Record<string, Fault>;
