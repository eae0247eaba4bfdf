import { z } from 'zod';
import { operations } from '../../../schema/index.ts';
import { scenario } from '../scenario.ts';
import type { AnyScenario } from '../scenario.ts';
import { mostRetries } from '../rules.ts';
import { answer, errorReply, requestId } from '../server/reply.ts';
import type { Reply } from '../server/reply.ts';
import { allOperations, goodBody, requiredParams } from '../values.ts';

const operation = z.enum(allOperations);
const good = (id: (typeof allOperations)[number]): Reply =>
  answer(200, goodBody(id), { headers: { 'x-request-id': requestId } });

const retried = [408, 409, 429, 500, 502, 503, 504] as const;
const final = [400, 401, 403, 404, 405, 410, 413, 415, 422] as const;

/** Short pauses, so that a run has time for many. */
const soon = { 'retry-after-ms': '40' };

const counted = scenario({
  name: 'retries/bounded',
  server: 'Every request is answered with 408, 409, 429 or 5xx.',
  claim: `The client asks three times at most, as documented (${mostRetries} retries), then gives an error with the status.`,
  source: 'client documentation',
  plan: z.object({ operation, status: z.literal(retried) }),
  simplest: { operation: 'threads.retrieve' as const, status: 500 as const },
  draw: (stream, n) => ({
    operation: allOperations[n % allOperations.length] ?? 'threads.retrieve',
    status: retried[n] ?? stream.pick(retried),
  }),
  play: ({ operation, status }) => ({
    operation,
    params: requiredParams(operation),
    mostRequests: 12,
    reply: () => errorReply(status, soon),
  }),
  judge: ({ status }, { exchanges, outcome }) => [
    ...(exchanges.length > mostRetries + 1
      ? [{ what: 'more often', detail: `${exchanges.length} requests for one call, all answered ${status}` }]
      : []),
    ...(outcome.kind === 'value' ? [{ what: 'a value', detail: `every answer was ${status}` }] : []),
  ],
});

const notRetried = scenario({
  name: 'retries/not-for-the-callers-fault',
  server: 'Every request is answered with a 4xx that says that the request is wrong.',
  claim: 'The client asks once.',
  source: 'client documentation',
  plan: z.object({ operation, status: z.literal(final) }),
  simplest: { operation: 'threads.retrieve' as const, status: 400 as const },
  draw: (stream, n) => ({
    operation: allOperations[n % allOperations.length] ?? 'threads.retrieve',
    status: final[n] ?? stream.pick(final),
  }),
  play: ({ operation, status }) => ({
    operation,
    params: requiredParams(operation),
    mostRequests: 6,
    reply: () => errorReply(status),
  }),
  judge: ({ status }, { exchanges }) =>
    exchanges.length > 1
      ? [{ what: `after ${status}`, detail: `${exchanges.length} requests for one call` }]
      : [],
});

const toldNot = scenario({
  name: 'retries/told-not-to',
  server: '429 or 5xx with x-should-retry: false.',
  claim: 'The client asks once.',
  source: 'convention',
  plan: z.object({ operation, status: z.literal(retried) }),
  simplest: { operation: 'threads.retrieve' as const, status: 429 as const },
  draw: (stream, n) => ({
    operation: allOperations[n % allOperations.length] ?? 'threads.retrieve',
    status: stream.pick(retried),
  }),
  play: ({ operation, status }) => ({
    operation,
    params: requiredParams(operation),
    mostRequests: 6,
    reply: () => errorReply(status, { 'x-should-retry': 'false', ...soon }),
  }),
  judge: (_, { exchanges }) =>
    exchanges.length > 1 ? [{ what: 'retried', detail: `${exchanges.length} requests for one call` }] : [],
});

