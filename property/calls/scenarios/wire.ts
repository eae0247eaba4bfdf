import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { operations } from '../../../schema/index.ts';
import type { Observed } from '../observed.ts';
import { plainPlay } from '../plain-play.ts';
import { scenario } from '../scenario.ts';
import type { AnyScenario, Breach } from '../scenario.ts';
import { answer, envelope, errorReply, requestId } from '../server/reply.ts';
import type { HttpReply, Reply } from '../server/reply.ts';
import { allOperations, goodBody, idsOf, pagedOperations } from '../values.ts';

type OperationName = (typeof allOperations)[number];
const operation = z.enum(allOperations);
const PlanOfOperation = z.object({ operation });
const simplest = { operation: 'threads.retrieve' as const };
const drawOperation = (_: unknown, n: number) => ({
  operation: allOperations[n % allOperations.length] ?? ('threads.retrieve' as const),
});

const good = (id: OperationName, more: Partial<HttpReply> = {}): HttpReply =>
  answer(200, goodBody(id), { ...more, headers: { 'x-request-id': requestId, ...more.headers } });

/** The value must have come, whole. */
function wantsValue({ outcome }: Observed, form = ''): Breach[] {
  const what = (text: string) => (form === '' ? text : `${text}: ${form}`);
  if (outcome.kind === 'error')
    return [
      { what: what('an error'), detail: `${outcome.error.type}: ${outcome.error.message.slice(0, 200)}` },
    ];
  if (outcome.kind !== 'value') return [];
  const ids = idsOf(outcome.value);
  return ids.length === 1 && ids[0] === 'entry_1'
    ? []
    : [
        {
          what: what('another value'),
          detail: `the caller got ${JSON.stringify(outcome.value).slice(0, 200)}`,
        },
      ];
}

/** No value may come of what is none. */
function wantsError({ outcome }: Observed, form: string, sent: string): Breach[] {
  if (outcome.kind !== 'value') return [];
  const came = JSON.stringify(outcome.value) ?? 'undefined';
  return [{ what: form, detail: `${sent}; no error, the caller got ${came.slice(0, 200)}` }];
}

const slow = scenario({
  name: 'wire/slow',
  server: 'The answer takes its time: before the headers, or in pieces.',
  claim: 'The caller gets the value; nothing is asked twice.',
  source: 'convention',
  plan: z.object({ operation, delayMs: z.int().min(0).max(1500), pieces: z.int().min(1).max(40) }),
  simplest: { ...simplest, delayMs: 0, pieces: 1 },
  draw: (stream, n) => ({
    ...drawOperation(stream, n),
    delayMs: n % 2 === 0 ? stream.int(300, 1500) : 0,
    pieces: n % 2 === 0 ? 1 : stream.int(2, 40),
  }),
  play: ({ operation, delayMs, pieces }) =>
    plainPlay(operation, () => good(operation, { delayMs, drip: { pieces, gapMs: 30 } })),
  judge: (_, observed) => [
    ...wantsValue(observed),
    ...(observed.exchanges.length > 1
      ? [{ what: 'asked again', detail: `${observed.exchanges.length} requests` }]
      : []),
  ],
});

const silence = scenario({
  name: 'wire/no-answer-in-time',
  server: 'No answer comes, or it stops in the middle of the body; the client has a timeout of 300 ms.',
  claim: 'The call ends with an error after the timeouts of three tries.',
  source: 'client documentation',
  plan: z.object({
    operation: z.enum(['threads.retrieve', 'threads.list', 'threads.delete']),
    where: z.enum(['headers', 'body']),
  }),
  simplest: { operation: 'threads.retrieve' as const, where: 'headers' as const },
  draw: (stream, n) => ({
    operation: stream.pick(['threads.retrieve', 'threads.list', 'threads.delete'] as const),
    where: n % 2 === 0 ? ('headers' as const) : ('body' as const),
  }),
  play: ({ operation, where }) =>
    plainPlay(
      operation,
      () => (where === 'headers' ? { kind: 'none', how: 'silence' } : good(operation, { ending: 'stall' })),
      { timeoutMs: 300 },
    ),
  // Three tries of 300 ms and the pauses between them, up to 1.5 s in all; the server lets go after six seconds.
  judge: ({ where }, observed) => [
    ...wantsError(observed, `a value: ${where}`, 'the body never came whole'),
    ...(observed.elapsedMs > 5500 && observed.outcome.kind === 'error'
      ? [{ what: `too late: ${where}`, detail: `the error came after ${Math.round(observed.elapsedMs)} ms` }]
      : []),
  ],
});

