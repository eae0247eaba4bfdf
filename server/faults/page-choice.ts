import { listingFault, pageOf } from './listing.ts';
import type { ListedEntry } from './listing.ts';

/** Faults of what a page was asked to hold: order, size, user. */
export const pageChoiceFaults = {
  'order-unstable': listingFault({
    does: 'two neighbours on a page have changed places, others at every request',
    breaks: 'a list has one order, by creation time',
    source: 'seed',
    change({ page, stream }) {
      if (page.data.length < 2) return page;
      const at = stream.int(0, page.data.length - 2);
      const [one, other] = page.data.slice(at, at + 2) as [ListedEntry, ListedEntry];
      return pageOf(page.data.toSpliced(at, 2, other, one), page.has_more);
    },
  }),
  'order-ignored': listingFault({
    does: 'order=asc is answered newest first',
    breaks: 'order=asc is the reverse of order=desc',
    source: 'seed',
    change: ({ query, page, ask }) => (query.get('order') === 'asc' ? ask({ order: null }) : page),
  }),
  'limit-ignored': listingFault({
    does: 'every page has the default size, whatever limit says',
    breaks: 'a page never holds more than limit',
    source: 'seed',
    change: ({ query, page, ask }) => (query.has('limit') ? ask({ limit: null }) : page),
  }),
  'limit-plus-one': listingFault({
    does: 'a page that is followed by another holds one entry more than limit',
    breaks: 'a page never holds more than limit',
    source: 'seed',
    change({ query, page, ask }) {
      const isBackward = query.has('before') && !query.has('after');
      if (!page.has_more || isBackward) return page;
      const { last_id } = page;
      const more = ask(last_id === null ? { limit: '1' } : { limit: '1', after: last_id });
      return pageOf([...page.data, ...more.data], more.has_more);
    },
  }),
  'default-limit-wrong': listingFault({
    does: 'a page of a request without limit holds 10 entries',
    breaks: 'the default of limit is 20',
    source: 'seed',
    change: ({ query, page, ask }) => (query.has('limit') ? page : ask({ limit: '10' })),
  }),
  'user-filter-ignored': listingFault({
    of: 'threads',
    does: 'the user parameter changes nothing',
    breaks: 'the user parameter yields that user’s threads and no others',
    source: 'seed',
    change: ({ query, page, ask }) => (query.has('user') ? ask({ user: null }) : page),
  }),
  'user-filter-leaks-one': listingFault({
    of: 'threads',
    does: 'the last page of one user’s threads, if it has room, holds a thread of another user (API keys)',
    breaks: 'the user parameter yields that user’s threads and no others',
    source: 'seed',
    change({ query, limit, page, world, call }) {
      const user = query.get('user');
      if (user === null || call.caller.kind !== 'api_key') return page;
      if (page.has_more || page.data.length >= limit) return page;
      const leaked = newestOfOthers(world.store.threads(), user);
      if (leaked === undefined) return page;
      const sign = query.get('order') === 'asc' ? 1 : -1;
      const data = [...page.data, leaked].toSorted((a, b) => sign * (a.created_at - b.created_at));
      return pageOf(data, false);
    },
  }),
};

interface Threads {
  readonly length: number;
  at(index: number): { readonly value: ListedEntry & { readonly user: string } } | undefined;
}

function newestOfOthers(threads: Threads, user: string): ListedEntry | undefined {
  for (let i = threads.length - 1; i >= 0; i -= 1) {
    const entry = threads.at(i);
    if (entry !== undefined && entry.value.user !== user) return entry.value;
  }
  return undefined;
}
