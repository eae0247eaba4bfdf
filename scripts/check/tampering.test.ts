import { expect, it } from 'vitest';
import { checkInProcess } from './in-process.ts';

type Between = NonNullable<Parameters<typeof checkInProcess>[0]['between']>;
type Json = Record<string, unknown>;

const isCreation = ({ method, url }: Request): boolean => method === 'POST' && url.endsWith('/sessions');
const isCancel = ({ url }: Request): boolean => url.endsWith('/cancel');
const refuse = (status: number): Promise<Response> =>
  Promise.resolve(Response.json({ error: { message: 'm', type: 't', param: null, code: null } }, { status }));

/** Refuses some requests. */
const refusing =
  (status: number, which: (request: Request) => boolean): Between =>
  (request, next) =>
    which(request) ? refuse(status) : next(request);

/** Changes the bodies of successful answers to some requests. */
const changing =
  (which: (request: Request) => boolean, change: (body: Json) => Json): Between =>
  async (request, next) => {
    const response = await next(request);
    if (!which(request) || response.status !== 200) return response;
    return Response.json(change((await response.json()) as Json), { headers: response.headers });
  };

const token = ({ headers }: Request): string => headers.get('authorization') ?? '';
const always = (): boolean => true;
const withHeader = (request: Request, name: string, value: string): Request => {
  const headers = new Headers(request.headers);
  headers.set(name, value);
  return new Request(request, { headers });
};

/** Tells the end of an expired session as it is, and as another one when it is asked again. */
function forgetful(): Between {
  const seen = new Set<unknown>();
  return changing(isCancel, (body) => {
    const status = seen.has(body['id']) ? 'cancelled' : body['status'];
    seen.add(body['id']);
    return { ...body, status };
  });
}

/** What no named fault does, by the check that should see it. */
const tamperings: Record<string, Between> = {
  active_secret_is_accepted: refusing(401, (request) => token(request).startsWith('Bearer ek_')),
  any_text_survives: changing(isCreation, (body) => ({
    ...body,
    user: String(body['user']).replace(/[^ -~]/gu, '?'),
  })),
  cancelling_cancels: changing(isCancel, (body) => ({ ...body, status: 'expired' })),
  content_type_may_have_parameters: refusing(
    415,
    (request) => isCreation(request) && request.headers.get('content-type') !== 'application/json',
  ),
  deep_json_does_no_harm: async (request, next) =>
    isCreation(request) && (await request.clone().text()).includes('[[[[') ? refuse(418) : next(request),
  deletion_is_of_the_contract: changing(
    ({ method }) => method === 'DELETE',
    ({ id, deleted }) => ({ id, deleted }),
  ),
  deletion_names_its_thread: changing(
    ({ method }) => method === 'DELETE',
    (body) => ({ ...body, id: 'cthr_other' }),
  ),
  ended_session_keeps_its_end: forgetful(),
  expired_session_is_told: changing(isCancel, (body) => ({ ...body, status: 'cancelled' })),
  equal_times_reverse_too: changing(
    ({ url }) => url.includes('order=asc'),
    (body) => ({
      ...body,
      data: (body['data'] as { id: string; created_at: number }[]).toSorted(
        (a, b) => a.created_at - b.created_at || (a.id < b.id ? 1 : -1),
      ),
    }),
  ),
  method_override_is_ignored: (request, next) => {
    const method = request.headers.get('x-http-method-override');
    return next(method === null ? request : new Request(request, { method }));
  },
  missing_token_is_refused: (request, next) =>
    next(token(request) === '' ? withHeader(request, 'authorization', 'Bearer sk-chatkit-harness') : request),
  new_session_is_active: changing(isCreation, (body) => ({ ...body, status: 'expired' })),
  no_header_is_injected: async (request, next) => {
    const response = await next(request);
    if (/%0d%0a/i.test(request.url)) response.headers.set('x-injected', '1');
    return response;
  },
  odd_headers_are_ignored: refusing(404, ({ headers }) => headers.has('x-original-url')),
  oversized_body_is_refused: async (request, next) =>
    (await request.clone().arrayBuffer()).byteLength > 1_000_000 ? refuse(400) : next(request),
  percent_encoding_is_decoded_once: refusing(404, ({ url }) => /threads\/[^?]*%/.test(url)),
  prototype_names_are_plain_names: changing(isCreation, (body) => ({
    ...body,
    workflow: { ...(body['workflow'] as Json), state_variables: {} },
  })),
  session_follows_its_request: changing(isCreation, (body) => ({
    ...body,
    user: `${String(body['user'])} `,
  })),
  strange_queries_do_no_harm: refusing(302, ({ url }) => /%00|__proto__|%27/.test(url)),
  unknown_fields_are_ignored: refusing(400, ({ url }) => url.includes('&x_')),
  every_answer_has_a_request_id: async (request, next) => {
    const response = await next(request);
    response.headers.delete('x-request-id');
    return response;
  },
};

it.each(Object.entries(tamperings))(
  '%s is refuted by what breaks it, and by nothing else',
  async (name, between) => {
    const outcome = async (through?: Between) => {
      const { results } = await checkInProcess({
        seed: 1,
        runs: 20,
        names: [name],
        ...(through === undefined ? {} : { between: through }),
      });
      return results.map(({ check, outcome: what }) => [check.name, what]);
    };
    expect(await outcome(between)).toEqual([[name, 'refuted']]);
    expect(await outcome((request, next) => next(request))).toEqual([[name, 'holds']]);
  },
);

it('lets what it cannot change pass', async () => {
  const { results } = await checkInProcess({
    seed: 1,
    runs: 1,
    names: ['walk_ends'],
    between: changing(always, (body) => body),
  });
  expect(results.map(({ outcome }) => outcome)).toEqual(['holds']);
});
