import { describe, expect, it } from 'vitest';
import type { ChatSession } from '../../schema/index.ts';
import { thread } from '../testing/world.ts';
import type { authorizationFaults } from './authorization.ts';
import type { contentsFaults } from './contents.ts';
import type { deletionFaults } from './deletion.ts';
import type { errorFaults } from './errors.ts';
import type { headerFaults } from './headers.ts';
import type { limitFaults } from './limits.ts';
import type { pageChoiceFaults } from './page-choice.ts';
import type { pageFormFaults } from './page-form.ts';
import type { FaultName } from './registry.ts';
import type { sessionFaults } from './sessions.ts';
import { createFaultyWorld } from './testing/faulty-world.ts';
import type { FaultyWorld } from './testing/faulty-world.ts';
import type { walkingFaults } from './walking.ts';

/** What is looked at; what a clean deployment shows; what the faulty one does. */
type Row = readonly [look: (world: FaultyWorld) => Promise<unknown>, clean: unknown, faulty: unknown];
type Rows<Faults> = Readonly<Record<keyof Faults, Row>>;

const list = 'GET /v1/chatkit/threads';
const create = 'POST /v1/chatkit/sessions';
const body = { user: 'ada', workflow: { id: 'wf_1' } };

function describeFaults<Faults>(title: string, rows: Rows<Faults>): void {
  describe(`faults of ${title}`, () => {
    it.each(Object.entries(rows) as [FaultName, Row][])('%s', async (name, [look, clean, faulty]) => {
      expect(await look(createFaultyWorld([]))).toEqual(clean);
      expect(await look(createFaultyWorld([name]))).toEqual(faulty);
    });
  });
}

/** Ids of three pages of four, each after the last entry of the one before. */
const threePages = async (world: FaultyWorld) => {
  const ids: unknown[] = [];
  for (let i = 0; i < 3; i += 1) {
    const after = ids.length === 0 ? '' : `&after=${String(ids.at(-1))}`;
    ids.push(...(await world.page(`?user=ada&limit=4${after}`)).slice(0, -1));
  }
  return ids;
};
const twelve = ['t25', 't24', 't23', 't22', 't21', 't20', 't19', 't18', 't17', 't16', 't15', 't14'];

describeFaults<typeof walkingFaults>('walking', {
  'page-repeats-item': [
    threePages,
    twelve,
    ['t25', 't24', 't23', 't22', 't22', 't21', 't20', 't19', 't19', 't18', 't17', 't16'],
  ],
  'page-drops-item': [
    threePages,
    twelve,
    ['t25', 't24', 't23', 't22', 't20', 't19', 't18', 't17', 't15', 't14', 't13', 't12'],
  ],
  'cursor-ignored': [
    (world) => Promise.all(['after', 'before'].map((name) => world.page(`?limit=2&${name}=t10`))),
    [
      ['t09', 't08', true],
      ['t11', 'b1', true],
    ],
    [
      ['b2', 't25', true],
      ['b2', 't25', true],
    ],
  ],
  'before-as-after': [(world) => world.items('?limit=2&before=i3'), ['i5', 'i4', false], ['i2', 'i1', false]],
  'deleted-cursor-starts-over': [
    async (world) => {
      world.store.deleteThread('t20');
      return world.page('?limit=2&after=t20');
    },
    ['t19', 't18', true],
    ['b2', 't25', true],
  ],
  'middle-page-short': [
    (world) => Promise.all(['?limit=3', '?limit=3&before=i1', '?limit=5'].map(world.items)),
    [
      ['i5', 'i4', 'i3', true],
      ['i4', 'i3', 'i2', true],
      ['i5', 'i4', 'i3', 'i2', 'i1', false],
    ],
    [
      ['i5', 'i4', true],
      ['i3', 'i2', true],
      ['i5', 'i4', 'i3', 'i2', 'i1', false],
    ],
  ],
});

const moreOf = async (world: FaultyWorld) => {
  const queries = ['?limit=2', '?limit=5', '?limit=6', '?limit=1&after=i1'];
  return Promise.all(queries.map(async (query) => (await world.items(query)).at(-1)));
};
const ends = async (world: FaultyWorld) => {
  const { first_id, last_id } = await world.body('GET /v1/chatkit/threads/t25/items?limit=3');
  return [first_id, last_id];
};