const brokenForms = ['cut', 'reset', 'chunks cut'] as const;

/** An answer whose body ends before its end. */
const endingEarly = (reply: HttpReply, form: (typeof brokenForms)[number]): HttpReply =>
  form === 'chunks cut'
    ? { ...reply, ending: 'cut', headers: { ...reply.headers, 'transfer-encoding': 'chunked' } }
    : { ...reply, ending: form };

const broken = scenario({
  name: 'wire/body-cut-short',
  server:
    'The connection is closed or reset before all announced bytes, or the last chunk, have come, every time; what came is complete JSON.',
  claim: 'The call ends with an error.',
  source: 'published',
  reference: 'RFC 9112, 8',
  plan: z.object({ operation, form: z.enum(brokenForms) }),
  simplest: { ...simplest, form: 'cut' as const },
  draw: (stream, n) => ({ ...drawOperation(stream, n), form: brokenForms[n % brokenForms.length] ?? 'cut' }),
  play: ({ operation, form }) => plainPlay(operation, () => endingEarly(good(operation), form)),
  judge: ({ form }, observed) => wantsError(observed, form, 'the body was cut short'),
});

const refusals = [400, 404, 422] as const;

const brokenError = scenario({
  name: 'wire/error-cut-short',
  server: 'A 4xx whose body is cut short or reset; what came of it is complete JSON.',
  claim: 'The call ends with an error, and where it is not one of the connection, it has the status.',
  source: 'published',
  reference: 'RFC 9112, 8: the status line came whole',
  plan: z.object({ operation, form: z.enum(brokenForms), status: z.literal(refusals) }),
  simplest: { ...simplest, form: 'cut' as const, status: 400 as const },
  draw: (stream, n) => ({
    ...drawOperation(stream, n),
    form: brokenForms[n % brokenForms.length] ?? 'cut',
    status: refusals[n] ?? stream.pick(refusals),
  }),
  play: ({ operation, form, status }) =>
    plainPlay(operation, () => endingEarly(errorReply(status, { 'x-should-retry': 'false' }), form)),
  judge: ({ form, status }, observed) => {
    const { outcome } = observed;
    if (outcome.kind === 'error' && outcome.error.status !== null && outcome.error.status !== status)
      return [
        {
          what: `another status: ${form}`,
          detail: `sent ${status}, the error has ${outcome.error.status} (${outcome.error.type})`,
        },
      ];
    return wantsError(observed, `a value: ${form}`, `the answer was ${status}`);
  },
});

const refused = scenario({
  name: 'wire/reset-before-answer',
  server: 'The first connection is reset or closed without an answer; the next request is answered.',
  claim: 'The client asks again, as documented for connection errors, and its caller gets the value.',
  source: 'client documentation',
  plan: z.object({
    operation: z.enum(['threads.retrieve', 'threads.list', 'threads.delete']),
    how: z.enum(['reset', 'close']),
  }),
  simplest: { ...simplest, how: 'reset' as const },
  draw: (stream, n) => ({
    operation: stream.pick(['threads.retrieve', 'threads.list', 'threads.delete'] as const),
    how: n % 2 === 0 ? ('reset' as const) : ('close' as const),
  }),
  play: ({ operation, how }) =>
    plainPlay(operation, ({ index }) => (index === 0 ? { kind: 'none', how } : good(operation))),
  judge: ({ how }, observed) => wantsValue(observed, how),
});

