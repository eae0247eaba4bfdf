/**
 * What docs/findings.md lists of the TypeScript client, by its ids, with the client alone: no code of this project.
 *
 *   node property/drivers/typescript/by-hand.ts [ID…]
 *
 * Prints what happens, and ends with 1 when something that is listed does not.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI, { OpenAIError } from 'openai';

type ChatKit = OpenAI['beta']['chatkit'];
type Call = (chatkit: ChatKit) => Promise<unknown>;
type Handler = (request: IncomingMessage, response: ServerResponse, n: number) => void;

/** What a call gave: its value or its error, what was asked, and when, in milliseconds. */
interface Came {
  readonly value: unknown;
  readonly error: (Error & { status?: number; requestID?: string }) | undefined;
  readonly asked: readonly string[];
  readonly atMs: readonly number[];
}

/** Makes a call whose answer has these bytes as its body. */
async function reads(body: string, call: Call): Promise<Came> {
  const fetch = () =>
    Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
  const client = new OpenAI({ apiKey: 'k', maxRetries: 0, fetch });
  const [value, error] = await settle(call(client.beta.chatkit));
  return { value, error, asked: [], atMs: [] };
}

/** Makes a call of a client with its defaults against a server. */
async function asks(handler: Handler, call: Call, options: { timeout?: number } = {}): Promise<Came> {
  const asked: string[] = [];
  const atMs: number[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    atMs.push(process.uptime() * 1000);
    request.resume().once('end', () => handler(request, response, asked.length));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new OpenAI({ apiKey: 'k', baseURL: `http://127.0.0.1:${port}`, ...options });
  const [value, error] = await settle(call(client.beta.chatkit));
  server.closeAllConnections();
  server.close();
  return { value, error, asked, atMs };
}

const settle = async (made: Promise<unknown>): Promise<[unknown, Came['error']]> => {
  try {
    return [await made, undefined];
  } catch (error) {
    return [undefined, error as Error];
  }
};

const send = (status: number, body: string, headers: Record<string, string> = {}): Handler => {
  const all = { 'content-type': 'application/json', 'x-request-id': 'req_1', ...headers };
  return (_, response) => void response.writeHead(status, all).end(body);
};
const thread = {
  object: 'chatkit.thread',
  created_at: 0,
  status: { type: 'active' },
  title: null,
  user: 'u',
};
const page = (
  ids: readonly string[],
  hasMore: boolean,
  lastId: string | null,
  more: object = {},
): Handler => {
  const data = ids.map((id) => ({ id, ...thread }));
  return send(200, JSON.stringify({ object: 'list', data, has_more: hasMore, last_id: lastId, ...more }));
};
const session = JSON.stringify({ id: 'cksess_1', object: 'chatkit.session', status: 'active' });
const refuse = send(400, '{"error":{"message":"enough"}}', { 'x-should-retry': 'false' });
const reset: Handler = (request) => void request.socket.resetAndDestroy();
const close: Handler = (request) => void request.socket.destroy();
const cut =
  (body: string): Handler =>
  (request, response) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length + 9 };
    response.writeHead(200, headers).write(body, () => setTimeout(() => request.socket.destroy(), 30));
  };
/** One answer after the other; the last one again and again. */
const inTurn =
  (...handlers: readonly Handler[]): Handler =>
  (request, response, n) =>
    handlers[Math.min(n, handlers.length) - 1]?.(request, response, n);

const list: Call = async ({ threads }) => {
  const ids: unknown[] = [];
  for await (const each of threads.list()) ids.push((each as { id?: unknown }).id ?? null);
  return ids;
};
const get: Call = ({ threads }) => threads.retrieve('cthr_1');
const create: Call = ({ sessions }) => sessions.create({ user: 'u', workflow: { id: 'wf_1' } });

const untyped = (type: string) => (came: Came) =>
  came.error?.constructor.name === type && !(came.error instanceof OpenAIError);
const gave = (value: unknown) => (came: Came) =>
  came.error === undefined && JSON.stringify(came.value) === JSON.stringify(value);
const times = (n: number, what: string) => (came: Came) =>
  came.asked.filter((each) => each === what).length >= n;
const twice = times(2, 'POST /chatkit/sessions');
const deep = send(400, `{"error":${'['.repeat(5000)}${']'.repeat(5000)}}`);
const lying = (data: unknown): Handler =>
  inTurn(page(['e1'], true, 'e1'), page([], true, 'e2', { data }), page(['e3'], false, null));

interface Names {
  readonly b: object;
}
/** Two objects; the second has a quotation mark for a name where the first has a backslash. */
const quotedName = String.raw`{"a":{"h":1,"\\":0},"b":{"h":1,"\"":2}}`;

