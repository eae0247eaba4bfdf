import type { ListedEntry } from '../evidence.ts';
import { examples } from './example.ts';
import { asked, entriesAt, inOrder, pageOf, walkBack, walkOf, walkThrough } from './lister.ts';

const [a, b, c] = entriesAt([1, 2, 3]) as [ListedEntry, ListedEntry, ListedEntry];
const [d, e, old] = entriesAt([5, 5, 1]) as [ListedEntry, ListedEntry, ListedEntry];
const three = [a, b, c];
const cut = walkOf([pageOf([c], true)], { end: 'budget' });

/** Of claims about two walks, and about walks while the list changes. */
export const walkPairExamples = {
  ascending_reverses_descending: examples<'opposite_walks'>(
    [
      { ascending: walkThrough(three, { order: 'asc' }), descending: walkThrough(three, { limit: 1 }) },
      { ascending: walkOf([pageOf([d, e])]), descending: walkOf([pageOf([d, e])]) },
    ],
    [
      [
        { ascending: walkOf([pageOf([a, c])]), descending: walkThrough(three) },
        '$.ascending.pages: expected entry b, created at 2, got no such entry',
      ],
      [
        { ascending: walkThrough(three), descending: walkThrough(three) },
        '$.ascending.pages[0].page.data[0]: expected an entry created at 1, as in the other list, got c, created at 3',
      ],
      [
        { ascending: walkOf([pageOf([a, a])]), descending: walkOf([pageOf([a])]) },
        '$.ascending.pages: expected 1 entries, got 2 entries: some came more than once',
      ],
    ],
    [
      [{ ascending: cut, descending: walkThrough([c]) }, 'a walk did not reach the end of its list (budget)'],
      [{ ascending: walkThrough([]), descending: walkThrough([]) }, 'the list is empty'],
    ],
  ),
  equal_times_reverse_too: examples<'opposite_walks'>(
    [{ ascending: walkOf([pageOf([d, e])]), descending: walkOf([pageOf([e, d])]) }],
    [
      [
        { ascending: walkOf([pageOf([d, e])]), descending: walkOf([pageOf([d, e])]) },
        '$.ascending.pages[0].page.data[0].id: expected b, as in the other list, got a',
      ],
    ],
    [
      [
        { ascending: walkThrough(three, { order: 'asc' }), descending: walkThrough(three) },
        'no two entries were created in the same second',
      ],
      [
        { ascending: walkThrough(three), descending: walkThrough(three) },
        'the lists differ otherwise, or are empty',
      ],
      [{ ascending: cut, descending: cut }, 'a walk did not reach the end of its list (budget)'],
    ],
  ),
  page_size_never_changes_the_walk: examples<'repeated_walks'>(
    [
      { one: walkThrough(three, { limit: 1 }), other: walkThrough(three, { limit: 2 }) },
      { one: walkOf([pageOf([d, e])]), other: walkOf([pageOf([e], true), pageOf([d])]) },
    ],
    [
      [
        { one: walkThrough(three), other: walkOf([pageOf([c], true), pageOf([a])]) },
        '$.other.pages: expected entry b, created at 2, got no such entry',
      ],
      [
        { one: walkOf([pageOf([c], true), pageOf([a])]), other: walkThrough(three) },
        '$.other.pages[0].page.data[1].id: expected only entries of the other list, got b',
      ],
    ],
    [[{ one: cut, other: walkThrough([c]) }, 'a walk did not reach the end of its list (budget)']],
  ),
  equal_times_keep_their_order: examples<'repeated_walks'>(
    [{ one: walkOf([pageOf([d, e])]), other: walkOf([pageOf([d], true), pageOf([e])]) }],
    [
      [
        { one: walkOf([pageOf([d, e])]), other: walkOf([pageOf([e], true), pageOf([d])]) },
        '$.other.pages[0].page.data[0].id: expected a, as in the other list, got b',
      ],
    ],
    [[{ one: walkThrough(three), other: cut }, 'a walk did not reach the end of its list (budget)']],
  ),
  backward_walk_is_forward_reversed: examples<'backward_walks'>(
    [
      { forward: walkThrough(three), backward: walkBack(three, { before: 'a', limit: 1 }) },
      {
        forward: walkThrough(three, { order: 'asc' }),
        backward: walkBack(three, { before: 'b', order: 'asc' }),
      },
    ],
    [
      [
        {
          forward: walkThrough(three),
          backward: { ...walkOf([pageOf([b])], { query: { before: 'a' } }), direction: 'before' },
        },
        '$.backward.pages: expected entry c, created at 3, got no such entry',
      ],
      [
        {
          forward: walkThrough(three),
          backward: {
            ...walkOf([pageOf([c], true), pageOf([b])], { query: { before: 'a' } }),
            direction: 'before',
          },
        },
        '$.backward.pages[1].page.data[0]: expected an entry created at 3, as in the other list, got b, created at 2',
      ],
      [
        {
          forward: walkOf([pageOf([e, d, old])]),
          backward: { ...walkOf([pageOf([d, e])], { query: { before: 'c' } }), direction: 'before' },
        },
        '$.backward.pages[0].page.data[0].id: expected b, as in the other list, got a',
      ],
    ],
    [
      [
        { forward: walkThrough(three), backward: walkBack(three, { before: 'c' }) },
        'nothing stands before the start',
      ],
      [
        { forward: walkThrough(three), backward: walkBack(three, {}) },
        'the walk back does not start at an entry of the forward walk',
      ],
      [
        { forward: walkThrough(three), backward: { ...walkOf([]), direction: 'before' } },
        'the walk back does not start at an entry of the forward walk',
      ],
      [{ forward: cut, backward: cut }, 'a walk did not reach the end of its list (budget)'],
    ],
  ),
  user_filter_only_filters: examples<'filtered_walks'>(
    [
      {
        all: walkThrough([...three, { id: 'x', created_at: 2, user: 'bob' }]),
        filtered: walkThrough(three, { user: 'ada', limit: 2 }),
      },
    ],
    [
      [
        { all: walkThrough(three), filtered: walkThrough([a, c], { user: 'ada' }) },
        '$.filtered.pages: expected entry b, created at 2, got no such entry',
      ],
      [
        { all: walkThrough([a, b]), filtered: walkThrough(three, { user: 'ada' }) },
        '$.filtered.pages[0].page.data[0].id: expected only entries of the other list, got c',
      ],
    ],
    [
      [{ all: walkThrough(three), filtered: walkThrough(three) }, 'no user was asked for'],
      [{ all: walkThrough(three), filtered: walkOf([]) }, 'no user was asked for'],
      [
        { all: cut, filtered: walkThrough([c], { user: 'ada' }) },
        'a walk did not reach the end of its list (budget)',
      ],
    ],
  ),
  changes_elsewhere_disturb_no_walk: examples<'changed_walk'>(
    [
      {
        before: inOrder(three, {}),
        walk: walkOf([pageOf([c], true), pageOf([a])]),
        created: ['x'],
        deleted: ['b'],
      },
    ],
    [
      [
        {
          before: inOrder(three, {}),
          walk: walkOf([pageOf([c], true), pageOf([a])]),
          created: [],
          deleted: [],
        },
        '$.walk.pages: expected entry b, created at 2 (present throughout), got no such entry',
      ],
      [
        {
          before: inOrder(three, {}),
          walk: walkOf([pageOf([c, b], true), pageOf([b, a])]),
          created: ['x'],
          deleted: [],
        },
        '$.walk.pages: expected 3 entries (present throughout), got 4 entries: some came more than once',
      ],
      [
        {
          before: inOrder(three, {}),
          walk: walkOf([pageOf([b, c], true), pageOf([a])]),
          created: [],
          deleted: [],
        },
        '$.walk.pages[0].page.data[0]: expected an entry created at 3, as in the other list (present throughout), got b, created at 2',
      ],
    ],
    [
      [
        {
          before: inOrder(three, {}),
          walk: walkOf([pageOf([a])], { query: { after: 'b' } }),
          created: [],
          deleted: ['b'],
        },
        'a cursor of the walk was deleted',
      ],
      [{ before: [], walk: walkThrough([]), created: [], deleted: [] }, 'no entry was present throughout'],
      [
        { before: three, walk: cut, created: [], deleted: [] },
        'a walk did not reach the end of its list (budget)',
      ],
    ],
  ),
  walk_survives_its_cursor: examples<'changed_walk'>(
    [
      {
        before: inOrder(three, {}),
        walk: {
          direction: 'after',
          end: 'last_page',
          pages: [asked({}, pageOf([c, b], true)), asked({ after: 'b' }, pageOf([a]))],
        },
        created: [],
        deleted: ['b'],
      },
    ],
    [
      [
        {
          before: inOrder(three, {}),
          walk: {
            direction: 'after',
            end: 'last_page',
            pages: [asked({}, pageOf([c, b], true)), asked({ after: 'b' }, pageOf([]))],
          },
          created: [],
          deleted: ['b'],
        },
        '$.walk.pages: expected entry a, created at 1 (present throughout), got no such entry',
      ],
    ],
    [
      [
        { before: three, walk: walkThrough(three), created: [], deleted: ['b'] },
        'no cursor of the walk was deleted',
      ],
    ],
  ),
} as const;