const redirectLoop = scenario({
  name: 'wire/redirects-for-ever',
  server: 'Every answer redirects to the same address.',
  claim: 'The call ends with an error.',
  source: 'convention',
  plan: z.object({ operation, status: z.literal([301, 302, 307, 308]) }),
  simplest: { ...simplest, status: 302 as const },
  draw: (stream, n) => ({ ...drawOperation(stream, n), status: stream.pick([301, 302, 307, 308] as const) }),
  play: ({ operation, status }) =>
    plainPlay(
      operation,
      ({ target }) => ({
        kind: 'http',
        status,
        headers: { location: target.replace(/^.*\//, './') },
        body: '',
      }),
      // Up to 20 redirects are usual, and the whole may be tried three times.
      { mostRequests: 70 },
    ),
  judge: ({ status }, observed) => wantsError(observed, `a value: ${status}`, 'there was never an answer'),
});

const redirectAway = scenario({
  name: 'wire/redirect-elsewhere',
  server: 'The answer redirects to another host, which is not the one that the key is meant for.',
  claim: 'The key is not sent to the other host.',
  source: 'published',
  reference: 'the Fetch standard, HTTP-redirect fetch: Authorization is removed across origins',
  plan: z.object({ operation, status: z.literal([302, 307, 308]) }),
  simplest: { ...simplest, status: 302 as const },
  draw: (stream, n) => ({ ...drawOperation(stream, n), status: stream.pick([302, 307, 308] as const) }),
  play: ({ operation, status }) =>
    plainPlay(operation, ({ index, headers, prefix, target }) => {
      const { host = '' } = headers;
      if (index > 0 || host.startsWith('localhost')) return good(operation);
      const location = `http://localhost:${host.split(':')[1] ?? ''}${prefix}${target}`;
      return { kind: 'http', status, headers: { location }, body: '' };
    }),
  judge: (_, { exchanges }) =>
    exchanges
      .filter(
        ({ headers }) => headers['host']?.startsWith('localhost') && headers['authorization'] !== undefined,
      )
      .slice(0, 1)
      .map(({ method, target, headers }) => ({
        what: 'the key was sent',
        detail: `${method} http://${headers['host']}…${target} carried the Authorization of 127.0.0.1`,
      })),
  exempt: ['authorization', 'beta-header'],
});

const noContent = scenario({
  name: 'wire/204',
  server: '204 without a body.',
  claim: 'The call ends; with an error, where the caller was to get a value with fields.',
  source: 'convention',
  plan: PlanOfOperation,
  simplest,
  draw: drawOperation,
  play: ({ operation }) =>
    plainPlay(operation, () => ({
      kind: 'http',
      status: 204,
      headers: { 'x-request-id': requestId },
      body: '',
    })),
  judge: ({ operation }, observed) =>
    operation === 'threads.delete' ? [] : wantsError(observed, kindOf(operation), 'the answer was 204'),
});

const kindOf = (id: OperationName): string =>
  (pagedOperations as readonly string[]).includes(id) ? 'a list' : operations[id].success.shape;

const sentForms: Readonly<Record<string, (id: OperationName) => Reply>> = {
  'no body': () => text('', 'application/json'),
  'an HTML page': () => text('<html><body>Sign in to the network</body></html>', 'text/html'),
  'JSON that calls itself text': (id) => text(JSON.stringify(goodBody(id)), 'text/plain'),
  'an error body': () => answer(200, envelope('The server had an error.', 'server_error', 'server_error')),
  null: () => answer(200, null),
  'a text': () => answer(200, 'ok'),
  'truncated JSON': (id) => text(JSON.stringify(goodBody(id)).slice(0, -9), 'application/json'),
  'compressed, cut short': (id) => {
    const bytes = gzipSync(JSON.stringify(goodBody(id)));
    return {
      ...text(bytes.subarray(0, bytes.length - 12), 'application/json', { 'content-encoding': 'gzip' }),
    };
  },
};
const sentNames = Object.keys(sentForms);

const text = (
  body: string | Uint8Array,
  contentType: string,
  headers: HttpReply['headers'] = {},
): HttpReply => ({
  kind: 'http',
  status: 200,
  headers: { 'content-type': contentType, 'x-request-id': requestId, ...headers },
  body,
});

const notAnAnswer = scenario({
  name: 'wire/200-without-the-value',
  server:
    '200 with something else than the value: an HTML page, an error body, null, truncated JSON, nothing.',
  claim:
    'The call ends with an error; JSON under another content type may be read. What was not sent is not made up: no list that looks empty.',
  source: 'convention',
  plan: z.object({ operation, form: z.enum(sentNames as [string, ...string[]]) }),
  simplest: { ...simplest, form: 'no body' },
  draw: (stream, n) => ({
    operation: n % 2 === 0 ? ('threads.list' as const) : stream.pick(allOperations),
    form: sentNames[Math.floor(n / 2) % sentNames.length] ?? 'no body',
  }),
  play: ({ operation, form }) =>
    plainPlay(operation, ({ headers }) => {
      const reply = sentForms[form]?.(operation) ?? answer(200, null);
      const packed = reply.kind === 'http' && reply.headers['content-encoding'] !== undefined;
      return packed && !/gzip/.test(headers['accept-encoding'] ?? '') ? answer(200, null) : reply;
    }),
  judge: ({ operation, form }, observed) => {
    const { outcome } = observed;
    if (
      form === 'JSON that calls itself text' &&
      outcome.kind === 'value' &&
      wantsValue(observed).length === 0
    )
      return [];
    // A value that shows what was sent is the lenient client's way; an empty list, or nothing, is made up.
    const isList = kindOf(operation) === 'a list';
    const madeUp =
      outcome.kind === 'value' && (isList || outcome.value === null || outcome.value === '(undefined)');
    return madeUp
      ? wantsError(observed, `${isList ? 'a list' : 'one object'}: ${form}`, `200 with ${form}`)
      : [];
  },
});

const packed = scenario({
  name: 'wire/compressed',
  server: 'The answer is compressed with gzip, where the request accepts that.',
  claim: 'The caller gets the value.',
  source: 'published',
  reference: 'RFC 9110, 8.4',
  plan: PlanOfOperation,
  simplest,
  draw: drawOperation,
  play: ({ operation }) =>
    plainPlay(operation, ({ headers }) =>
      /gzip/.test(headers['accept-encoding'] ?? '')
        ? text(gzipSync(JSON.stringify(goodBody(operation))), 'application/json', {
            'content-encoding': 'gzip',
          })
        : good(operation),
    ),
  judge: (_, observed) => wantsValue(observed),
});

const headerForms: Readonly<Record<string, HttpReply['headers']>> = {
  'content-type twice': { 'content-type': ['application/json', 'application/json'] },
  'content-type in capitals': { 'content-type': 'Application/JSON; Charset=UTF-8' },
  'request id twice': { 'x-request-id': ['req_a', 'req_b'] },
  'a header of 12 KB': { 'x-filler': 'x'.repeat(12 * 1024) },
  'a hundred headers': Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x-filler-${i}`, 'x'])),
  'retry-after on success': { 'retry-after': '3600' },
  'rate-limit headers that make no sense': {
    'x-ratelimit-limit-requests': 'many',
    'x-ratelimit-remaining-requests': '-1',
    'x-ratelimit-reset-requests': '1m2',
  },
};
const headerNames = Object.keys(headerForms);

const oddHeaders = scenario({
  name: 'wire/odd-headers',
  server: 'A good answer with odd headers: twice the same, in capitals, very long, very many, out of place.',
  claim: 'The caller gets the value, at the first request.',
  source: 'convention',
  plan: z.object({ operation, form: z.enum(headerNames as [string, ...string[]]) }),
  simplest: { ...simplest, form: headerNames[0] ?? '' },
  draw: (stream, n) => ({ ...drawOperation(stream, n), form: headerNames[n % headerNames.length] ?? '' }),
  play: ({ operation, form }) =>
    plainPlay(operation, () => good(operation, { headers: headerForms[form] ?? {} })),
  judge: ({ form }, observed) => [
    ...wantsValue(observed, form),
    ...(observed.exchanges.length > 1
      ? [{ what: `asked again: ${form}`, detail: `${observed.exchanges.length} requests` }]
      : []),
  ],
});

/** What may happen between two sockets. */
export const wire: readonly AnyScenario[] = [
  slow,
  silence,
  broken,
  brokenError,
  refused,
  redirectLoop,
  redirectAway,
  noContent,
  notAnAnswer,
  packed,
  oddHeaders,
];
