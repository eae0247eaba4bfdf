import { listingFault, pageOf } from './listing.ts';

const everyItemOnce = 'a walk over all pages meets every entry once';

/** Faults of cursors: what a walk from page to page meets. */
export const walkingFaults = {
  'page-repeats-item': listingFault({
    does: 'a page after a cursor starts with the entry that the cursor names (pages of 2 or more)',
    breaks: everyItemOnce,
    source: 'seed',
    change({ query, limit, page, find }) {
      const repeated = find(query.get('after') ?? '');
      if (repeated === undefined || page.data.length === 0 || limit < 2) return page;
      const data = [repeated, ...page.data];
      return pageOf(data.slice(0, limit), page.has_more || data.length > limit);
    },
  }),
  'page-drops-item': listingFault({
    does: 'a page after a cursor leaves out its first entry',
    breaks: everyItemOnce,
    source: 'seed',
    change({ query, page, ask }) {
      const [dropped] = page.data;
      return query.has('after') && dropped !== undefined ? ask({ after: dropped.id }) : page;
    },
  }),
  'cursor-ignored': listingFault({
    does: 'after and before change nothing: every page is the first',
    breaks: 'a walk ends',
    source: 'seed',
    change: ({ query, page, ask }) =>
      query.has('after') || query.has('before') ? ask({ after: null, before: null }) : page,
  }),
  'before-as-after': listingFault({
    does: 'before yields the entries that follow the cursor',
    breaks: 'before yields what stands before the cursor',
    source: 'seed',
    change({ query, page, ask }) {
      const before = query.get('before');
      return before === null || query.has('after') ? page : ask({ after: before, before: null });
    },
  }),
  'deleted-cursor-starts-over': listingFault({
    of: 'threads',
    does: 'after a thread that was deleted since, the list starts again from its beginning',
    breaks: 'a walk goes on when the thread at its cursor is deleted',
    source: 'synthetic',
    change({ query, page, ask, find }) {
      const after = query.get('after');
      return after !== null && find(after) === undefined ? ask({ after: null }) : page;
    },
  }),
  'middle-page-short': listingFault({
    does: 'a page before the last holds one entry less than asked for (pages of 2 or more)',
    breaks: 'only the last page of a walk is short',
    source: 'seed',
    change({ page, query }) {
      if (!page.has_more || page.data.length < 2) return page;
      // The entry at the far end of the walk goes, so that the walk still meets it.
      const isBackward = query.has('before') && !query.has('after');
      return pageOf(isBackward ? page.data.slice(1) : page.data.slice(0, -1), true);
    },
  }),
};
