import type { ChatSession } from '../../schema/index.ts';
import type { contentsFaults } from './contents.ts';
import type { pageChoiceFaults } from './page-choice.ts';
import type { pageFormFaults } from './page-form.ts';
import type { sessionFaults } from './sessions.ts';
import { body, create, describeFaults, list } from './testing/describe-faults.ts';
import type { FaultyWorld } from './testing/faulty-world.ts';
import type { walkingFaults } from './walking.ts';

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
