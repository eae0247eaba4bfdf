import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDataset } from '../generators/index.ts';
import type { ShapeName } from '../schema/index.ts';
import { createWorld, lint, startS, task, thread } from './testing/world.ts';
import type { World } from './testing/world.ts';

interface PageJson {
  readonly object: string;
  readonly data: readonly { readonly id: string }[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

/** Something that is listed: where, and how to change it. */
interface Listing {
  readonly path: string;
  readonly shape: ShapeName;
  add(world: World, id: string, createdAt: number): void;
  remove(world: World, id: string): void;
}

const listings: [string, Listing][] = [
  [
    'threads',
    {
      path: '/v1/chatkit/threads',
      shape: 'thread_list',
      add: (world, id, createdAt) => world.store.addThread(thread(id, createdAt)),
      remove: (world, id) => void world.store.deleteThread(id),
    },
  ],
  [
    'items of a thread',
    {
      path: '/v1/chatkit/threads/cthr_1/items',
      shape: 'thread_item_list',
      add: (world, id, createdAt) => world.store.addItem(task(id, createdAt)),
      remove: (world, id) => void world.store.deleteItem('cthr_1', id),
    },
  ],
];

/** A world whose listing holds the ids `e0`, `e1`, … created at the given seconds. */
function filled(listing: Listing, createdAt: readonly number[]): World {
  const world = createWorld();
  if (listing.shape === 'thread_item_list') world.store.addThread(thread('cthr_1', 1));
  createdAt.forEach((seconds, i) => listing.add(world, `e${i}`, seconds));
  return world;
}

/** Asks for a page and checks what holds of every page. */
async function pageOf(world: World, listing: Listing, query: string): Promise<PageJson> {
  const { status, json } = await world.ask(`GET ${listing.path}?${query}`);
  expect([query, status]).toEqual([query, 200]);
  expect(lint(listing.shape, json)).toEqual([]);
  const page = json as PageJson;
  expect(page.first_id).toBe(page.data[0]?.id ?? null);
  expect(page.last_id).toBe(page.data.at(-1)?.id ?? null);
  return page;
}

const idsOf = (page: PageJson) => page.data.map((entry) => entry.id);

/** Walks all pages with `after`, doing something between them. */
async function walk(
  world: World,
  listing: Listing,
  { order, limit }: { order: string; limit: number },
  between: (page: PageJson) => void = () => undefined,
): Promise<string[]> {
  const ids: string[] = [];
  let after = '';
  for (;;) {
    const page = await pageOf(world, listing, `order=${order}&limit=${limit}${after}`);
    ids.push(...idsOf(page));
    if (!page.has_more) return ids;
    expect(page.data).toHaveLength(limit);
    after = `&after=${page.last_id}`;
    between(page);
  }
}

const seconds = fc.array(
  fc.nat({ max: 3 }).map((offset) => startS + offset),
  { maxLength: 12 },
);
const orders = fc.constantFrom('asc', 'desc');
const limits = fc.integer({ min: 1, max: 6 });
const runs = { numRuns: 60 };

/** What a listing should hold: by creation, then arrival. An independent answer. */
const expected = (createdAt: readonly number[], order: string): string[] => {
  const ids = createdAt
    .map((at, i) => ({ at, i }))
    .toSorted((a, b) => a.at - b.at || a.i - b.i)
    .map(({ i }) => `e${i}`);
  return order === 'asc' ? ids : ids.toReversed();
};

describe.each(listings)('a list of %s', (_, listing) => {
  it('is the same whatever the size of its pages, in both orders', async () => {
    await fc.assert(
      fc.asyncProperty(seconds, orders, limits, async (createdAt, order, limit) => {
        const world = filled(listing, createdAt);
        expect(await walk(world, listing, { order, limit })).toEqual(expected(createdAt, order));
      }),
      runs,
    );
  });

  it('can be walked backwards with before', async () => {
    await fc.assert(
      fc.asyncProperty(seconds, orders, limits, async (createdAt, order, limit) => {
        const world = filled(listing, createdAt);
        const whole = expected(createdAt, order);
        const last = whole.at(-1);
        fc.pre(last !== undefined);
        let ids = [last];
        for (;;) {
          const page = await pageOf(world, listing, `order=${order}&limit=${limit}&before=${ids[0]}`);
          ids = [...idsOf(page), ...ids];
          if (!page.has_more) break;
        }
        expect(ids).toEqual(whole);
      }),
      runs,
    );
  });

  it('yields what stands strictly between two entries', async () => {
    await fc.assert(
      fc.asyncProperty(seconds, orders, limits, fc.nat(), fc.nat(), async (createdAt, order, limit, a, b) => {
        fc.pre(createdAt.length > 0);
        const world = filled(listing, createdAt);
        const whole = expected(createdAt, order);
        const [from, to] = [a % whole.length, b % whole.length];
        const between = whole.slice(from + 1, Math.max(to, from + 1));
        const query = `order=${order}&limit=${limit}&after=${whole[from]}&before=${whole[to]}`;
        const page = await pageOf(world, listing, query);
        expect(idsOf(page)).toEqual(between.slice(0, limit));
        expect(page.has_more).toBe(between.length > limit);
      }),
      runs,
    );
  });

  it('loses and repeats nothing when entries go while it is walked, the cursor’s own among them', async () => {
    await fc.assert(
      fc.asyncProperty(
        seconds,
        orders,
        limits,
        fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        async (createdAt, order, limit, deletions, withCursor) => {
          const world = filled(listing, createdAt);
          const gone = new Set<string>();
          const ids = await walk(world, listing, { order, limit }, (page) => {
            const victims = (deletions.shift() ?? []).map((i) => `e${i}`);
            if (withCursor) victims.push(page.last_id ?? '');
            for (const id of victims) {
              listing.remove(world, id);
              gone.add(id);
            }
          });
          const whole = expected(createdAt, order);
          // Everything that stayed is there, once, in order; what went is there once or not at all.
          expect(ids.filter((id) => !gone.has(id))).toEqual(whole.filter((id) => !gone.has(id)));
          expect(ids).toEqual(whole.filter((id) => ids.includes(id)));
        },
      ),
      runs,
    );
  });

  it('keeps its cursors when entries come while it is walked', async () => {
    await fc.assert(
      fc.asyncProperty(seconds, orders, limits, seconds, async (createdAt, order, limit, additions) => {
        const world = filled(listing, createdAt);
        const queue = [...additions];
        const came: number[] = [];
        const ids = await walk(world, listing, { order, limit }, () => {
          const at = queue.shift();
          if (at === undefined) return;
          listing.add(world, `e${createdAt.length + came.length}`, at);
          came.push(at);
        });
        const whole = expected([...createdAt, ...came], order);
        expect(ids).toEqual(whole.filter((id) => ids.includes(id)));
        const before = expected(createdAt, order);
        expect(before.filter((id) => ids.includes(id))).toEqual(before);
      }),
      runs,
    );
  });

  it('tells with limit=0 whether there is anything', async () => {
    const world = filled(listing, [1, 2, 3]);
    const nothing = { object: 'list', data: [], first_id: null, last_id: null };
    expect(await pageOf(world, listing, 'limit=0')).toEqual({ ...nothing, has_more: true });
    expect(await pageOf(world, listing, 'limit=0&after=e0')).toEqual({ ...nothing, has_more: false });
    expect(await pageOf(world, listing, 'limit=0&before=e1&order=asc')).toEqual({
      ...nothing,
      has_more: true,
    });
    expect(await pageOf(filled(listing, []), listing, 'limit=0')).toEqual({ ...nothing, has_more: false });
  });

  it('is twenty entries, newest first, when the query says nothing', async () => {
    const world = filled(
      listing,
      Array.from({ length: 25 }, (_, i) => i),
    );
    const page = await pageOf(world, listing, '');
    expect(idsOf(page)).toEqual(Array.from({ length: 20 }, (_, i) => `e${24 - i}`));
    expect(page.has_more).toBe(true);
    expect(await pageOf(world, listing, 'unknown=1&limit=20&Limit=x')).toEqual(page);
    expect(idsOf(await pageOf(world, listing, 'limit=100'))).toHaveLength(25);
    expect(idsOf(await pageOf(world, listing, 'limit=007'))).toHaveLength(7);
  });
});

it('filters threads by user, with cursors from the whole list', async () => {
  const world = createWorld();
  for (let i = 0; i < 6; i += 1) world.store.addThread(thread(`e${i}`, i, i % 2 === 0 ? 'ada' : 'b&b ü'));
  const [, threads] = listings[0] as [string, Listing];
  const query = `user=${encodeURIComponent('b&b ü')}`;
  expect(idsOf(await pageOf(world, threads, query))).toEqual(['e5', 'e3', 'e1']);
  expect(idsOf(await pageOf(world, threads, `${query}&after=e4`))).toEqual(['e3', 'e1']);
  expect(idsOf(await pageOf(world, threads, `${query}&order=asc&limit=1&after=e2`))).toEqual(['e3']);
  expect(idsOf(await pageOf(world, threads, 'user=nobody'))).toEqual([]);
});

it('serves a dataset as it is: every thread and item, in the order of its making', async () => {
  const dataset = createDataset({ seed: 7, users: 4, threads: 12, sessions: 0, items: { min: 0, max: 60 } });
  const world = createWorld({ dataset });
  const [[, threads]] = listings as [[string, Listing]];
  const ids = await walk(world, threads, { order: 'asc', limit: 5 });
  const byTime = dataset.threads.toSorted((a, b) => a.created_at - b.created_at);
  expect(ids).toEqual(byTime.map((entry) => entry.id));
  for (const made of dataset.threads) {
    const path = `/chatkit/threads/${made.id}`;
    const retrieved = await world.ask(`GET ${path}`);
    expect(retrieved.json).toEqual(made);
    expect(lint('thread', retrieved.json)).toEqual([]);
    const listing: Listing = { ...threads, path: `${path}/items`, shape: 'thread_item_list' };
    const page = await pageOf(world, listing, 'order=asc&limit=100');
    expect(page.data).toEqual(dataset.items.filter((item) => item.thread_id === made.id));
  }
});

it('deletes a thread with its items, once', async () => {
  const world = createWorld();
  world.store.addThread(thread('cthr_1', 1));
  world.store.addItem(task('cti_1', 1));
  const first = await world.ask('DELETE /v1/chatkit/threads/cthr_1');
  expect([first.status, first.json]).toEqual([
    200,
    { id: 'cthr_1', deleted: true, object: 'chatkit.thread.deleted' },
  ]);
  expect(lint('thread_deleted', first.json)).toEqual([]);
  for (const request of [
    'DELETE /v1/chatkit/threads/cthr_1',
    'GET /v1/chatkit/threads/cthr_1',
    'GET /v1/chatkit/threads/cthr_1/items',
  ])
    expect((await world.ask(request)).status).toBe(404);
  expect([world.store.threadCount, world.store.itemCount]).toEqual([0, 0]);
});
