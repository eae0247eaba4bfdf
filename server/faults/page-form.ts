import { listingFault, pageOf } from './listing.ts';

/** Faults of the frame around a page's entries. */
export const pageFormFaults = {
  'has-more-always-true': listingFault({
    does: 'has_more is true on every page, the last and empty ones included',
    breaks: 'has_more is true exactly when more comes',
    source: 'seed',
    change: ({ page }) => ({ ...page, has_more: true }),
  }),
  'has-more-always-false': listingFault({
    does: 'has_more is false on every page',
    breaks: 'has_more is true exactly when more comes',
    source: 'seed',
    change: ({ page }) => ({ ...page, has_more: false }),
  }),
  'has-more-on-full-last-page': listingFault({
    does: 'has_more is true when a page is full, also when it is the last',
    breaks: 'has_more is true exactly when more comes',
    source: 'seed',
    change: ({ page, limit }) => ({
      ...page,
      has_more: page.has_more || (limit > 0 && page.data.length === limit),
    }),
  }),
  'ends-swapped': listingFault({
    does: 'first_id and last_id are swapped',
    breaks: 'first_id and last_id name the first and last entry of the page',
    source: 'seed',
    change: ({ page }) => ({ ...page, first_id: page.last_id, last_id: page.first_id }),
  }),
  'last-id-wrong': listingFault({
    does: 'last_id names the last entry but one (pages of 2 or more)',
    breaks: 'first_id and last_id name the first and last entry of the page',
    source: 'seed',
    change: ({ page }) => ({ ...page, last_id: page.data.at(-2)?.id ?? page.last_id }),
  }),
  'ids-repeat': listingFault({
    does: 'the second entry of a page has the id of the first (pages of 3 or more)',
    breaks: 'entries of a list have ids of their own',
    source: 'seed',
    change({ page }) {
      const [first, second, ...rest] = page.data;
      if (first === undefined || second === undefined || rest.length === 0) return page;
      return pageOf([first, { ...second, id: first.id }, ...rest], page.has_more);
    },
  }),
};