describeFaults<typeof pageFormFaults>('the form of pages', {
  'has-more-always-true': [moreOf, [true, false, false, false], [true, true, true, true]],
  'has-more-always-false': [moreOf, [true, false, false, false], [false, false, false, false]],
  'has-more-on-full-last-page': [moreOf, [true, false, false, false], [true, true, false, false]],
  'ends-swapped': [ends, ['i5', 'i3'], ['i3', 'i5']],
  'last-id-wrong': [ends, ['i5', 'i3'], ['i5', 'i4']],
  'ids-repeat': [
    (world) => world.items('?limit=4'),
    ['i5', 'i4', 'i3', 'i2', true],
    ['i5', 'i5', 'i3', 'i2', true],
  ],
});

const bobs = (world: FaultyWorld) =>
  Promise.all(['?user=bob&limit=3', '?user=bob&limit=2', '?user=nobody&limit=1'].map((q) => world.page(q)));
const cleanBobs = [['b2', 'b1', false], ['b2', 'b1', false], [false]];

describeFaults<typeof pageChoiceFaults>('the choice of entries', {
  'order-unstable': [
    async (world) => [await world.items('?limit=3'), await world.items('?limit=3')],
    [
      ['i5', 'i4', 'i3', true],
      ['i5', 'i4', 'i3', true],
    ],
    [
      ['i5', 'i3', 'i4', true],
      ['i4', 'i5', 'i3', true],
    ],
  ],
  'order-ignored': [(world) => world.items('?limit=2&order=asc'), ['i1', 'i2', true], ['i5', 'i4', true]],
  'limit-ignored': [async (world) => (await world.page('?limit=2')).length - 1, 2, 20],
  'limit-plus-one': [
    (world) => Promise.all(['?limit=2', '?limit=4', '?limit=5', '?limit=0'].map(world.items)),
    [['i5', 'i4', true], ['i5', 'i4', 'i3', 'i2', true], ['i5', 'i4', 'i3', 'i2', 'i1', false], [true]],
    [
      ['i5', 'i4', 'i3', true],
      ['i5', 'i4', 'i3', 'i2', 'i1', false],
      ['i5', 'i4', 'i3', 'i2', 'i1', false],
      ['i5', true],
    ],
  ],
  'default-limit-wrong': [
    async (world) => [(await world.page('')).length - 1, (await world.page('?limit=15')).length - 1],
    [20, 15],
    [10, 15],
  ],
  'user-filter-ignored': [
    bobs,
    cleanBobs,
    [
      ['b2', 't25', 't24', true],
      ['b2', 't25', true],
      ['b2', true],
    ],
  ],
  'user-filter-leaks-one': [
    bobs,
    cleanBobs,
    [
      ['b2', 't25', 'b1', false],
      ['b2', 'b1', false],
      ['b2', false],
    ],
  ],
});

/** One field of the session, thread and item that are answered alone or first. */
const fieldOf =
  (session: string, threadField: string, item: string) =>
  async (world: FaultyWorld): Promise<unknown[]> => {
    const items = await world.body('GET /v1/chatkit/threads/t24/items');
    return [
      (await world.body(create, { body }))[session],
      (await world.body('GET /v1/chatkit/threads/t01'))[threadField],
      (items['data'] as Record<string, unknown>[])[0]?.[item],
    ];
  };

