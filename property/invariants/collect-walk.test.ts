import { expect, it } from 'vitest';
import { collectWalk } from './collect-walk.ts';
import type { ListedPage, PageQuery } from './evidence.ts';
import { answer, entriesAt, pageOf, walkBack, walkOf, walkThrough } from './testing/lister.ts';

const entries = entriesAt([1, 2, 2, 3, 4]);
const honest = async (query: PageQuery): Promise<ListedPage> => answer(entries, query);
const plan = { operation: 'threads.list', query: { limit: 2 } } as const;

it('collects the pages of a walk to the end, and the empty one behind it', async () => {
  expect(await collectWalk({ ...plan, beyond: true }, honest)).toEqual(walkThrough(entries, plan.query));
  const { beyond, ...rest } = walkThrough(entries, plan.query);
  expect(beyond).toEqual(pageOf([]));
  expect(await collectWalk(plan, honest)).toStrictEqual(rest);
});

it('asks for nothing behind an empty list, which has no last entry', async () => {
  const asked: PageQuery[] = [];
  const walk = await collectWalk({ ...plan, beyond: true }, async (query) => {
    asked.push(query);
    return pageOf([]);
  });
  expect(asked).toEqual([plan.query]);
  expect(walk).toStrictEqual(walkOf([pageOf([])], { query: plan.query }));
});

it('asks for nothing when it may ask for no page', async () => {
  const walk = await collectWalk({ ...plan, maxPages: 0, beyond: true }, honest);
  expect(walk).toStrictEqual({ direction: 'after', pages: [], end: 'budget' });
});

it('walks back from a cursor', async () => {
  const query = { limit: 2, before: 'a' };
  const walk = await collectWalk({ ...plan, query, direction: 'before', beyond: true }, honest);
  expect(walk).toEqual(walkBack(entries, query));
  expect(walk.pages.map(({ page }) => page.data.map(({ id }) => id).join(''))).toEqual(['cb', 'ed']);
});

it('names the thread whose items are listed', async () => {
  const walk = await collectWalk({ operation: 'threads.listItems', threadId: 'cthr_1', query: {} }, honest);
  expect(walk.pages[0]).toMatchObject({ operation: 'threads.listItems', threadId: 'cthr_1' });
});

const page = pageOf(entries.slice(0, 2), true);
it.each<[string, ListedPage[], string, number]>([
  ['no cursor leads on', [{ ...page, last_id: null }], 'no_cursor', 1],
  ['the same page comes again', [page], 'repeated_cursor', 2],
  ['cursors lead in a circle', [page, { ...page, last_id: 'x' }], 'repeated_cursor', 3],
  [
    'nobody knows how long',
    Array.from({ length: 50 }, (_, i) => ({ ...page, last_id: `${i}` })),
    'budget',
    9,
  ],
])('ends where %s', async (_, answers, end, count) => {
  let asked = 0;
  const walk = await collectWalk({ ...plan, maxPages: 9, beyond: true }, async () => {
    asked += 1;
    return answers[(asked - 1) % answers.length] as ListedPage;
  });
  expect([walk.end, walk.pages.length, asked, 'beyond' in walk]).toEqual([end, count, count, false]);
});

it('takes a first page that leads back to where the walk began for a circle', async () => {
  const walk = await collectWalk({ ...plan, query: { after: 'b' } }, async () => page);
  expect([walk.end, walk.pages.length]).toEqual(['repeated_cursor', 1]);
});

it('lets through what asking throws', async () => {
  await expect(
    collectWalk(plan, async () => {
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
});
