import { z } from 'zod';
import { operationPath, operations } from '../../../schema/index.ts';
import { scenario } from '../scenario.ts';
import type { AnyScenario, Breach } from '../scenario.ts';
import { answer, requestId } from '../server/reply.ts';
import type { Exchange } from '../server/exchange.ts';
import { allOperations, goodBody, requiredParams } from '../values.ts';

const ids = [
  'a/b',
  '../sessions',
  '..',
  '.',
  '%2e%2e',
  '%2E.',
  'a%2Fb',
  'a?b=c',
  'a#b',
  'a b',
  'é',
  '日本',
  '😀',
  'a\\b',
  'a;b',
  '%',
  '%zz',
  'a+b',
  '@',
  ':',
  'a%00b',
  'items',
  '//host/x',
  'http://localhost/x',
] as const;

const withId = ['threads.retrieve', 'threads.listItems', 'threads.delete', 'sessions.cancel'] as const;
const idName = (id: (typeof withId)[number]): string => operations[id].pathParameters[0] ?? '';

const good = (operation: (typeof allOperations)[number]) =>
  answer(200, goodBody(operation), { headers: { 'x-request-id': requestId } });

/** The segments of a path below the base URL, decoded as the last reader would; undefined for what can't be. */
function segmentsOf(target: string): string[] | undefined {
  try {
    return (target.split('?')[0] ?? '').split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** What a server understands when it, or a proxy before it, resolves dot segments. */
const isDots = (segment: string): boolean => /^(\.|%2e){1,2}$/i.test(segment);

function pathBreach(operation: (typeof withId)[number], id: string, { method, target }: Exchange): Breach[] {
  const wanted = operations[operation].path
    .replace(/\{\w+\}/, '\u0000')
    .split('/')
    .slice(1);
  const segments = segmentsOf(target);
  const raw = (target.split('?')[0] ?? '').split('/').slice(1);
  const detail = `the id was ${JSON.stringify(id)}, the request ${method} ${target}`;
  if (target.startsWith('(outside)')) return [{ what: 'another place', detail }];
  if (segments === undefined) return [{ what: 'a path that cannot be decoded', detail }];
  if (raw.some(isDots)) return [{ what: 'dot segments', detail }];
  if (segments.length !== wanted.length || target.includes('?')) return [{ what: 'another path', detail }];
  const fits = wanted.every((part, i) => (part === '\u0000' ? segments[i] === id : segments[i] === part));
  return fits && method === operations[operation].method ? [] : [{ what: 'another id', detail }];
}

const path = scenario({
  name: 'request/path',
  server:
    'Answers whatever is asked; the id in the path has slashes, dots, percent signs, question marks, letters of many scripts.',
  claim: 'The id stands in the path as one segment, escaped; or the client refuses it before it asks.',
  source: 'published',
  reference: 'RFC 3986, 2.1 and 3.3',
  plan: z.object({ operation: z.enum(withId), id: z.string().min(1) }),
  simplest: { operation: 'threads.retrieve' as const, id: 'a' },
  draw: (stream, n) => ({
    operation: withId[n % withId.length] ?? 'threads.retrieve',
    id: ids[n] ?? `${stream.pick(['', 'a', '/', '%'])}${stream.pick(ids)}${stream.pick(['', '/', '?', '#'])}`,
  }),
  play: ({ operation, id }) => ({
    operation,
    params: { [idName(operation)]: id },
    mostRequests: 4,
    reply: () => good(operation),
  }),
  judge: ({ operation, id }, { exchanges }) =>
    exchanges.slice(0, 1).flatMap((exchange) => pathBreach(operation, id, exchange)),
  // A request that strayed is the finding; what else it lacks adds nothing.
  exempt: ['authorization', 'beta-header'],
});

const emptyId = scenario({
  name: 'request/empty-id',
  server: 'Answers whatever is asked; the id is empty.',
  claim: 'The client refuses it: without it the path names another operation.',
  source: 'convention',
  plan: z.object({ operation: z.enum(withId) }),
  simplest: { operation: 'threads.retrieve' as const },
  draw: (_, n) => ({ operation: withId[n % withId.length] ?? 'threads.retrieve' }),
  play: ({ operation }) => ({
    operation,
    params: { [idName(operation)]: '' },
    mostRequests: 4,
    reply: () => good(operation),
  }),
  judge: ({ operation }, { exchanges: [first] }) =>
    first === undefined
      ? []
      : [{ what: operations[operation].method, detail: `the request was ${first.method} ${first.target}` }],
});

const texts = [
  'user',
  'a b',
  'a+b',
  'a&b=c',
  'a=b',
  '100%',
  '%2B',
  'é',
  '日本語',
  '😀',
  'a#b',
  '?',
  '"\'<>',
  '\\',
  'a\nb',
  ' ',
  'x'.repeat(512),
];

const query = scenario({
  name: 'request/query',
  server: 'Answers an empty list.',
  claim: 'The query holds the parameters as they were given, and no others.',
  source: 'published',
  plan: z.object({
    operation: z.enum(['threads.list', 'threads.listItems']),
    limit: z.int().min(0).max(100).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    after: z.string().min(1).optional(),
    before: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
  }),
  simplest: { operation: 'threads.list' as const },
  draw: (stream, n) => ({
    operation: n % 3 === 2 ? ('threads.listItems' as const) : ('threads.list' as const),
    ...(stream.chance(0.6) ? { limit: stream.pick([0, 1, 20, 100]) } : {}),
    ...(stream.chance(0.6) ? { order: stream.pick(['asc', 'desc'] as const) } : {}),
    ...(stream.chance(0.5) ? { after: stream.pick(texts) } : {}),
    ...(stream.chance(0.5) ? { before: stream.pick(texts) } : {}),
    ...(n % 3 === 2 ? {} : { user: texts[n % texts.length] ?? 'user' }),
  }),
  play: ({ operation, ...params }) => ({
    operation,
    params: { ...requiredParams(operation), ...params },
    mostRequests: 4,
    reply: () => answer(200, { object: 'list', data: [], first_id: null, last_id: null, has_more: false }),
  }),
  judge: (plan, { exchanges: [first] }) => {
    const params: Partial<typeof plan> = { ...plan };
    delete params.operation;
    if (first === undefined) return [{ what: 'no request', detail: `parameters ${JSON.stringify(params)}` }];
    const came = new URLSearchParams(first.target.split('?')[1] ?? '');
    const wanted = Object.entries(params).filter(([, value]) => value !== undefined);
    const names = new Set([...wanted.map(([name]) => name), ...came.keys()]);
    return [...names]
      .filter((name) => {
        const given = params[name as keyof typeof params];
        return came.getAll(name).join('\u0000') !== (given === undefined ? '' : String(given));
      })
      .slice(0, 1)
      .map((name) => ({
        what: name,
        detail: `${name} was ${JSON.stringify(params[name as keyof typeof params])}, the request ${first.target}`,
      }));
  },
});

/** Object members in any order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

const sessionBodies: readonly Record<string, unknown>[] = [
  { user: 'user', workflow: { id: 'wf_1' } },
  { user: '日本 😀 "\\\u2028', workflow: { id: 'wf_1', version: '2024-10-01' } },
  {
    user: 'user',
    workflow: { id: 'wf_1', state_variables: { text: 'é', whole: 3, part: 0.5, yes: true, '': 'empty' } },
  },
  { user: 'user', workflow: { id: 'wf_1', tracing: { enabled: false } } },
  { user: 'user', workflow: { id: 'wf_1' }, expires_after: { anchor: 'created_at', seconds: 600 } },
  { user: 'user', workflow: { id: 'wf_1' }, rate_limits: { max_requests_per_1_minute: 1 } },
  {
    user: 'user',
    workflow: { id: 'wf_1' },
    chatkit_configuration: {
      automatic_thread_titling: { enabled: false },
      file_upload: { enabled: true, max_file_size: 1, max_files: 1 },
      history: { enabled: true, recent_threads: 1 },
    },
  },
];

const body = scenario({
  name: 'request/body',
  server: 'Answers with a session.',
  claim:
    'POST /chatkit/sessions carries the parameters as JSON, unchanged and no others, and says so in content-type.',
  source: 'published',
  plan: z.object({
    which: z
      .int()
      .min(0)
      .max(sessionBodies.length - 1),
  }),
  simplest: { which: 0 },
  draw: (_, n) => ({ which: n % sessionBodies.length }),
  play: ({ which }) => ({
    operation: 'sessions.create',
    params: sessionBodies[which] ?? {},
    mostRequests: 4,
    reply: () => good('sessions.create'),
  }),
  judge: ({ which }, { exchanges: [first] }) => {
    if (first === undefined) return [{ what: 'no request', detail: JSON.stringify(sessionBodies[which]) }];
    const type = first.headers['content-type'] ?? 'none';
    const breaches: Breach[] = [];
    if (!/^application\/json\b/i.test(type))
      breaches.push({ what: 'content-type', detail: `content-type ${type}` });
    let sent: unknown;
    try {
      sent = JSON.parse(first.body);
    } catch {
      return [...breaches, { what: 'no JSON', detail: `the body was ${first.body.slice(0, 200)}` }];
    }
    if (canonical(sent) !== canonical(sessionBodies[which]))
      breaches.push({
        what: 'another body',
        detail: `given ${canonical(sessionBodies[which])}, sent ${canonical(sent)}`,
      });
    return breaches;
  },
});

const line = scenario({
  name: 'request/method-and-path',
  server: 'Answers as it should.',
  claim: 'Each operation is asked for with its method, at its path, once, and gives its value.',
  source: 'published',
  plan: z.object({ operation: z.enum(allOperations) }),
  simplest: { operation: 'threads.retrieve' as const },
  draw: (_, n) => ({ operation: allOperations[n % allOperations.length] ?? 'threads.retrieve' }),
  play: ({ operation }) => ({
    operation,
    params: requiredParams(operation),
    mostRequests: 4,
    reply: () => good(operation),
  }),
  judge: ({ operation }, { exchanges, outcome }) => {
    const { method } = operations[operation];
    const wanted = operationPath(operation, requiredParams(operation) as Record<string, string>);
    const [first] = exchanges;
    const came = exchanges.map((each) => `${each.method} ${each.target}`).join(', ') || 'none';
    if (exchanges.length !== 1 || first?.method !== method || first.target.split('?')[0] !== wanted)
      return [{ what: operation, detail: `wanted ${method} ${wanted}, the requests were: ${came}` }];
    return outcome.kind === 'error'
      ? [
          {
            what: `${operation}: an error`,
            detail: `${outcome.error.type}: ${outcome.error.message.slice(0, 200)}`,
          },
        ]
      : [];
  },
});

/** What the client's own requests look like. */
export const requests: readonly AnyScenario[] = [line, path, emptyId, query, body];