describeFaults<typeof contentsFaults>('contents', {
  'item-type-wrong': [
    fieldOf('object', 'object', 'type'),
    ['chatkit.session', 'chatkit.thread', 'chatkit.task'],
    ['chatkit.session', 'chatkit.thread', 'task'],
  ],
  'required-null': [fieldOf('user', 'user', 'created_at'), ['ada', 'ada', 1_735_689_000], [null, null, null]],
  'required-missing': [
    fieldOf('workflow', 'status', 'object'),
    [
      { id: 'wf_1', state_variables: null, tracing: { enabled: true }, version: null },
      { type: 'active' },
      'chatkit.thread_item',
    ],
    [undefined, undefined, undefined],
  ],
  'number-as-text': [
    fieldOf('expires_at', 'created_at', 'created_at'),
    [1_735_690_200, 1_735_688_610, 1_735_689_000],
    ['1735690200', '1735688610', '1735689000'],
  ],
  'created-at-in-ms': [
    fieldOf('expires_at', 'created_at', 'created_at'),
    [1_735_690_200, 1_735_688_610, 1_735_689_000],
    [1_735_690_200, 1_735_688_610_000, 1_735_689_000_000],
  ],
  'thread-id-wrong': [fieldOf('user', 'id', 'thread_id'), ['ada', 't01', 't24'], ['ada', 't01', 't240']],
  'item-of-other-thread': [
    (world) => Promise.all(['?limit=6', '?limit=5', '?limit=2'].map(world.items)),
    [
      ['i5', 'i4', 'i3', 'i2', 'i1', false],
      ['i5', 'i4', 'i3', 'i2', 'i1', false],
      ['i5', 'i4', true],
    ],
    [
      ['i5', 'i4', 'i3', 'i2', 'i1', 'k1', false],
      ['i5', 'i4', 'i3', 'i2', 'i1', false],
      ['i5', 'i4', true],
    ],
  ],
});

const configurationOf = async (world: FaultyWorld) => {
  const chatkit_configuration = {
    file_upload: { enabled: true, max_files: 3 },
    history: { recent_threads: 4 },
  };
  return (await world.body(create, { body: { ...body, chatkit_configuration } }))['chatkit_configuration'];
};

describeFaults<typeof sessionFaults>('sessions', {
  'limits-disagree': [
    async (world) => {
      const session = await world.createSession();
      return [session.max_requests_per_1_minute, session.rate_limits];
    },
    [10, { max_requests_per_1_minute: 10 }],
    [11, { max_requests_per_1_minute: 10 }],
  ],
  'defaults-not-resolved': [
    configurationOf,
    {
      automatic_thread_titling: { enabled: true },
      file_upload: { enabled: true, max_file_size: 512, max_files: 3 },
      history: { enabled: true, recent_threads: 4 },
    },
    {
      automatic_thread_titling: { enabled: false },
      file_upload: { enabled: true, max_file_size: 0, max_files: 3 },
      history: { enabled: false, recent_threads: 4 },
    },
  ],
  'expires-at-off': [
    async (world) => {
      const session = await world.createSession();
      await world.clock.advance(600_000);
      return [session.expires_at, await world.status(list, { token: session.client_secret })];
    },
    [1_735_690_200, 401],
    [1_735_690_260, 401],
  ],
  'status-moves-back': [
    async (world) => {
      const session = await world.createSession();
      const answers = [await world.cancel(session), await world.cancel(session)];
      return [
        ...answers.map(({ json }) => (json as ChatSession).status),
        await world.status(list, { token: session.client_secret }),
      ];
    },
    ['cancelled', 'cancelled', 401],
    ['cancelled', 'active', 401],
  ],
  'session-ids-repeat': [
    async (world) => {
      const ids: string[] = [];
      for (let i = 0; i < 6; i += 1) ids.push((await world.createSession()).id);
      return [new Set(ids).size, new Set(ids.slice(0, 3)).size];
    },
    [6, 3],
    [4, 2],
  ],
});

/** What a client secret of ada gets for bob's thread. */
const onBobs = async (world: FaultyWorld) => {
  const token = await world.secret();
  return {
    list: (await world.page('?limit=2', { token })).slice(0, 2),
    read: await world.status(`${list}/b1`, { token }),
    items: await world.status(`${list}/b1/items`, { token }),
    delete: await world.status('DELETE /v1/chatkit/threads/b1', { token }),
  };
};
const notOnBobs = { list: ['t25', 't24'], read: 404, items: 404, delete: 404 };

