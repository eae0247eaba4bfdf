import type {
  Evidence,
  ListedEntry,
  ListedPage,
  PageEvidence,
  PageQuery,
  WalkEvidence,
} from '../evidence.ts';

/** Entries `a`, `b`, … of the given seconds, of the users in turn. */
export const entriesAt = (seconds: readonly number[], users: readonly string[] = ['ada']): ListedEntry[] =>
  seconds.map((created_at, i) => ({
    id: String.fromCodePoint(97 + i),
    created_at,
    user: users[i % users.length] ?? 'ada',
  }));

/** An honest page of entries, as they stand. */
export const pageOf = (data: readonly ListedEntry[], hasMore = false): ListedPage => ({
  data,
  first_id: data[0]?.id ?? null,
  last_id: data.at(-1)?.id ?? null,
  has_more: hasMore,
});

/** The entries that a query's filter leaves, in its order; those of one second in the order given, or its opposite. */
export function inOrder(entries: readonly ListedEntry[], { order = 'desc', user }: PageQuery): ListedEntry[] {
  const sorted = entries
    .filter((entry) => user === undefined || entry.user === user)
    .toSorted((a, b) => a.created_at - b.created_at);
  return order === 'asc' ? sorted : sorted.toReversed();
}

/** What an honest deployment answers; written apart from what judges it. */
export function answer(entries: readonly ListedEntry[], query: PageQuery): ListedPage {
  const { after, before, limit = 20 } = query;
  const all = inOrder(entries, query);
  const place = (id: string): number => all.findIndex((entry) => entry.id === id);
  const behind = after === undefined ? () => true : (_: ListedEntry, i: number) => i > place(after);
  const ahead = before === undefined ? () => true : (_: ListedEntry, i: number) => i < place(before);
  const part = all.filter((entry, i) => behind(entry, i) && ahead(entry, i));
  const isBack = before !== undefined && after === undefined;
  return pageOf(
    isBack ? part.toReversed().slice(0, limit).toReversed() : part.slice(0, limit),
    part.length > limit,
  );
}

export const asked = (query: PageQuery, page: ListedPage): PageEvidence => ({
  operation: 'threads.list',
  query,
  page,
});

/** An honest walk, of whole pages. */
export function walkThrough(entries: readonly ListedEntry[], query: PageQuery = {}): WalkEvidence {
  const pages: PageEvidence[] = [];
  let next: PageQuery | undefined = query;
  while (next !== undefined) {
    const page: ListedPage = answer(entries, next);
    pages.push(asked(next, page));
    next = page.has_more && page.last_id !== null ? { ...query, after: page.last_id } : undefined;
  }
  return { direction: 'after', pages, end: 'last_page', beyond: pageOf([]) };
}

/** An honest walk back from an entry to the beginning of the list. */
export function walkBack(entries: readonly ListedEntry[], query: PageQuery): WalkEvidence {
  const pages: PageEvidence[] = [];
  let next: PageQuery | undefined = query;
  while (next !== undefined) {
    const page: ListedPage = answer(entries, next);
    pages.push(asked(next, page));
    next = page.has_more && page.first_id !== null ? { ...query, before: page.first_id } : undefined;
  }
  return { direction: 'before', pages, end: 'last_page' };
}

/** A walk of the given pages, which ends as they say. */
export const walkOf = (
  pages: readonly ListedPage[],
  extra: Partial<WalkEvidence> & { readonly query?: PageQuery } = {},
): Evidence<'walk'> => {
  const { query = {}, ...rest } = extra;
  return { direction: 'after', end: 'last_page', pages: pages.map((page) => asked(query, page)), ...rest };
};
