import { answer, ofThread, ofUser, pageOf, user } from './pages.ts';
import type { Entry, Order, Page, PageQuery, WalkPlan } from './pages.ts';

interface Route {
  readonly limit?: number;
  readonly order?: Order;
  readonly direction: 'after' | 'before';
}

const routes: readonly Route[] = [
  { direction: 'after' },
  { direction: 'after', limit: 1, order: 'desc' },
  { direction: 'after', limit: 2, order: 'asc' },
  { direction: 'after', limit: 2, order: 'desc' },
  { direction: 'after', limit: 3, order: 'asc' },
  { direction: 'after', limit: 100, order: 'asc' },
  { direction: 'before', limit: 2, order: 'desc' },
  { direction: 'before', limit: 3, order: 'asc' },
];

const reasons = {
  after: 'after is the last_id of the page before; the walk ends where has_more is false.',
  before:
    'before is the first_id of the page before: the pages come from the end, each in the order of the list, and has_more means more before them. That is not published.',
} as const;

/** Follows the cursors until there is no more, as a client does. */
function walk(operation: WalkPlan['operation'], entries: readonly Entry[], route: Route): WalkPlan {
  const { limit, order, direction } = route;
  const given = {
    ...(limit === undefined ? {} : { limit }),
    ...(order === undefined ? {} : { order }),
    ...(operation === 'threads.list' ? { user } : {}),
  };
  const last = order === 'asc' ? entries.at(-1) : entries[0];
  // Backwards begins at the far end: before the last entry, which is then not met again.
  let query: PageQuery | undefined = direction === 'before' ? { ...given, before: last?.id ?? '' } : given;
  const pages: { query: PageQuery; page: Page }[] = [];
  while (query !== undefined) {
    const page: Page = answer(entries, query);
    pages.push({ query, page });
    const cursor = direction === 'after' ? page.last_id : page.first_id;
    query = page.has_more && cursor !== null ? { ...given, [direction]: cursor } : undefined;
  }
  return {
    name: `${direction === 'before' ? 'back-' : ''}${order ?? 'default'}-${limit ?? 'default'}`,
    operation,
    verdict: 'accept',
    reason: reasons[direction],
    source: direction === 'after' ? 'seed' : 'synthetic',
    pages,
    entries: pages.flatMap(({ page }) => page.data.map(({ id }) => id)),
  };
}

const empty = (operation: WalkPlan['operation']): WalkPlan => ({
  name: 'empty',
  operation,
  verdict: 'accept',
  reason: 'A list without entries has one page, whose cursors are null.',
  source: 'openapi',
  pages: [{ query: {}, page: pageOf([], false) }],
  entries: [],
});

/** Walks of several sizes, orders and directions through a list of threads, and through the items of one thread. */
export const honestWalks = (): WalkPlan[] => [
  ...routes.map((route) => walk('threads.list', ofUser, route)),
  ...routes.map((route) => walk('threads.listItems', ofThread, route)),
  empty('threads.list'),
  empty('threads.listItems'),
];
