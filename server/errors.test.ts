import { expect, it } from 'vitest';
import { describeRefusals } from './testing/refusals.ts';
import type { Refusal } from './testing/refusals.ts';
import { createWorld, errorBody, thread } from './testing/world.ts';

const world = createWorld();
world.store.addThread(thread('cthr_1', 100));

const paths: Refusal[] = [
  ['GET /', {}, 404, 'Invalid URL (GET /)'],
  ['GET /v1', {}, 404, 'Invalid URL (GET /v1)'],
  ['GET /v2/chatkit/threads', {}, 404, 'Invalid URL (GET /v2/chatkit/threads)'],
  ['GET /v1/v1/chatkit/threads', {}, 404, 'Invalid URL (GET /v1/v1/chatkit/threads)'],
  ['GET /v1/chatkit/threads/', {}, 404, 'Invalid URL (GET /v1/chatkit/threads/)'],
  ['GET //v1/chatkit/threads', {}, 404, 'Invalid URL (GET //v1/chatkit/threads)'],
  ['GET /chatkit/nowhere', { token: null, beta: null }, 404, 'Invalid URL (GET /chatkit/nowhere)'],
  [
    'GET /v1/chatkit/threads/cthr_1/items/cti_1',
    {},
    404,
    'Invalid URL (GET /v1/chatkit/threads/cthr_1/items/cti_1)',
  ],
  [`GET /x?secret=ek_1`, {}, 404, 'Invalid URL (GET /x)'],
  ['GET /v1/sk-live-123/x', {}, 404, 'Invalid URL (GET /v1/sk_…(not shown))'],
  [
    'PUT /v1/chatkit/threads/cthr_1',
    {},
    405,
    'Not allowed to PUT on /v1/chatkit/threads/cthr_1.',
    { code: 'method_not_supported' },
  ],
  [
    'GET /chatkit/sessions',
    { token: null },
    405,
    'Not allowed to GET on /chatkit/sessions.',
    { code: 'method_not_supported' },
  ],
];

const list = 'GET /v1/chatkit/threads';
const gate: Refusal[] = [
  [
    list,
    { token: null },
    401,
    'You didn’t provide an API key or client secret. It belongs into the Authorization header: Authorization: Bearer YOUR_KEY.',
    { code: 'missing_authorization' },
  ],
  [
    list,
    { token: null, headers: { authorization: '  ' } },
    401,
    'You didn’t provide an API key or client secret. It belongs into the Authorization header: Authorization: Bearer YOUR_KEY.',
    { code: 'missing_authorization' },
  ],
  ...['Basic c2stY2hhdGtpdA==', 'Bearer', 'Bearer a b', 'sk-chatkit-harness'].map(
    (authorization): Refusal => [
      list,
      { token: null, headers: { authorization } },
      401,
      'The Authorization header must be of the form Authorization: Bearer YOUR_KEY.',
      { code: 'invalid_authorization' },
    ],
  ),
  ...['sk-wrong', 'sk-chatkit-harnes', 'sk-chatkit-harness1', 'SK-CHATKIT-HARNESS'].map((token): Refusal => [
    list,
    { token },
    401,
    'Incorrect API key or client secret provided.',
    { code: 'invalid_api_key' },
  ]),
  [list, { beta: null }, 400, "You must provide the 'OpenAI-Beta' header to access the Chatkit API."],
  ...['', 'chatkit_beta=v2', 'assistants=v2', 'chatkit_beta=v11', 'CHATKIT_BETA=V1'].map((beta): Refusal => [
    list,
    { beta },
    400,
    "The 'OpenAI-Beta' header must contain 'chatkit_beta=v1' to access the Chatkit API.",
  ]),
  // What is wrong first is told first: the key before the beta header, both before the parameters.
  [
    `${list}?limit=x`,
    { token: 'sk-wrong', beta: null },
    401,
    'Incorrect API key or client secret provided.',
    { code: 'invalid_api_key' },
  ],
  [
    `${list}?limit=x`,
    { beta: null },
    400,
    "You must provide the 'OpenAI-Beta' header to access the Chatkit API.",
  ],
];

describeRefusals('path and method', world, paths);
describeRefusals('the gate', world, gate);

it.each([
  ['/v1/chatkit/threads', 'GET, HEAD, OPTIONS'],
  ['/chatkit/threads/cthr_1', 'GET, DELETE, HEAD, OPTIONS'],
  ['/v1/chatkit/threads/cthr_1/items', 'GET, HEAD, OPTIONS'],
  ['/v1/chatkit/sessions', 'POST, OPTIONS'],
  ['/chatkit/sessions/cksess_1/cancel', 'POST, OPTIONS'],
])('tells the methods of %s', async (path, allow) => {
  for (const method of ['PATCH', 'PUT', 'PROPFIND']) {
    const refused = await world.ask(`${method} ${path}`);
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, allow]);
  }
  const options = await world.ask(`OPTIONS ${path}`, { token: null, beta: null });
  expect([options.status, options.headers.get('allow'), options.text]).toEqual([204, allow, '']);
  expect(options.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
});

it('answers HEAD as GET, without the body', async () => {
  const head = await world.ask('HEAD /v1/chatkit/threads/cthr_1');
  expect([head.status, head.text, head.headers.get('content-type')]).toEqual([200, '', 'application/json']);
  const missing = await world.ask('HEAD /v1/chatkit/threads/cthr_9');
  expect([missing.status, missing.text]).toEqual([404, '']);
});

it('says nothing of a defect but the request id, and tells the operator the rest', async () => {
  const defects: [unknown, string][] = [];
  const broken = createWorld({
    limiter: () => ({
      decide: () => {
        throw new Error('the limiter is broken');
      },
    }),
    onDefect: (error, requestId) => defects.push([error, requestId]),
  });
  const { client_secret } = await broken.createSession();
  const answer = await broken.ask('GET /v1/chatkit/threads', { token: client_secret });
  const requestId = answer.headers.get('x-request-id') ?? '';
  expect(answer.status).toBe(500);
  expect(answer.json).toEqual(
    errorBody(
      `The server had an error while processing your request. Quote the request ID ${requestId} when you report it.`,
      { type: 'server_error' },
    ),
  );
  expect(defects).toEqual([[new Error('the limiter is broken'), requestId]]);
});

it('gives every answer an id of its own', async () => {
  const ids = new Set<string | null>();
  for (let i = 0; i < 100; i += 1)
    ids.add((await world.ask('GET /v1/chatkit/threads')).headers.get('x-request-id'));
  expect(ids.size).toBe(100);
});
