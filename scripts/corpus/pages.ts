import { createDataset } from '../../generators/dataset/dataset.ts';
import type { Shape } from '../../schema/index.ts';
import type { Source, Verdict } from './draft.ts';

export type Entry = Shape<'thread'> | Shape<'thread_item'>;
export type Order = 'asc' | 'desc';

/** The query of one page. */
export interface PageQuery {
  readonly limit?: number;
  readonly order?: Order;
  readonly after?: string;
  readonly before?: string;
  readonly user?: string;
}

export interface Page {
  readonly data: readonly Entry[];
  readonly first_id: string | null;
  readonly has_more: boolean;
  readonly last_id: string | null;
  readonly object: 'list';
}

/** A list walked page by page: which query was answered by which page. */
export interface WalkPlan {
  readonly name: string;
  readonly operation: 'threads.list' | 'threads.listItems';
  readonly verdict: Verdict;
  readonly reason: string;
  readonly source: Source;
  readonly pages: readonly { readonly query: PageQuery; readonly page: Page }[];
  /** Ids of the entries in the order in which the walk meets them; of misleading walks there is no right one. */
  readonly entries: readonly string[] | undefined;
}

/** Two users, one with six threads, and threads of nine items: few, and for some limits the last page is full. */
const world = createDataset({
  seed: 42,
  users: 2,
  sessions: 0,
  threads: 9,
  items: { min: 9, max: 9 },
});

/** Entries in ascending order of time; entries of one second stay in the order in which they were made. */
const inOrder = <T extends { readonly created_at: number }>(entries: readonly T[]): T[] =>
  entries.toSorted((a, b) => a.created_at - b.created_at);

/** The user with six threads, and the threads. */
export const user = world.threads[0]?.user ?? '';
export const ofUser = inOrder(world.threads.filter((thread) => thread.user === user));
/** The nine items of a thread. */
export const ofThread = inOrder(world.items.filter((item) => item.thread_id === world.threads[0]?.id));

/** The page of a list, as its object. */
export const pageOf = (data: readonly Entry[], has_more: boolean): Page => ({
  data,
  first_id: data[0]?.id ?? null,
  has_more,
  last_id: data.at(-1)?.id ?? null,
  object: 'list',
});

/** The page that a query leads to; `ascending` is the whole list. */
export function answer(
  ascending: readonly Entry[],
  { limit = 20, order = 'desc', after, before }: PageQuery,
): Page {
  const list = order === 'asc' ? ascending : ascending.toReversed();
  const at = (id: string) => list.findIndex((entry) => entry.id === id);
  if (before !== undefined) {
    const end = at(before);
    const start = Math.max(0, end - limit);
    return pageOf(list.slice(start, end), start > 0);
  }
  const start = after === undefined ? 0 : at(after) + 1;
  return pageOf(list.slice(start, start + limit), start + limit < list.length);
}
