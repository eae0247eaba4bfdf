import { describe, expect, it } from 'vitest';
import type { ConfigurationParam, ThreadPage } from '../schema/index.ts';
import { createWorld, errorBody, thread } from './testing/world.ts';
import type { World } from './testing/world.ts';

const list = 'GET /v1/chatkit/threads';

/** Threads a1 to a5 of ada and b1 of bob, a5 the newest; each with one item. */
function populated(): World {
  const world = createWorld();
  for (let i = 1; i <= 5; i += 1) world.store.addThread(thread(`a${i}`, 100 + i, 'ada'));
  world.store.addThread(thread('b1', 103, 'bob'));
  for (const id of ['a1', 'a5', 'b1']) {
    world.store.addItem({
      id: `i-${id}`,
      created_at: 200,
      object: 'chatkit.thread_item',
      thread_id: id,
      type: 'chatkit.widget',
      widget: '{}',
    });
  }
  return world;
}

async function secretFor(
  world: World,
  history?: ConfigurationParam['history'],
  limit = 100,
): Promise<string> {
  const session = await world.createSession({
    user: 'ada',
    ...(history === undefined ? {} : { chatkit_configuration: { history } }),
    rate_limits: { max_requests_per_1_minute: limit },
  });
  return session.client_secret;
}

const idsOf = async (world: World, token: string, query = '') => {
  const { status, json } = await world.ask(`${list}${query}`, { token });
  expect(status).toBe(200);
  const page = json as ThreadPage;
  return [page.data.map((entry) => entry.id), page.has_more];
};
const statusOf = async (world: World, token: string, request: string) =>
  (await world.ask(request, { token })).status;

