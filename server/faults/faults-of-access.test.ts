import { expect, it } from 'vitest';
import { thread } from '../testing/world.ts';
import type { authorizationFaults } from './authorization.ts';
import type { deletionFaults } from './deletion.ts';
import type { errorFaults } from './errors.ts';
import type { headerFaults } from './headers.ts';
import type { limitFaults } from './limits.ts';
import { body, create, describeFaults, list } from './testing/describe-faults.ts';
import { createFaultyWorld } from './testing/faulty-world.ts';
import type { FaultyWorld } from './testing/faulty-world.ts';

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