/** How a session's secret, live, then ended, a wrong one and a wrong key are answered. */
const atTheDoor = async (world: FaultyWorld) => {
  const session = await world.createSession();
  const token = session.client_secret;
  const live = await world.status(list, { token });
  const altered = await world.status(list, { token: `${token.slice(0, -2)}AA` });
  const shortened = await world.status(list, { token: token.slice(0, 50) });
  await world.cancel(session);
  const soon = await world.secret(10, 1);
  await world.clock.advance(1000);
  return {
    live,
    altered,
    shortened,
    cancelled: await world.status(list, { token }),
    expired: await world.status(list, { token: soon }),
    key: await world.status(list, { token: 'sk-other' }),
    noKey: await world.status(list, { token: null }),
    noBeta: await world.status(list, { beta: null }),
  };
};
const closedDoor = {
  live: 200,
  altered: 401,
  shortened: 401,
  cancelled: 401,
  expired: 401,
  key: 401,
  noKey: 401,
  noBeta: 400,
};

describeFaults<typeof authorizationFaults>('authorization', {
  'cancelled-secret-accepted': [atTheDoor, closedDoor, { ...closedDoor, cancelled: 200 }],
  'expired-secret-accepted': [atTheDoor, closedDoor, { ...closedDoor, expired: 200 }],
  'wrong-secret-accepted': [atTheDoor, closedDoor, { ...closedDoor, altered: 200 }],
  'wrong-key-accepted': [atTheDoor, closedDoor, { ...closedDoor, key: 200 }],
  'beta-header-not-needed': [
    async (world) => [
      await world.status(list, { beta: null }),
      await world.status(create, { beta: null, body }),
    ],
    [400, 400],
    [200, 200],
  ],
  'others-threads-listed': [onBobs, notOnBobs, { ...notOnBobs, list: ['b2', 't25'] }],
  'others-thread-readable': [onBobs, notOnBobs, { ...notOnBobs, read: 200, items: 200 }],
  'others-thread-deletable': [onBobs, notOnBobs, { ...notOnBobs, delete: 200 }],
});

const deleting = async (world: FaultyWorld) => ({
  delete: await world.body('DELETE /v1/chatkit/threads/t25'),
  read: await world.status(`${list}/t25`),
  items: await world.status(`${list}/t25/items`),
  listed: (await world.page('?limit=2')).includes('t25'),
  again: await world.status('DELETE /v1/chatkit/threads/t25'),
  never: await world.status('DELETE /v1/chatkit/threads/none'),
});
const deleted = {
  delete: { id: 't25', deleted: true, object: 'chatkit.thread.deleted' },
  read: 404,
  items: 404,
  listed: false,
  again: 404,
  never: 404,
};

describeFaults<typeof deletionFaults>('deletion', {
  'delete-does-nothing': [deleting, deleted, { ...deleted, read: 200, items: 200, listed: true, again: 200 }],
  'second-delete-acknowledged': [deleting, deleted, { ...deleted, again: 200 }],
  'deleted-thread-keeps-items': [deleting, deleted, { ...deleted, items: 200 }],
});

/** Statuses of requests one after another with a new secret. */
const inARow = async (world: FaultyWorld, limit: number, count: number) => {
  const token = await world.secret(limit);
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) statuses.push(await world.status(list, { token }));
  return statuses.join(' ');
};
const atOnce = async (world: FaultyWorld, limit: number, count: number) => {
  const token = await world.secret(limit);
  const statuses = await Promise.all(Array.from({ length: count }, () => world.status(list, { token })));
  return statuses.join(' ');
};
/** retry-after and retry-after-ms of a refusal 20 s after the first of two requests. */
const waits = async (world: FaultyWorld) => {
  const token = await world.secret(1);
  await world.ask(list, { token });
  await world.clock.advance(20_001);
  const { headers } = await world.ask(list, { token });
  return [headers.get('retry-after'), headers.get('retry-after-ms')];
};

