import type { Answer } from '../../testing/world.ts';
import type { FaultName } from '../registry.ts';
import { createFaultyWorld } from './faulty-world.ts';
import type { FaultyWorld } from './faulty-world.ts';

const list = 'GET /v1/chatkit/threads';
const create = 'POST /v1/chatkit/sessions';

/** What can be compared of an answer: request ids are told apart elsewhere. */
const digest = ({ status, headers, json }: Answer) => ({
  status,
  json,
  headers: Object.fromEntries([...headers].filter(([name]) => name !== 'x-request-id')),
});

/** Walks over all pages; gives up after 20. */
async function walk(world: FaultyWorld, query: string): Promise<unknown> {
  const bodies: unknown[] = [];
  let cursor = '';
  for (let i = 0; i < 20; i += 1) {
    const { json } = await world.ask(`${list}?${query}${cursor}`);
    bodies.push(json);
    const { has_more, last_id } = json as { has_more: boolean; last_id: string | null };
    if (!has_more || last_id === null) break;
    cursor = `&after=${last_id}`;
  }
  return bodies;
}

async function several(world: FaultyWorld, count: number, token: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let i = 0; i < count; i += 1) answers.push(digest(await world.ask(`${list}?limit=1`, { token })));
  return answers;
}

/** One of each thing that can be done, in an order that leaves each its own subject. */
const steps: Readonly<Record<string, (world: FaultyWorld) => Promise<unknown>>> = {
  list: async (world) => digest(await world.ask(list)),
  'list 3': async (world) => digest(await world.ask(`${list}?limit=3`)),
  'list full last page': async (world) => digest(await world.ask(`${list}?user=bob&limit=2`)),
  'list bob': async (world) => digest(await world.ask(`${list}?user=bob`)),
  'list 0': async (world) => digest(await world.ask(`${list}?limit=0`)),
  'list asc': async (world) => digest(await world.ask(`${list}?limit=3&order=asc`)),
  'list after': async (world) => digest(await world.ask(`${list}?limit=3&after=t20`)),
  'list before': async (world) => digest(await world.ask(`${list}?limit=3&before=t10`)),
  'list nobody': async (world) => digest(await world.ask(`${list}?user=nobody&limit=3`)),
  walk: (world) => walk(world, 'limit=7'),
  items: async (world) => digest(await world.ask('GET /v1/chatkit/threads/t25/items')),
  'items 2': async (world) => digest(await world.ask('GET /v1/chatkit/threads/t25/items?limit=2')),
  retrieve: async (world) => digest(await world.ask('GET /v1/chatkit/threads/t25')),
  create: async (world) =>
    digest(await world.ask(create, { body: { user: 'ada', workflow: { id: 'wf_1' } } })),
  'cancel twice': async (world) => {
    const session = await world.createSession();
    return [digest(await world.cancel(session)), digest(await world.cancel(session))];
  },
  'secret lists': async (world) => digest(await world.ask(list, { token: await world.secret() })),
  'secret reads bob': async (world) => {
    const token = await world.secret();
    return [
      digest(await world.ask('GET /v1/chatkit/threads/b1', { token })),
      digest(await world.ask('GET /v1/chatkit/threads/b1/items', { token })),
    ];
  },
  'cancelled secret': async (world) => {
    const session = await world.createSession();
    await world.ask(`POST /v1/chatkit/sessions/${session.id}/cancel`);
    return digest(await world.ask(list, { token: session.client_secret }));
  },
  'expired secret': async (world) => {
    const token = await world.secret(10, 1);
    await world.clock.advance(1000);
    return digest(await world.ask(list, { token }));
  },
  'wrong secret': async (world) =>
    digest(await world.ask(list, { token: `${(await world.secret()).slice(0, -1)}x` })),
  'wrong key': async (world) => digest(await world.ask(list, { token: 'sk-wrong' })),
  'no beta header': async (world) => digest(await world.ask(list, { beta: null })),
  'limit 101': async (world) => digest(await world.ask(`${list}?limit=101`)),
  'no such thread': async (world) => digest(await world.ask('GET /v1/chatkit/threads/none')),
  'no such path': async (world) => digest(await world.ask('GET /v1/none')),
  throttled: async (world) => several(world, 4, await world.secret(3)),
  concurrent: async (world) => {
    const token = await world.secret(2);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => world.ask(`${list}?limit=1`, { token })),
    );
    return answers.map(digest);
  },
  'two sessions': async (world) => [
    await several(world, 3, await world.secret(4)),
    await several(world, 3, await world.secret(4)),
  ],
  delete: async (world) => [
    digest(await world.ask('DELETE /v1/chatkit/threads/t24')),
    digest(await world.ask('GET /v1/chatkit/threads/t24')),
    digest(await world.ask(`${list}?limit=5`)),
  ],
  'items of deleted': async (world) => digest(await world.ask('GET /v1/chatkit/threads/t24/items')),
  'after deleted': async (world) => digest(await world.ask(`${list}?limit=3&after=t24`)),
  'delete again': async (world) => digest(await world.ask('DELETE /v1/chatkit/threads/t24')),
  'request ids': async (world) => {
    const answers = await Promise.all([1, 2, 3].map(() => world.ask(`${list}?limit=1`)));
    return new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size;
  },
  'secret deletes bob': async (world) => {
    const token = await world.secret();
    return digest(await world.ask('DELETE /v1/chatkit/threads/b1', { token }));
  },
};

/** What came of every step in a deployment with these faults. */
export async function tour(faults: readonly FaultName[], seed = 0): Promise<Record<string, unknown>> {
  const world = createFaultyWorld(faults, seed);
  const outcome: Record<string, unknown> = {};
  for (const [name, step] of Object.entries(steps)) outcome[name] = await step(world);
  return outcome;
}
