import type { ListedEntry, ListedPage, PageQuery } from '../evidence.ts';
import { examples } from './example.ts';
import { asked, entriesAt, pageOf, walkBack, walkOf, walkThrough } from './lister.ts';

const [a, b, c] = entriesAt([1, 2, 3]) as [ListedEntry, ListedEntry, ListedEntry];
const [d, e] = entriesAt([5, 5]) as [ListedEntry, ListedEntry];
const three = [a, b, c];
const page = (data: readonly ListedEntry[], query: PageQuery = {}) => asked(query, pageOf(data));
const empty = asked({}, pageOf([]));
const cut = walkOf([pageOf([c], true)], { end: 'budget' });

/** Examples of the claims about pages and walks. */
export const listExamples = {
  page_ends_are_its_entries: examples<'page'>(
    [page([c, b]), page([a])],
    [
      [
        asked({}, { ...pageOf([c, b]), first_id: 'b' }),
        '$.page.first_id: expected string "c", got string "b"',
      ],
      [asked({}, { ...pageOf([c, b]), last_id: null }), '$.page.last_id: expected string "b", got null'],
    ],
    [[empty, 'the page is empty']],
  ),
  empty_page_has_no_ends: examples<'page'>(
    [empty],
    [
      [asked({}, { ...pageOf([]), first_id: 'a' }), '$.page.first_id: expected null, got string "a"'],
      [asked({}, { ...pageOf([]), last_id: '' }), '$.page.last_id: expected null, got string ""'],
    ],
    [[page([a]), 'the page is not empty']],
  ),
  page_never_exceeds_limit: examples<'page'>(
    [
      page([c, b], { limit: 2 }),
      page([], { limit: 0 }),
      page(entriesAt(Array(20).fill(1))),
      page([a], { limit: 100 }),
    ],
    [
      [page([c, b], { limit: 1 }), '$.page.data: expected at most 1 entries, got 2'],
      [page([c], { limit: 0 }), '$.page.data: expected at most 0 entries, got 1'],
      [page(entriesAt(Array(21).fill(1))), '$.page.data: expected at most 20 entries, got 21'],
    ],
  ),
  page_follows_order: examples<'page'>(
    [page([c, b]), page([d, e]), page([a, b], { order: 'asc' }), page([b, a], { order: 'desc' })],
    [
      [
        page([a, b]),
        '$.page.data[1].created_at: expected at most 1, as of the entry before, for the order is desc, got 2',
      ],
      [
        page([a, c, b], { order: 'asc' }),
        '$.page.data[2].created_at: expected at least 3, as of the entry before, for the order is asc, got 2',
      ],
    ],
    [[page([a]), 'fewer than two entries have no order']],
  ),
  page_never_repeats_an_entry: examples<'page'>(
    [page([c, b])],
    [[page([c, b, c]), '$.page.data[2].id: expected an entry that was not yet there, got c, as in data[0]']],
    [[page([a]), 'fewer than two entries cannot repeat']],
  ),
  user_filter_holds: examples<'page'>(
    [page([a], { user: 'ada' })],
    [
      [page([a], { user: 'bob' }), '$.page.data[0].user: expected string "bob", got string "ada"'],
      [
        page([a, { id: 'x', created_at: 1 }], { user: 'ada' }),
        '$.page.data[1].user: expected string "ada", got nothing',
      ],
    ],
    [
      [page([a]), 'no user was asked for'],
      [page([], { user: 'ada' }), 'the page is empty'],
    ],
  ),
  items_belong_to_their_thread: examples<'page'>(
    [{ ...page([{ ...a, thread_id: 'cthr_1' }]), threadId: 'cthr_1' }],
    [
      [
        { ...page([{ ...a, thread_id: 'cthr_2' }]), threadId: 'cthr_1' },
        '$.page.data[0].thread_id: expected string "cthr_1", got string "cthr_2"',
      ],
    ],
    [[page([a]), 'not a page of items']],
  ),
  cursor_is_not_on_its_page: examples<'page'>(
    [page([b, a], { after: 'c' }), page([c], { before: 'b' })],
    [
      [page([c, b], { after: 'c' }), '$.page.data[0].id: expected another entry than the cursor’s, got c'],
      [page([c, b], { before: 'b' }), '$.page.data[1].id: expected another entry than the cursor’s, got b'],
    ],
    [
      [page([a]), 'no cursor was given'],
      [page([], { after: 'a' }), 'the page is empty'],
    ],
  ),

  walk_yields_each_entry_once: examples<'walk'>(
    [walkThrough(three, { limit: 1 })],
    [
      [
        walkOf([pageOf([c, b], true), pageOf([b, a])]),
        '$.pages[1].page.data[0].id: expected an entry that had not come yet, got b, as in $.pages[0].page.data[1]',
      ],
      [
        walkOf([pageOf([b], true), pageOf([b])]),
        '$.pages[1].page.data[0].id: expected an entry that had not come yet, got b, as in $.pages[0].page.data[0]',
      ],
    ],
    [
      [walkOf([pageOf([])]), 'fewer than two entries cannot repeat'],
      [walkThrough([a]), 'fewer than two entries cannot repeat'],
      [walkBack(three, { before: 'a' }), 'a walk back: see backward_walk_is_forward_reversed'],
    ],
  ),
  walk_follows_order: examples<'walk'>(
    [walkThrough(three, { limit: 2 }), walkThrough([d, e], { order: 'asc' })],
    [
      [
        walkOf([pageOf([b, a], true), pageOf([c])]),
        '$.pages[1].page.data[0].created_at: expected at most 1, as of the entry before, for the order is desc, got 3',
      ],
    ],
    [
      [walkThrough([a]), 'fewer than two entries have no order'],
      [walkOf([]), 'fewer than two entries have no order'],
    ],
  ),
  has_more_is_true_exactly_when_more_comes: examples<'walk'>(
    [walkThrough(three, { limit: 2 }), walkThrough([a]), { ...walkThrough([]), beyond: pageOf([]) }],
    [
      [
        walkOf([pageOf([c], true), pageOf([])]),
        '$.pages[0].page.has_more: expected false, for the next page is empty, got true',
      ],
      [
        walkOf([pageOf([c])], { beyond: pageOf([b, a]) }),
        '$.pages[0].page.has_more: expected true, for the next page has 2 entries, got false',
      ],
    ],
    [
      [walkOf([pageOf([c])]), 'nobody asked for the page behind this one'],
      [
        walkOf([pageOf([], true)], { query: { limit: 0 }, beyond: pageOf([]) }),
        'nobody asked for the page behind this one',
      ],
    ],
  ),
  only_last_page_is_short: examples<'walk'>(
    [walkThrough(three, { limit: 2 })],
    [
      [
        walkOf([pageOf([c], true), pageOf([b, a])], { query: { limit: 2 } }),
        '$.pages[0].page.data: expected 2 entries, for more come, got 1',
      ],
    ],
    [[walkThrough([a]), 'the walk has one page']],
  ),
  walk_ends: examples<'walk'>(
    [walkThrough(three, { limit: 2 })],
    [
      [
        walkOf([{ ...pageOf([c], true), last_id: null }], { end: 'no_cursor' }),
        '$.pages[0].page.last_id: expected a cursor, for has_more is true, got null',
      ],
      [
        walkOf([pageOf([c], true), pageOf([c], true)], { end: 'repeated_cursor' }),
        '$.pages[1].page.last_id: expected a cursor that leads on, got c, which was the cursor of an earlier page',
      ],
    ],
    [
      [cut, 'given up after 1 pages'],
      [walkOf([]), 'no page with entries was asked for'],
      [
        walkOf([pageOf([], true)], { end: 'no_cursor', query: { limit: 0 } }),
        'no page with entries was asked for',
      ],
    ],
  ),
} as const;

/** A page that was placed in a list. */
export const placed = (query: PageQuery, answered: ListedPage, whole: readonly ListedEntry[]) => ({
  page: asked(query, answered),
  whole,
});
