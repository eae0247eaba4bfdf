import { defaultPageLimit, defaultPageOrder, maxPageLimit } from '../../schema/index.ts';
import type {
  Thread,
  ThreadItem,
  ThreadItemListQuery,
  ThreadItemPage,
  ThreadListQuery,
  ThreadPage,
} from '../../schema/index.ts';
import { createConversation } from './conversation.ts';
import type { ConversationOptions } from './conversation.ts';
import type { FactoryOptions } from './factory.ts';
import { envelope } from './pages.ts';
import { createThread } from './thread.ts';
import type { ThreadTrait } from './thread.ts';

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

/** What `createThreadWalk` takes: options for each thread, and what is asked for. */
export interface ThreadWalkOptions extends FactoryOptions<Thread, ThreadTrait>, WalkQuery {
  /** How many threads there are; default 45. */
  readonly threads?: number;
  /** They are all of this user, and are asked for by this user. */
  readonly user?: string;
}

/** What `createThreadItemWalk` takes: options for the thread, and what is asked for. */
export interface ThreadItemWalkOptions extends ConversationOptions, WalkQuery {}

/**
 * Threads and a walk through all pages of them.
 * @throws RangeError when the limit is no whole number from 1 to 100.
 * @example
 * const { threads, steps } = createThreadWalk({ seed: 7, threads: 5, limit: 2, user: 'ada' });
 * steps.map(({ page }) => page.has_more); // => [ true, true, false ]
 * threads.every(({ user }) => user === 'ada'); // => true
 */
export function createThreadWalk(options: ThreadWalkOptions = {}): {
  readonly threads: readonly Thread[];
  readonly steps: readonly ThreadWalkStep[];
} {
  const { threads: count = 45, limit, order, user, overrides, ...rest } = options;
  const own = user === undefined ? overrides : { ...overrides, user };
  const threads = createThread.list(count, { ...rest, ...(own === undefined ? {} : { overrides: own }) });
  const steps = walkThreads(threads, {
    ...(limit === undefined ? {} : { limit }),
    ...(order === undefined ? {} : { order }),
    ...(user === undefined ? {} : { user }),
  });
  return { threads, steps };
}

/**
 * A whole thread and a walk through all pages of its items.
 * @throws RangeError when the limit is no whole number from 1 to 100.
 * @example
 * const { items, steps } = createThreadItemWalk({ seed: 7, items: 25, limit: 10, order: 'asc' });
 * steps.length; // => 3
 * steps.flatMap(({ page }) => page.data).map(({ id }) => id).join() === items.map(({ id }) => id).join(); // => true
 */
export function createThreadItemWalk(
  options: ThreadItemWalkOptions = {},
): ReturnType<typeof createConversation> & { readonly steps: readonly ThreadItemWalkStep[] } {
  const { limit, order, ...rest } = options;
  const told = createConversation({ items: 45, ...rest });
  const steps = walkThreadItems(told.items, {
    ...(limit === undefined ? {} : { limit }),
    ...(order === undefined ? {} : { order }),
  });
  return { ...told, steps };
}