/** Each finding: what is done, and what is to come of it. */
const findings: Readonly<Record<string, readonly [Promise<Came>, (came: Came) => boolean]>> = {
  'utf-16': [reads('\u0000}', ({ threads }) => threads.delete('cthr_1')), untyped('SyntaxError')],
  'no-json': [reads('{', get), untyped('SyntaxError')],
  'empty-thread': [reads('', get), ({ value, error }) => value === undefined && error === undefined],
  'null-page': [reads('null', list), untyped('TypeError')],
  'two-boms': [reads('\uFEFF\uFEFF{}', get), gave({})],
  'empty-page': [reads('', ({ threads }) => threads.listItems('cthr_1')), untyped('TypeError')],
  'escaped-name-lost': [reads(quotedName, get), ({ value }) => !('"' in (value as Names).b)],
  'escaped-name-added': [reads(quotedName, get), ({ value }) => '\\' in (value as Names).b],
  'request-id-field': [reads('{"_request_id":0,"id":"x"}', get), gave({ id: 'x' })],

  'repeated-cursor': [
    asks((...all) => (all[2] < 6 ? page(['e1'], true, 'e1') : refuse)(...all), list),
    times(5, 'GET /chatkit/threads?after=e1'),
  ],
  'cursors-in-a-circle': [
    asks((...all) => (all[2] < 6 ? page([`e${all[2] % 2}`], true, `e${all[2] % 2}`) : refuse)(...all), list),
    times(2, 'GET /chatkit/threads?after=e1'),
  ],
  'no-cursor': [asks(page(['e1'], true, null), list), gave(['e1'])],
  'empty-page-with-more': [asks(lying([]), list), gave(['e1'])],
  'no-list-absent': [asks(lying(undefined), list), gave(['e1'])],
  'no-list-null': [asks(lying(null), list), gave(['e1'])],
  'no-list-object': [asks(lying({}), list), untyped('TypeError')],
  'no-list-text': [asks(lying('e2'), list), gave(['e1', null, null, 'e3'])],
  'post-twice-5xx': [asks(inTurn(send(500, '{}'), send(200, session)), create), twice],
  'post-twice-reset': [asks(inTurn(reset, send(200, session)), create), twice],
  'post-twice-close': [asks(inTurn(close, send(200, session)), create), twice],
  'post-twice-silence': [
    asks(
      inTurn(() => {}, send(200, session)),
      create,
      { timeout: 300 },
    ),
    twice,
  ],
  'post-cut-short': [asks(cut(session), create), untyped('TypeError')],
  'page-cut-short': [
    asks(inTurn(page(['e1'], true, 'e1'), cut('{"data":[],"has_more":false}')), list),
    untyped('TypeError'),
  ],
  'body-cut-short': [asks(cut('{"id":"x"}'), get), untyped('TypeError')],
  'retry-after-hour': [
    asks(inTurn(send(429, '{}', { 'retry-after': '3600' }), send(200, '{}')), get),
    ({ atMs: [first = 0, second = Infinity] }) => second - first < 9000,
  ],
  'error-deep-type': [asks(deep, get), untyped('RangeError')],
  'error-deep-status': [asks(deep, get), ({ error }) => error !== undefined && error.status === undefined],
  'error-deep-request-id': [
    asks(deep, get),
    ({ error }) => error !== undefined && error.requestID === undefined,
  ],
  'list-error-body': [asks(send(200, '{"error":{"message":"x"}}'), list), gave([])],
  'list-html': [asks(send(200, '<html>', { 'content-type': 'text/html' }), list), gave([])],
  'list-text-plain': [
    asks(send(200, '{"data":[{"id":"e1"}],"has_more":false}', { 'content-type': 'text/plain' }), list),
    gave([]),
  ],
  'list-no-body': [asks(send(200, ''), list), untyped('TypeError')],
  'thread-no-body': [asks(send(200, ''), get), ({ value, error }) => value === undefined && !error],
  'thread-204': [asks(send(204, ''), get), gave(null)],
  'session-204': [asks(send(204, ''), create), gave(null)],
  'list-204': [asks(send(204, ''), list), untyped('TypeError')],
  'empty-id-get': [
    asks(send(200, '{}'), ({ threads }) => threads.retrieve('')),
    times(1, 'GET /chatkit/threads/'),
  ],
  'empty-id-delete': [
    asks(send(200, '{}'), ({ threads }) => threads.delete('')),
    times(1, 'DELETE /chatkit/threads/'),
  ],
  'empty-id-post': [
    asks(send(200, '{}'), ({ sessions }) => sessions.cancel('')),
    times(1, 'POST /chatkit/sessions//cancel'),
  ],
};

const wanted = process.argv.slice(2);
for (const [id, [made, happens]] of Object.entries(findings)) {
  const came = await made;
  const { value, error, asked } = came;
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  const got =
    error === undefined
      ? (JSON.stringify(value) ?? 'undefined')
      : `${error.constructor.name}: ${error.message}`;
  if (!happens(came)) process.exitCode = 1;
  const requests = asked.length === 0 ? '' : `, after ${asked.length} requests`;
  console.log(
    `${happens(came) ? 'as listed' : 'NOT SO   '}  ${id.padEnd(22)}  ${got.replaceAll(/\p{Cc}/gu, '?').slice(0, 100)}${requests}`,
  );
}