describeFaults<typeof limitFaults>('limits', {
  'limiter-admits-one-more': [
    async (world) => [await inARow(world, 2, 4), await inARow(world, 1, 3)],
    ['200 200 429 429', '200 429 429'],
    ['200 200 200 429', '200 200 429'],
  ],
  'limiter-refuses-early': [
    async (world) => [await inARow(world, 3, 4), await inARow(world, 1, 2)],
    ['200 200 200 429', '200 429'],
    ['200 200 429 429', '200 429'],
  ],
  'limiter-forgets-under-concurrency': [
    async (world) => [await inARow(world, 2, 3), await atOnce(world, 2, 4)],
    ['200 200 429', '200 200 429 429'],
    ['200 200 429', '200 200 200 200'],
  ],
  'limiter-shared-between-sessions': [
    async (world) => [await inARow(world, 2, 3), await inARow(world, 2, 1), await inARow(world, 3, 1)],
    ['200 200 429', '200', '200'],
    ['200 200 429', '429', '200'],
  ],
  'retry-after-too-short': [waits, ['40', '39999'], ['19', '19999']],
  'retry-after-too-long': [waits, ['40', '39999'], ['79', '79998']],
  'remaining-wrong': [
    async (world) => {
      const { headers } = await world.ask(list, { token: await world.secret(2) });
      return [headers.get('x-ratelimit-limit-requests'), headers.get('x-ratelimit-remaining-requests')];
    },
    ['2', '1'],
    ['2', '2'],
  ],
});

const refusals = async (world: FaultyWorld) => ({
  unauthorized: await world.status(list, { token: 'sk-other' }),
  notFound: await world.status(`${list}/none`),
  badRequest: await world.status(`${list}?limit=x`),
  throttled: (await inARow(world, 1, 2)).slice(4),
});
const rightRefusals = { unauthorized: 401, notFound: 404, badRequest: 400, throttled: '429' };
const notFound = (world: FaultyWorld) => world.body(`${list}/none`);
const error = {
  message: 'Chatkit Thread with id ‘none’ not found.',
  type: 'invalid_request_error',
  param: null,
  code: null,
};

describeFaults<typeof errorFaults>('errors', {
  'unauthorized-as-403': [refusals, rightRefusals, { ...rightRefusals, unauthorized: 403 }],
  'not-found-as-200': [refusals, rightRefusals, { ...rightRefusals, notFound: 200 }],
  'bad-request-as-500': [refusals, rightRefusals, { ...rightRefusals, badRequest: 500 }],
  'error-as-text': [notFound, { error }, { error: error.message }],
  'error-param-missing': [
    notFound,
    { error },
    { error: { message: error.message, type: error.type, code: null } },
  ],
  'error-echoes-token': [
    async (world) => {
      const { error } = await world.body(list, { token: 'sk-other' });
      return (error as { message: string }).message;
    },
    'Incorrect API key or client secret provided.',
    'Incorrect API key or client secret provided. You sent: sk-other',
  ],
});

const requestIds = async (world: FaultyWorld) => {
  const answers = [await world.ask(list), await world.ask(`${list}/none`)];
  const ids = answers.map(({ headers }) => headers.get('x-request-id'));
  return [ids.map((id) => /^req_[0-9a-f]{32}$/.test(id ?? '')), new Set(ids).size];
};

describeFaults<typeof headerFaults>('headers', {
  'request-id-missing': [requestIds, [[true, true], 2], [[false, false], 1]],
  'request-id-repeats': [requestIds, [[true, true], 2], [[true, true], 1]],
  'content-type-wrong': [
    async (world) => {
      const [ok, refused] = [await world.ask(list), await world.ask(`${list}/none`)];
      return [ok.headers.get('content-type'), refused.headers.get('content-type')];
    },
    ['application/json', 'application/json'],
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
  ],
});

it('has several faults at once', async () => {
  const world = createFaultyWorld(['order-ignored', 'ends-swapped', 'request-id-missing']);
  const { json, headers } = await world.ask(`${list}?limit=2&order=asc`);
  expect(json).toMatchObject({ data: [{ id: 'b2' }, { id: 't25' }], first_id: 't25', last_id: 'b2' });
  expect(headers.has('x-request-id')).toBe(false);
});

it('keeps faults of different deployments apart', async () => {
  const [clean, faulty] = [createFaultyWorld([]), createFaultyWorld(['limiter-shared-between-sessions'])];
  expect([await inARow(faulty, 1, 1), await inARow(faulty, 1, 1), await inARow(clean, 1, 1)]).toEqual([
    '200',
    '429',
    '200',
  ]);
  const another = createFaultyWorld(['limiter-shared-between-sessions']);
  another.store.addThread(thread('x', 1));
  expect(await inARow(another, 1, 1)).toBe('200');
});
