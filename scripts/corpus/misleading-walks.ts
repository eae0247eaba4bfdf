import { ofUser, pageOf } from './pages.ts';
import type { Entry, WalkPlan } from './pages.ts';

type Lie = Pick<WalkPlan, 'name' | 'reason' | 'pages'>;

const mustEnd =
  'A client may stop or report an error; it must not ask for ever, nor hand out entries twice in silence.';

/** Pages that keep to the contract in form and mislead whoever walks on. */
function lies(entries: readonly Entry[]): Lie[] {
  const list = entries.toReversed();
  const first = pageOf(list.slice(0, 2), true);
  const second = pageOf(list.slice(2, 4), true);
  const third = pageOf(list.slice(4, 5), false);
  const after = first.last_id ?? '';
  const next = { limit: 2, after };
  const nothing = pageOf([], true);
  return [
    {
      name: 'more-without-cursor',
      reason: `has_more is true and last_id is null, though there are entries: nothing says where to go on. ${mustEnd}`,
      pages: [{ query: { limit: 2 }, page: { ...first, last_id: null } }],
    },
    {
      name: 'empty-with-more',
      reason: `The page is empty, its cursors are null, and has_more is true. ${mustEnd}`,
      pages: [{ query: { limit: 2 }, page: nothing }],
    },
    {
      name: 'limit-zero',
      reason: `Nothing was asked for and nothing came, though there is more: legal, and no way on. Not published; the reference deployment answers like this. ${mustEnd}`,
      pages: [{ query: { limit: 0 }, page: nothing }],
    },
    {
      name: 'empty-in-the-middle',
      reason: `The second page is empty and has no cursor, yet has_more is true. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: first },
        { query: next, page: nothing },
      ],
    },
    {
      name: 'empty-with-cursor',
      reason: `The second page is empty, yet has a cursor, behind which there are entries. A client may stop at the empty page or walk on. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: first },
        { query: next, page: { ...nothing, first_id: 'cursor_2', last_id: 'cursor_2' } },
        { query: { limit: 2, after: 'cursor_2' }, page: third },
      ],
    },
    {
      name: 'same-page-again',
      reason: `The second page is the first once more: its cursor repeats. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: first },
        { query: next, page: first },
      ],
    },
    {
      name: 'cursor-repeats',
      reason: `The second page has other entries and the cursor of the first. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: first },
        { query: next, page: { ...second, last_id: after } },
      ],
    },
    {
      name: 'cursors-in-a-circle',
      reason: `Two pages whose cursors lead to each other. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: first },
        { query: next, page: second },
        { query: { limit: 2, after: second.last_id ?? '' }, page: first },
      ],
    },
    {
      name: 'cursor-of-first-entry',
      reason: `last_id is the id of the first entry, so that the next page repeats the second. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: { ...first, last_id: first.first_id } },
        {
          query: { limit: 2, after: first.first_id ?? '' },
          page: {
            ...second,
            data: list.slice(1, 3),
            first_id: list[1]?.id ?? null,
            last_id: list[2]?.id ?? null,
            has_more: false,
          },
        },
      ],
    },
    {
      name: 'pages-overlap',
      reason: `The second page begins with the last entry of the first, as when an entry was added in between. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: first },
        { query: next, page: pageOf(list.slice(1, 3), false) },
      ],
    },
    {
      name: 'cursor-of-no-entry',
      reason: `first_id and last_id are of no entry while has_more is true, as in the generated example of the documentation; the cursor leads on all the same. ${mustEnd}`,
      pages: [
        { query: { limit: 2 }, page: { ...first, first_id: 'first_id', last_id: 'last_id' } },
        { query: { limit: 2, after: 'last_id' }, page: third },
      ],
    },
    {
      name: 'end-without-cursors',
      reason: 'The last page has entries and null cursors. Nothing more is needed to end the walk.',
      pages: [
        { query: { limit: 2 }, page: first },
        { query: next, page: { ...third, first_id: null, last_id: null } },
      ],
    },
    {
      name: 'more-than-asked',
      reason:
        'The page has more entries than were asked for. A client may take them or complain; it must not lose the rest.',
      pages: [{ query: { limit: 2 }, page: pageOf(list.slice(0, 5), false) }],
    },
    {
      name: 'wrong-order',
      reason:
        'The entries are in ascending order, though descending was asked for. A client may hand them out as they came.',
      pages: [{ query: { limit: 3, order: 'desc' }, page: pageOf(entries.slice(0, 3), false) }],
    },
    {
      name: 'same-entry-twice',
      reason: 'One entry is on the page twice. A client may hand it out as it came.',
      pages: [{ query: { limit: 3 }, page: pageOf([...list.slice(0, 2), ...list.slice(0, 1)], false) }],
    },
  ];
}

/** Walks on which a client may stop, complain, or go on, but must end. */
export const misleadingWalks = (): WalkPlan[] =>
  lies(ofUser).map((lie) => ({
    ...lie,
    operation: 'threads.list',
    verdict: 'either',
    source: 'synthetic',
    entries: undefined,
  }));
