import { defaultPageLimit, defaultPageOrder, maxPageLimit } from '../../schema/index.ts';
import type {
  Thread,
  ThreadItem,
  ThreadItemListQuery,
  ThreadItemPage,
  ThreadListQuery,
  ThreadPage,
} from '../../schema/index.ts';

/** The cursors of a page; an empty one has none, and nothing more after it. */
export function envelope(
  entries: readonly { readonly id: string }[],
  hasMore: boolean,
): Pick<ThreadPage, 'first_id' | 'has_more' | 'last_id' | 'object'> {
  return {
    first_id: entries[0]?.id ?? null,
    has_more: entries.length > 0 && hasMore,
    last_id: entries.at(-1)?.id ?? null,
    object: 'list',
  };
}

/** One page of a walk and the query that yields it. */
export interface WalkStep<Page, Query> {
  readonly query: Query;
  /** The same as a query string: `limit=2&order=asc&after=cthr_…`; empty when nothing is asked for. */
  readonly search: string;
  readonly page: Page;
}

/** Steps of a walk through threads. */
export type ThreadWalkStep = WalkStep<ThreadPage, ThreadListQuery>;
/** Steps of a walk through the items of a thread. */
export type ThreadItemWalkStep = WalkStep<ThreadItemPage, ThreadItemListQuery>;

/** What a walk asks for. What is left out stands in no query, and has the contract's default. */
export interface WalkQuery {
  /** Entries on a page, 1 to 100; default 20. */
  readonly limit?: number;
  /** Order by time of creation; default `desc`. */
  readonly order?: 'asc' | 'desc';
}

interface Entry {
  readonly id: string;
  readonly created_at: number;
}

function walk<T extends Entry>(
  entries: readonly T[],
  asked: WalkQuery & { readonly user?: string },
): WalkStep<ThreadPage & { data: T[] }, ThreadListQuery>[] {
  const { limit = defaultPageLimit, order = defaultPageOrder } = asked;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageLimit) {
    throw new RangeError(`limit: expected a whole number from 1 to ${maxPageLimit}, got ${limit}`);
  }
  if (order !== 'asc' && order !== 'desc')
    throw new RangeError(`order: expected asc or desc, got ${String(order)}`);
  // Sorting is stable: entries of one second keep the order in which they were given.
  const oldestFirst = entries.toSorted((a, b) => a.created_at - b.created_at);
  const ordered = order === 'asc' ? oldestFirst : oldestFirst.toReversed();
  const own: ThreadListQuery = {
    ...(asked.limit === undefined ? {} : { limit }),
    ...(asked.order === undefined ? {} : { order }),
    ...(asked.user === undefined ? {} : { user: asked.user }),
  };
  const pageCount = Math.max(1, Math.ceil(ordered.length / limit));
  return Array.from({ length: pageCount }, (_, index) => {
    const start = index * limit;
    const data = ordered.slice(start, start + limit);
    const after = ordered[start - 1]?.id;
    const query = { ...own, ...(after === undefined ? {} : { after }) };
    const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
    const page = { data, ...envelope(data, start + limit < ordered.length) };
    return { query, search: new URLSearchParams(texts).toString(), page } as WalkStep<
      ThreadPage & { data: T[] },
      ThreadListQuery
    >;
  });
}

/**
 * All pages of a list of threads, with the queries that lead to them as an auto-paging client sends them.
 * @param threads in any order; of threads that were created in the same second, the later one counts as newer.
 * @param query with `user`, the walk is through this user's threads.
 * @throws RangeError when the limit is no whole number from 1 to 100.
 * @example
 * const steps = walkThreads(createThread.list(5), { limit: 2 });
 * steps.map(({ page }) => page.data.length); // => [ 2, 2, 1 ]
 * steps[1]?.query.after === steps[0]?.page.last_id; // => true
 */
export function walkThreads(
  threads: readonly Thread[],
  query: WalkQuery & { readonly user?: string } = {},
): ThreadWalkStep[] {
  const { user } = query;
  return walk(user === undefined ? threads : threads.filter((thread) => thread.user === user), query);
}

/**
 * All pages of the items of a thread, with the queries that lead to them as an auto-paging client sends them.
 * @param items in any order; of items that were created in the same second, the later one counts as newer.
 * @throws RangeError when the limit is no whole number from 1 to 100.
 * @example
 * const { items } = createConversation({ items: 5 });
 * const steps = walkThreadItems(items, { limit: 3, order: 'asc' });
 * steps[0]?.search; // => 'limit=3&order=asc'
 * steps.flatMap(({ page }) => page.data).length; // => 5
 */
export function walkThreadItems(items: readonly ThreadItem[], query: WalkQuery = {}): ThreadItemWalkStep[] {
  const { limit, order } = query;
  const asked = { ...(limit === undefined ? {} : { limit }), ...(order === undefined ? {} : { order }) };
  return walk(items as readonly Entry[], asked) as unknown as ThreadItemWalkStep[];
}
