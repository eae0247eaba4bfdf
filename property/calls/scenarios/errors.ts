import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { scenario } from '../scenario.ts';
import type { AnyScenario, Breach, Source } from '../scenario.ts';
import { envelope, requestId } from '../server/reply.ts';
import type { HttpReply } from '../server/reply.ts';
import { allOperations, requiredParams } from '../values.ts';

const statuses = [400, 401, 403, 404, 409, 422, 429, 500, 503] as const;
const Plan = z.object({
  operation: z.enum(allOperations),
  status: z.literal(statuses),
  requestId: z.boolean(),
});
type Plan = z.infer<typeof Plan>;

const message = 'Workflow with id ‘wf_1’ not found.';
const code = 'workflow_not_found';
const documented = JSON.stringify(envelope(message, code));

/** What must reach the caller. */
interface Kept {
  readonly code?: string;
  /** A text that must stand in the message. */
  readonly message?: string;
}

interface ErrorBody {
  readonly name: string;
  readonly server: string;
  readonly source: Source;
  readonly reference?: string;
  readonly contentType?: string;
  readonly headers?: HttpReply['headers'];
  readonly body: string | Uint8Array;
  readonly kept: Kept;
  readonly keeps: string;
}

const bodies: readonly ErrorBody[] = [
  {
    name: 'documented',
    server: 'The documented error body, with a code.',
    source: 'published',
    reference: 'the Error schema of the API',
    body: documented,
    kept: { code, message },
    keeps: 'status, code, message and request id',
  },
  {
    name: 'no-code',
    server: 'The documented error body whose code and param are null.',
    source: 'published',
    reference: 'the Error schema of the API',
    body: JSON.stringify(envelope(message)),
    kept: { message },
    keeps: 'status, message and request id',
  },
  {
    name: 'unknown-fields',
    server: 'The documented error body among fields that nobody knows.',
    source: 'published',
    reference: 'the Error schema of the API is open',
    body: JSON.stringify({
      trace: [1],
      error: { ...(envelope(message, code) as { error: object }).error, retryable: false, inner: { a: 1 } },
    }),
    kept: { code, message },
    keeps: 'status, code, message and request id',
  },
  {
    name: 'compressed',
    server: 'The documented error body, compressed with gzip.',
    source: 'published',
    reference: 'RFC 9110, 8.4; sent only where the request accepts it',
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync(documented),
    kept: { code, message },
    keeps: 'status, code, message and request id',
  },
  {
    name: 'problem-json',
    server: 'The documented error body as application/problem+json.',
    source: 'convention',
    contentType: 'application/problem+json',
    body: documented,
    kept: { message },
    keeps: 'status, message and request id',
  },
  {
    name: 'wrong-content-type',
    server: 'The documented error body as text/plain, as proxies label it.',
    source: 'convention',
    contentType: 'text/plain',
    body: documented,
    kept: { code, message },
    keeps: 'status, code, message and request id',
  },
  {
    name: 'text-in-error',
    server: 'The error is a text: {"error":"…"}.',
    source: 'convention',
    body: JSON.stringify({ error: message }),
    kept: { message },
    keeps: 'status, message and request id',
  },
  {
    name: 'flat',
    server: 'Message and code stand at the top level.',
    source: 'convention',
    body: JSON.stringify({ message, code }),
    kept: { message },
    keeps: 'status, message and request id',
  },
  {
    name: 'nested',
    server: 'The message is an object.',
    source: 'convention',
    body: JSON.stringify({ error: { message: { text: message }, type: {}, param: [], code } }),
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'number-as-code',
    server: 'The code is a number.',
    source: 'convention',
    body: JSON.stringify({ error: { message, type: 'x', param: null, code: 42 } }),
    kept: { message },
    keeps: 'status, message and request id',
  },
  {
    name: 'html',
    server: "A proxy's HTML page.",
    source: 'convention',
    contentType: 'text/html',
    body: '<html><body><h1>502 Bad Gateway</h1></body></html>',
    kept: { message: '502 Bad Gateway' },
    keeps: 'status, request id and the text of the page',
  },
  {
    name: 'html-as-json',
    server: "A proxy's HTML page that calls itself JSON.",
    source: 'convention',
    body: '<html><body><h1>502 Bad Gateway</h1></body></html>',
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'empty',
    server: 'No body at all.',
    source: 'convention',
    body: '',
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'truncated-json',
    server: 'JSON that ends in the middle, in a message that is complete.',
    source: 'convention',
    body: documented.slice(0, 30),
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'null',
    server: 'The body is null.',
    source: 'convention',
    body: 'null',
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'scalar',
    server: 'The body is the number 0.',
    source: 'convention',
    body: '0',
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'list',
    server: 'The body is a list of errors.',
    source: 'convention',
    body: JSON.stringify([envelope(message, code)]),
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'error-is-null',
    server: '{"error":null}.',
    source: 'convention',
    body: '{"error":null}',
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'huge',
    server: 'The documented error body with a message of a megabyte.',
    source: 'convention',
    body: JSON.stringify(envelope(`${message}${'x'.repeat(2 ** 20)}`, code)),
    kept: { code },
    keeps: 'status, code and request id',
  },
  {
    name: 'deep',
    server: 'Lists within lists, 5000 deep.',
    source: 'convention',
    body: `{"error":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    kept: {},
    keeps: 'status and request id',
  },
  {
    name: 'not-utf-8',
    server: 'The documented error body with a byte that is no UTF-8.',
    source: 'convention',
    body: Buffer.concat([Buffer.from('{"error":{"message":"'), Buffer.of(0xff), Buffer.from('"}}')]),
    kept: {},
    keeps: 'status and request id',
  },
];

function judgeError(
  { status, requestId: hasId }: Plan,
  kept: Kept,
  outcome: Parameters<AnyScenario['judge']>[1]['outcome'],
): Breach[] {
  if (outcome.kind === 'value')
    return [{ what: 'no error', detail: `the answer was ${status}, the caller got a value` }];
  if (outcome.kind !== 'error') return [];
  const { error } = outcome;
  const told = `${error.type}: ${error.message.slice(0, 160)}`;
  const breach = (what: string, wanted: string, came: string | number | null): Breach => ({
    what,
    detail: `${what}: sent ${wanted}, the error has ${came === null ? 'none' : came} (${told})`,
  });
  return [
    ...(error.status === status ? [] : [breach('status', String(status), error.status)]),
    ...(hasId && error.requestId !== requestId ? [breach('request id', requestId, error.requestId)] : []),
    ...(kept.code !== undefined && error.code !== kept.code ? [breach('code', kept.code, error.code)] : []),
    ...(kept.message !== undefined && !error.message.includes(kept.message)
      ? [breach('message', kept.message, error.message.slice(0, 160) || null)]
      : []),
  ];
}

const errorScenario = ({
  name,
  server,
  source,
  reference,
  contentType,
  headers,
  body,
  kept,
  keeps,
}: ErrorBody): AnyScenario =>
  scenario<Plan>({
    name: `error-body/${name}`,
    server,
    claim: `The error keeps ${keeps}.`,
    source,
    ...(reference === undefined ? {} : { reference }),
    plan: Plan,
    simplest: { operation: 'threads.retrieve', status: 400, requestId: true },
    draw: (stream, n) => ({
      operation: n === 0 ? 'threads.retrieve' : (allOperations[n % allOperations.length] ?? 'threads.list'),
      status: n === 0 ? 400 : stream.pick(statuses),
      requestId: n % 5 !== 4,
    }),
    play: ({ operation, status, requestId: hasId }) => ({
      operation,
      params: requiredParams(operation),
      mostRequests: 4,
      reply: ({ headers: asked }) => {
        const encoded = headers?.['content-encoding'] !== undefined;
        const plain = encoded && !/gzip/.test(asked['accept-encoding'] ?? '');
        return {
          kind: 'http',
          status,
          headers: {
            'content-type': contentType ?? 'application/json',
            'x-should-retry': 'false',
            ...(plain ? {} : headers),
            ...(hasId ? { 'x-request-id': requestId } : {}),
          },
          body: plain ? documented : body,
        };
      },
    }),
    judge: (plan, { outcome }) => judgeError(plan, kept, outcome),
  });

/** Errors with bodies of every shape. */
export const errors: readonly AnyScenario[] = bodies.map(errorScenario);