const toldTo = scenario({
  name: 'retries/told-to',
  server: '400 with x-should-retry: true, then the answer.',
  claim: 'The client asks again, and its caller gets the value.',
  source: 'convention',
  plan: z.object({ operation }),
  simplest: { operation: 'threads.retrieve' as const },
  draw: (_, n) => ({ operation: allOperations[n % allOperations.length] ?? 'threads.retrieve' }),
  play: ({ operation }) => ({
    operation,
    params: requiredParams(operation),
    mostRequests: 6,
    reply: ({ index }) =>
      index === 0 ? errorReply(400, { 'x-should-retry': 'true', ...soon }) : good(operation),
  }),
  judge: (_, { exchanges, outcome }) =>
    exchanges.length < 2 || outcome.kind === 'error'
      ? [{ what: 'not retried', detail: `${exchanges.length} requests, the call ended with ${outcome.kind}` }]
      : [],
});

const lostForms = ['500', '502', '504', 'reset', 'close', 'body cut short', 'no answer in time'] as const;

function lost(form: (typeof lostForms)[number], operation: (typeof allOperations)[number]): Reply {
  switch (form) {
    case 'reset':
    case 'close':
      return { kind: 'none', how: form };
    case 'no answer in time':
      return { kind: 'none', how: 'silence' };
    case 'body cut short':
      return answer(200, goodBody(operation), { ending: 'cut' });
    default:
      return errorReply(Number(form), soon);
  }
}

/** What makes a repeated request harmless. */
const idempotencyKeys = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['idempotency-key'];

const postOnce = scenario({
  name: 'retries/post-runs-twice',
  server:
    'The server takes a session to be created and its answer is lost: 5xx, a reset, a body cut short, silence.',
  claim:
    'The client does not create a second session: it asks once, or repeats itself under one Idempotency-Key.',
  source: 'published',
  reference: 'RFC 9110, 9.2.2: no automatic retry of a method that is not idempotent',
  plan: z.object({ form: z.enum(lostForms) }),
  simplest: { form: '500' as const },
  draw: (stream, n) => ({ form: lostForms[n] ?? stream.pick(lostForms) }),
  play: ({ form }) => ({
    operation: 'sessions.create',
    params: requiredParams('sessions.create'),
    mostRequests: 6,
    ...(form === 'no answer in time' ? { timeoutMs: 300 } : {}),
    reply: ({ index }) => (index === 0 ? lost(form, 'sessions.create') : good('sessions.create')),
  }),
  judge: ({ form }, { exchanges }) => {
    const posts = exchanges.filter(({ method }) => method === 'POST');
    const keys = new Set(posts.map(({ headers }) => idempotencyKeys(headers)));
    return posts.length > 1 && (keys.size > 1 || keys.has(undefined))
      ? [
          {
            what: form.startsWith('5') ? 'after 5xx' : `after ${form}`,
            detail: `${posts.length} POSTs for one call, ${keys.has(undefined) ? 'without an Idempotency-Key' : 'under different Idempotency-Keys'}`,
          },
        ]
      : [];
  },
});

const sameAgain = scenario({
  name: 'retries/same-request',
  server: 'The first request is answered with 503, then the answer comes.',
  claim: 'The retry is the same request: method, path, query and body.',
  source: 'convention',
  plan: z.object({ operation }),
  simplest: { operation: 'sessions.create' as const },
  draw: (_, n) => ({ operation: allOperations[n % allOperations.length] ?? 'threads.retrieve' }),
  play: ({ operation }) => ({
    operation,
    params: requiredParams(operation),
    mostRequests: 6,
    reply: ({ index }) => (index === 0 ? errorReply(503, soon) : good(operation)),
  }),
  judge: ({ operation }, { exchanges: [first, ...rest] }) =>
    rest
      .filter(
        ({ method, target, body }) =>
          method !== first?.method || target !== first.target || body !== first.body,
      )
      .slice(0, 1)
      .map(({ method, target }) => ({
        what: operations[operation].method,
        detail: `${first?.method} ${first?.target} became ${method} ${target}`,
      })),
});

/** How often a client asks, and what for. */
export const retries: readonly AnyScenario[] = [counted, notRetried, toldNot, toldTo, postOnce, sameAgain];
