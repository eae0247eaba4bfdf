import { describe, expect, it } from 'vitest';
import { createWorld, errorBody, lint, task, thread } from './testing/world.ts';
import type { AskOptions } from './testing/world.ts';

const world = createWorld({ workflows: ['wf_known'], maxBodyBytes: 4096 });
world.store.addThread(thread('cthr_1', 100));
world.store.addThread(thread('cthr_2', 100));
world.store.addItem(task('cti_1', 100, 'cthr_1'));
world.store.addItem(task('cti_2', 100, 'cthr_2'));

type Details = Parameters<typeof errorBody>[1];
type Row = [request: string, options: AskOptions, status: number, message: string, details?: Details];

const create = 'POST /v1/chatkit/sessions';
const valid = { user: 'u', workflow: { id: 'wf_known' } };
const parameter = (param: string, code: string): Details => ({ param, code });

const paths: Row[] = [
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
const gate: Row[] = [
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
  ...['Basic c2stY2hhdGtpdA==', 'Bearer', 'Bearer a b', 'sk-chatkit-harness'].map((authorization): Row => [
    list,
    { token: null, headers: { authorization } },
    401,
    'The Authorization header must be of the form Authorization: Bearer YOUR_KEY.',
    { code: 'invalid_authorization' },
  ]),
  ...['sk-wrong', 'sk-chatkit-harnes', 'sk-chatkit-harness1', 'SK-CHATKIT-HARNESS'].map((token): Row => [
    list,
    { token },
    401,
    'Incorrect API key or client secret provided.',
    { code: 'invalid_api_key' },
  ]),
  [list, { beta: null }, 400, "You must provide the 'OpenAI-Beta' header to access the Chatkit API."],
  ...['', 'chatkit_beta=v2', 'assistants=v2', 'chatkit_beta=v11', 'CHATKIT_BETA=V1'].map((beta): Row => [
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

const integer = "Invalid type for 'limit': expected an integer, but got";
const queries: Row[] = [list, 'GET /v1/chatkit/threads/cthr_1/items'].flatMap((path): Row[] => [
  ...(
    [
      ['ten', 'a string'],
      ['', 'an empty string'],
      ['1.5', 'a string'],
      ['1e2', 'a string'],
      ['+1', 'a string'],
      ['0x10', 'a string'],
    ] as const
  ).map(([text, got]): Row => [
    `${path}?limit=${text}`,
    {},
    400,
    `${integer} ${got} instead.`,
    parameter('limit', 'invalid_type'),
  ]),
  [
    `${path}?limit=101`,
    {},
    400,
    "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.",
    parameter('limit', 'integer_above_max_value'),
  ],
  [
    `${path}?limit=-1`,
    {},
    400,
    "Invalid 'limit': integer below minimum value. Expected a value >= 0, but got -1 instead.",
    parameter('limit', 'integer_below_min_value'),
  ],
  [
    `${path}?order=sideways`,
    {},
    400,
    "Invalid value: 'sideways'. Supported values are: 'asc' and 'desc'.",
    parameter('order', 'invalid_value'),
  ],
  [
    `${path}?order=sk-live-1`,
    {},
    400,
    "Invalid value: 'sk_…(not shown)'. Supported values are: 'asc' and 'desc'.",
    parameter('order', 'invalid_value'),
  ],
  [
    `${path}?limit=1&limit=2&limit=3`,
    {},
    400,
    "Invalid type for 'limit': expected a single value, but got 3 values instead.",
    parameter('limit', 'invalid_type'),
  ],
  [
    `${path}?order=asc&order=asc`,
    {},
    400,
    "Invalid type for 'order': expected a single value, but got 2 values instead.",
    parameter('order', 'invalid_type'),
  ],
  ...(['after', 'before'] as const).flatMap((name): Row[] =>
    ['cti_9', '', 'cti_2 ', '%00', 'ek_1'].map((id): Row => [
      `${path}?${name}=${id}`,
      {},
      400,
      `Invalid '${name}': no entry of this list has the id ‘${id === '%00' ? '\0' : id === 'ek_1' ? 'ek_…(not shown)' : id.trim()}’.`,
      parameter(name, 'invalid_cursor'),
    ]),
  ),
]);
const more: Row[] = [
  // A cursor of another thread is no cursor of this one, and an item is none among threads.
  [
    'GET /v1/chatkit/threads/cthr_1/items?after=cti_2',
    {},
    400,
    "Invalid 'after': no entry of this list has the id ‘cti_2’.",
    parameter('after', 'invalid_cursor'),
  ],
  [
    `${list}?before=cti_1`,
    {},
    400,
    "Invalid 'before': no entry of this list has the id ‘cti_1’.",
    parameter('before', 'invalid_cursor'),
  ],
  [
    `${list}?user=`,
    {},
    400,
    "Invalid 'user': string too short. Expected a string with minimum length 1, but got an empty string instead.",
    parameter('user', 'string_below_min_length'),
  ],
  [
    `${list}?user=${'x'.repeat(513)}`,
    {},
    400,
    "Invalid 'user': string too long. Expected a string with maximum length 512, but got a string with length 513 instead.",
    parameter('user', 'string_above_max_length'),
  ],
  ...(['GET', 'DELETE'] as const).map((method): Row => [
    `${method} /v1/chatkit/threads/cthr_9`,
    {},
    404,
    'Chatkit Thread with id ‘cthr_9’ not found.',
  ]),
  ['GET /v1/chatkit/threads/cthr_9/items', {}, 404, 'Chatkit Thread with id ‘cthr_9’ not found.'],
  // A bad parameter is told before what it would be applied to is looked for.
  [
    'GET /v1/chatkit/threads/cthr_9/items?limit=x',
    {},
    400,
    `${integer} a string instead.`,
    parameter('limit', 'invalid_type'),
  ],
  ['GET /v1/chatkit/threads/ek_68a1_00abc==', {}, 404, 'Chatkit Thread with id ‘ek_…(not shown)’ not found.'],
  [
    `GET /v1/chatkit/threads/${'x'.repeat(2000)}`,
    {},
    404,
    `Chatkit Thread with id ‘${'x'.repeat(128)}…’ not found.`,
  ],
  ['GET /v1/chatkit/threads/a%2Fb', {}, 404, 'Chatkit Thread with id ‘a/b’ not found.'],
  ['GET /v1/chatkit/threads/%0d%0ax-evil:1', {}, 404, 'Chatkit Thread with id ‘\r\nx-evil:1’ not found.'],
  ['POST /v1/chatkit/sessions/cksess_9/cancel', {}, 404, 'Chatkit Session with id ‘cksess_9’ not found.'],
];

const body = (value: unknown): AskOptions => ({ body: value });
const notJson = 'We could not parse the JSON body of your request. The API expects a JSON object in UTF-8.';
const bodies: Row[] = [
  [create, {}, 400, notJson, { code: 'invalid_json' }],
  ...['', '{', 'nonsense', '{"user":"u",}', '\u0000', '{"user":1}{}', "{'user':1}", 'NaN'].map(
    (text): Row => [create, body(text), 400, notJson, { code: 'invalid_json' }],
  ),
  ...(
    [
      [[], 'an array'],
      ['"text"', 'a string'],
      ['17', 'an integer'],
      ['null', 'null'],
      ['true', 'a boolean'],
    ] as const
  ).map(([value, got]): Row => [
    create,
    body(value),
    400,
    `Invalid type for the request body: expected an object, but got ${got} instead.`,
    { code: 'invalid_type' },
  ]),
  [
    create,
    body({}),
    400,
    "Missing required parameter: 'user'.",
    parameter('user', 'missing_required_parameter'),
  ],
  [
    create,
    body({ user: 'u' }),
    400,
    "Missing required parameter: 'workflow'.",
    parameter('workflow', 'missing_required_parameter'),
  ],
  [
    create,
    body({ user: 'u', workflow: {} }),
    400,
    "Missing required parameter: 'workflow.id'.",
    parameter('workflow.id', 'missing_required_parameter'),
  ],
  [
    create,
    body({ user: 'u', workflow: 'wf_known' }),
    400,
    "Invalid type for 'workflow': expected an object, but got a string instead.",
    parameter('workflow', 'invalid_type'),
  ],
  [
    create,
    body({ ...valid, user: null }),
    400,
    "Invalid type for 'user': expected a string, but got null instead.",
    parameter('user', 'invalid_type'),
  ],
  [
    create,
    body({ ...valid, user: '' }),
    400,
    "Invalid 'user': string too short. Expected a string with minimum length 1, but got an empty string instead.",
    parameter('user', 'string_below_min_length'),
  ],
  [
    create,
    body({ ...valid, expires_after: { seconds: 60 } }),
    400,
    "Missing required parameter: 'expires_after.anchor'.",
    parameter('expires_after.anchor', 'missing_required_parameter'),
  ],
  [
    create,
    body({ ...valid, expires_after: { anchor: 'last_active_at', seconds: 60 } }),
    400,
    "Invalid value: 'last_active_at'. Supported values are: 'created_at'.",
    parameter('expires_after.anchor', 'invalid_value'),
  ],
  [
    create,
    body({ ...valid, expires_after: { anchor: 'created_at', seconds: 601 } }),
    400,
    "Invalid 'expires_after.seconds': integer above maximum value. Expected a value <= 600, but got 601 instead.",
    parameter('expires_after.seconds', 'integer_above_max_value'),
  ],
  [
    create,
    body({ ...valid, expires_after: { anchor: 'created_at', seconds: 1.5 } }),
    400,
    "Invalid type for 'expires_after.seconds': expected an integer, but got a decimal number instead.",
    parameter('expires_after.seconds', 'invalid_type'),
  ],
  [
    create,
    body({ ...valid, rate_limits: { max_requests_per_1_minute: 0 } }),
    400,
    "Invalid 'rate_limits.max_requests_per_1_minute': integer below minimum value. Expected a value >= 1, but got 0 instead.",
    parameter('rate_limits.max_requests_per_1_minute', 'integer_below_min_value'),
  ],
  [
    create,
    body({ ...valid, chatkit_configuration: { history: { recent_threads: null } } }),
    400,
    "Invalid type for 'chatkit_configuration.history.recent_threads': expected an integer, but got null instead.",
    parameter('chatkit_configuration.history.recent_threads', 'invalid_type'),
  ],
  [
    create,
    body({ ...valid, workflow: { id: 'wf_known', state_variables: { deep: {} } } }),
    400,
    "Invalid type for 'workflow.state_variables.deep': expected one of a string, a number or a boolean, but got an object instead.",
    parameter('workflow.state_variables.deep', 'invalid_type'),
  ],
  [
    create,
    body('{"user":"u","workflow":{"id":"wf_known","state_variables":{"big":1e400}}}'),
    400,
    "Invalid type for 'workflow.state_variables.big': expected one of a string, a number or a boolean, but got a number instead.",
    parameter('workflow.state_variables.big', 'invalid_type'),
  ],
  [
    create,
    body({ ...valid, workflow: { id: 'wf_known', state_variables: { ['k'.repeat(65)]: 1 } } }),
    400,
    `Invalid property name in 'workflow.state_variables.${'k'.repeat(65)}': expected a key of at most 64 characters, but got a key of 65 characters instead.`,
    parameter(`workflow.state_variables.${'k'.repeat(65)}`, 'invalid_property_name'),
  ],
  [
    create,
    body({
      ...valid,
      workflow: {
        id: 'wf_known',
        state_variables: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, i])),
      },
    }),
    400,
    "Invalid 'workflow.state_variables': expected an object with at most 64 properties, but got an object with 65 properties instead.",
    parameter('workflow.state_variables', 'object_above_max_properties'),
  ],
  [create, body({ ...valid, workflow: { id: 'wf_other' } }), 404, "Workflow with id 'wf_other' not found."],
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data; boundary=x',
    '',
  ].map((type): Row => [
    create,
    { body: valid, headers: { 'content-type': type } },
    415,
    "Unsupported content type. This API takes 'application/json'; set the Content-Type header to it.",
    { code: 'unsupported_content_type' },
  ]),
  [
    create,
    { body: valid, headers: { 'content-encoding': 'gzip' } },
    415,
    'Compressed request bodies are not supported.',
    { code: 'unsupported_content_encoding' },
  ],
  [
    create,
    body({ ...valid, user: 'x'.repeat(4096) }),
    413,
    'The request body is larger than the 4096 bytes that this deployment accepts.',
    { code: 'request_too_large' },
  ],
];

describe.each([
  ['paths and methods', paths],
  ['the gate', gate],
  ['queries', queries],
  ['cursors, users and what is not there', more],
  ['bodies', bodies],
])('refuses by %s', (_, rows) => {
  it.each(rows)('%s %o → %i', async (request, options, status, message, details) => {
    const answer = await world.ask(request, options);
    expect(answer.json).toEqual(errorBody(message, details));
    expect(answer.status).toBe(status);
    expect(lint('error', answer.json)).toEqual([]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  });
});

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
