import { describeRefusals } from './testing/refusals.ts';
import type { Details, Refusal } from './testing/refusals.ts';
import { createWorld, task, thread } from './testing/world.ts';
import type { AskOptions } from './testing/world.ts';

const world = createWorld({ workflows: ['wf_known'], maxBodyBytes: 4096 });
world.store.addThread(thread('cthr_1', 100));
world.store.addThread(thread('cthr_2', 100));
world.store.addItem(task('cti_1', 100, 'cthr_1'));
world.store.addItem(task('cti_2', 100, 'cthr_2'));

const list = 'GET /v1/chatkit/threads';
const create = 'POST /v1/chatkit/sessions';
const valid = { user: 'u', workflow: { id: 'wf_known' } };
const parameter = (param: string, code: string): Details => ({ param, code });

const integer = "Invalid type for 'limit': expected an integer, but got";
const queries: Refusal[] = [list, 'GET /v1/chatkit/threads/cthr_1/items'].flatMap((path): Refusal[] => [
  ...(
    [
      ['ten', 'a string'],
      ['', 'an empty string'],
      ['1.5', 'a string'],
      ['1e2', 'a string'],
      ['+1', 'a string'],
      ['0x10', 'a string'],
    ] as const
  ).map(([text, got]): Refusal => [
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
  ...(['after', 'before'] as const).flatMap((name): Refusal[] =>
    ['cti_9', '', 'cti_2 ', '%00', 'ek_1'].map((id): Refusal => [
      `${path}?${name}=${id}`,
      {},
      400,
      `Invalid '${name}': no entry of this list has the id ‘${id === '%00' ? '\0' : id === 'ek_1' ? 'ek_…(not shown)' : id.trim()}’.`,
      parameter(name, 'invalid_cursor'),
    ]),
  ),
]);
const more: Refusal[] = [
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
  ...(['GET', 'DELETE'] as const).map((method): Refusal => [
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
const bodies: Refusal[] = [
  [create, {}, 400, notJson, { code: 'invalid_json' }],
  ...['', '{', 'nonsense', '{"user":"u",}', '\u0000', '{"user":1}{}', "{'user':1}", 'NaN'].map(
    (text): Refusal => [create, body(text), 400, notJson, { code: 'invalid_json' }],
  ),
  ...(
    [
      [[], 'an array'],
      ['"text"', 'a string'],
      ['17', 'an integer'],
      ['null', 'null'],
      ['true', 'a boolean'],
    ] as const
  ).map(([value, got]): Refusal => [
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
  ].map((type): Refusal => [
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

describeRefusals('query', world, queries);
describeRefusals('cursor, user and what is not there', world, more);
describeRefusals('body', world, bodies);