describe('a client secret', () => {
  it('sees the threads of its user and no others', async () => {
    const world = populated();
    const token = await secretFor(world);
    expect(await idsOf(world, token)).toEqual([['a5', 'a4', 'a3', 'a2', 'a1'], false]);
    expect(await idsOf(world, token, '?user=ada&order=asc&limit=2')).toEqual([['a1', 'a2'], true]);
    expect(await idsOf(world, token, '?user=bob')).toEqual([[], false]);
    expect(await idsOf(world, world.apiKey, '?user=bob')).toEqual([['b1'], false]);
    expect(await idsOf(world, world.apiKey, '?limit=4')).toEqual([['a5', 'a4', 'b1', 'a3'], true]);
  });

  it('can’t tell another user’s thread from one that never was', async () => {
    const world = populated();
    const token = await secretFor(world);
    for (const request of ['GET /chatkit/threads/', 'DELETE /chatkit/threads/']) {
      const others = await world.ask(`${request}b1`, { token });
      const none = await world.ask(`${request}zz`, { token });
      expect([others.status, others.text]).toEqual([404, none.text.replace('zz', 'b1')]);
    }
    const items = await world.ask('GET /chatkit/threads/b1/items', { token });
    expect([items.status, items.json]).toEqual([404, errorBody('Chatkit Thread with id ‘b1’ not found.')]);
    const cursor = await world.ask(`${list}?after=b1`, { token });
    expect([cursor.status, cursor.json]).toEqual([
      400,
      errorBody("Invalid 'after': no entry of this list has the id ‘b1’.", {
        param: 'after',
        code: 'invalid_cursor',
      }),
    ]);
    expect(world.store.threadCount).toBe(6);
    // Deleted, it still is no cursor for ada.
    world.store.deleteThread('b1');
    expect(await statusOf(world, token, `${list}?after=b1`)).toBe(400);
    expect(await statusOf(world, world.apiKey, `${list}?after=b1`)).toBe(200);
  });

  it('reads and deletes threads of its user', async () => {
    const world = populated();
    const token = await secretFor(world);
    expect(await statusOf(world, token, 'GET /v1/chatkit/threads/a5')).toBe(200);
    expect(await statusOf(world, token, 'GET /v1/chatkit/threads/a5/items')).toBe(200);
    expect(await statusOf(world, token, 'DELETE /v1/chatkit/threads/a5')).toBe(200);
    expect(await statusOf(world, token, 'GET /v1/chatkit/threads/a5')).toBe(404);
    expect(await statusOf(world, token, 'DELETE /v1/chatkit/threads/a5')).toBe(404);
    expect(await idsOf(world, token, '?after=a5&limit=1')).toEqual([['a4'], true]);
  });

  it('sees nothing when its session keeps no history', async () => {
    const world = populated();
    const token = await secretFor(world, { enabled: false });
    expect(await idsOf(world, token)).toEqual([[], false]);
    for (const request of [
      'GET /chatkit/threads/a5',
      'GET /chatkit/threads/a5/items',
      'DELETE /chatkit/threads/a5',
    ])
      expect(await statusOf(world, token, request)).toBe(404);
    expect(world.store.threadCount).toBe(6);
  });

  it('sees the most recent threads, as many as its session says', async () => {
    const world = populated();
    const token = await secretFor(world, { recent_threads: 2 });
    expect(await idsOf(world, token)).toEqual([['a5', 'a4'], false]);
    expect(await idsOf(world, token, '?order=asc&limit=1')).toEqual([['a4'], true]);
    expect(await statusOf(world, token, 'GET /chatkit/threads/a4')).toBe(200);
    expect(await statusOf(world, token, 'GET /chatkit/threads/a3')).toBe(404);
    expect(await statusOf(world, token, 'GET /chatkit/threads/a1/items')).toBe(404);
    expect(await statusOf(world, token, 'DELETE /chatkit/threads/a3')).toBe(404);
    // A thread out of sight is still a place in its user's list, so that a walk survives new threads.
    expect(await idsOf(world, token, '?order=asc&after=a3')).toEqual([['a4', 'a5'], false]);
    world.store.addThread(thread('a6', 300, 'ada'));
    expect(await idsOf(world, token, '?after=a5')).toEqual([[], false]);
    expect(await idsOf(world, token)).toEqual([['a6', 'a5'], false]);
    // What goes makes room for what was there before.
    world.store.deleteThread('a6');
    expect(await idsOf(world, token)).toEqual([['a5', 'a4'], false]);
    const all = await secretFor(world, { recent_threads: 99 });
    expect((await idsOf(world, all))[0]).toHaveLength(5);
  });

  it('neither creates nor cancels sessions', async () => {
    const world = populated();
    const session = await world.createSession({ user: 'ada' });
    const refusal = errorBody('This operation needs an API key; a client secret cannot be used for it.', {
      code: 'api_key_required',
    });
    for (const request of ['POST /v1/chatkit/sessions', `POST /v1/chatkit/sessions/${session.id}/cancel`]) {
      const answer = await world.ask(request, {
        token: session.client_secret,
        body: { user: 'u', workflow: { id: 'wf_1' } },
      });
      expect([answer.status, answer.json]).toEqual([401, refusal]);
    }
    expect(world.sessions.size).toBe(1);
    expect(await statusOf(world, session.client_secret, list)).toBe(200);
  });

  it('is compared whole: neither a part of it nor its id opens anything', async () => {
    const world = populated();
    const { id, client_secret } = await world.createSession();
    for (const token of [id, client_secret.slice(0, -1), `${client_secret}=`, client_secret.toUpperCase()])
      expect(await statusOf(world, token, list)).toBe(401);
  });
});

describe('API keys', () => {
  it('are those that were given, and no other', async () => {
    const world = createWorld({ apiKeys: ['sk-one', 'sk-two'] });
    const statuses = [];
    for (const token of ['sk-one', 'sk-two', 'sk-chatkit-harness', 'sk-one,sk-two'])
      statuses.push(await statusOf(world, token, list));
    expect(statuses).toEqual([200, 200, 401, 401]);
    expect(world.apiKey).toBe('sk-one');
  });

  it('are never limited, nor told of limits', async () => {
    const world = createWorld();
    for (let i = 0; i < 50; i += 1) {
      const { status, headers } = await world.ask(list);
      expect(status).toBe(200);
      expect([...headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
    }
  });

  it('are at least one, or nobody could come in', () => {
    expect(() => createWorld({ apiKeys: [] })).toThrow(new RangeError('apiKeys must hold at least one key'));
  });
});
