import type { ListedEntry } from '../evidence.ts';
import { examples } from './example.ts';
import { answer, entriesAt, inOrder, pageOf } from './lister.ts';
import { placed } from './list-examples.ts';

const entries = entriesAt([1, 2, 3, 4, 5]);
const whole = inOrder(entries, {});
const [a, , c, d, e] = entries as [ListedEntry, ListedEntry, ListedEntry, ListedEntry, ListedEntry];
const honest = (query: Parameters<typeof placed>[0]) => placed(query, answer(entries, query), whole);
const ties = entriesAt([1, 2, 2, 3]);

/** Examples of the claims about cursors. */
export const cursorExamples = {
  after_begins_behind_its_cursor: examples<'placed_page'>(
    [
      honest({ after: 'd', limit: 2 }),
      honest({ after: 'a' }),
      // Entries of the cursor's second may stand before or behind it.
      placed({ after: 'b' }, pageOf([ties[0] as ListedEntry]), inOrder(ties, {})),
      placed({ after: 'b' }, pageOf([ties[2] as ListedEntry]), inOrder(ties, {})),
    ],
    [
      [
        placed({ after: 'd' }, pageOf([d, c]), whole),
        '$.page.page.data[0]: expected c, created at 3, got d, created at 4',
      ],
      [
        placed({ after: 'd' }, pageOf([a]), whole),
        '$.page.page.data[0]: expected c, created at 3, got a, created at 1',
      ],
      [
        placed({ after: 'd' }, pageOf([{ id: 'x', created_at: 3 }]), whole),
        '$.page.page.data[0]: expected c, created at 3, got x, created at 3',
      ],
      [
        placed({ after: 'd' }, pageOf([]), whole),
        '$.page.page.data: expected c, created at 3, got an empty page',
      ],
      [
        placed({ after: 'a' }, pageOf([e]), whole),
        '$.page.page.data[0]: expected the end of the list, got e, created at 5',
      ],
    ],
    [
      [honest({}), 'not asked for by after alone'],
      [honest({ after: 'd', before: 'a' }), 'not asked for by after alone'],
      [honest({ after: 'd', limit: 0 }), 'nothing was asked for'],
      [placed({ after: 'x' }, pageOf([]), whole), 'the cursor is no entry of the list'],
    ],
  ),
  after_yields_what_follows: examples<'placed_page'>(
    [honest({ limit: 2 }), honest({ after: 'd', limit: 2 }), honest({ after: 'd', limit: 3 }), honest({})],
    [
      [
        placed({ after: 'd', limit: 2 }, pageOf([c], true), whole),
        '$.page.page.data[1].id: expected b, got the end of the page',
      ],
      [
        placed({ after: 'd', limit: 1 }, pageOf([c, a], true), whole),
        '$.page.page.data[1].id: expected the end of the page, got a',
      ],
      [
        placed({ after: 'd', limit: 1 }, pageOf([c]), whole),
        '$.page.page.has_more: expected boolean true, got boolean false',
      ],
    ],
    [
      [honest({ before: 'd' }), 'asked for by before, or for nothing'],
      [honest({ limit: 0 }), 'asked for by before, or for nothing'],
      [placed({ after: 'x' }, pageOf([]), whole), 'a cursor is no entry of the list'],
    ],
  ),
  before_yields_what_precedes: examples<'placed_page'>(
    [honest({ before: 'a', limit: 2 }), honest({ before: 'd' }), honest({ before: 'e' })],
    [
      [
        placed({ before: 'a', limit: 2 }, pageOf([e, d], true), whole),
        '$.page.page.data[0].id: expected c, got e',
      ],
      [
        placed({ before: 'd', limit: 2 }, pageOf([e], true), whole),
        '$.page.page.has_more: expected boolean false, got boolean true',
      ],
    ],
    [
      [honest({}), 'not asked for by before alone'],
      [honest({ after: 'e', before: 'a' }), 'not asked for by before alone'],
      [honest({ before: 'a', limit: 0 }), 'not asked for by before alone'],
    ],
  ),
  both_cursors_enclose_the_page: examples<'placed_page'>(
    [
      honest({ after: 'e', before: 'a', limit: 2 }),
      honest({ after: 'e', before: 'a' }),
      placed({ after: 'a', before: 'e' }, pageOf([]), whole),
    ],
    [
      [
        placed({ after: 'e', before: 'c' }, pageOf([d, c]), whole),
        '$.page.page.data[1].id: expected the end of the page, got c',
      ],
    ],
    [
      [honest({ before: 'a' }), 'not asked for by both cursors'],
      [honest({ after: 'd' }), 'not asked for by both cursors'],
      [honest({ after: 'e', before: 'a', limit: 0 }), 'not asked for by both cursors'],
    ],
  ),
  limit_zero_tells_of_more: examples<'placed_page'>(
    [honest({ limit: 0 }), placed({ limit: 0 }, pageOf([]), [])],
    [
      [
        placed({ limit: 0 }, pageOf([]), whole),
        '$.page.page.has_more: expected boolean true, got boolean false',
      ],
      [
        placed({ limit: 0 }, pageOf([a]), whole),
        '$.page.page.data[0].id: expected the end of the page, got a',
      ],
    ],
    [[honest({ limit: 1 }), 'the limit is not 0']],
  ),
  deleted_cursor_keeps_its_place: examples<'deleted_cursor'>(
    [
      {
        before: whole,
        deleted: ['d', 'b'],
        query: { after: 'd', limit: 1 },
        answer: { status: 200, body: pageOf([c], true) },
      },
      {
        before: whole,
        deleted: ['b'],
        query: { before: 'b' },
        answer: { status: 200, body: pageOf([e, d, c]) },
      },
      {
        before: whole,
        deleted: ['d', 'b'],
        query: { after: 'd' },
        answer: { status: 200, body: pageOf([c, a]) },
      },
    ],
    [
      [
        { before: whole, deleted: ['d'], query: { after: 'd' }, answer: { status: 400, body: {} } },
        '$.answer.status: expected 200, got 400',
      ],
      [
        { before: whole, deleted: ['d'], query: { after: 'd' }, answer: { status: 200, body: 'page' } },
        '$.answer.body: expected a page, got something else',
      ],
      ...[null, undefined, {}, { data: {} }].map(
        (body) =>
          [
            { before: whole, deleted: ['d'], query: { after: 'd' }, answer: { status: 200, body } },
            '$.answer.body: expected a page, got something else',
          ] as const,
      ),
      [
        { before: whole, deleted: ['d'], query: { after: 'd' }, answer: { status: 200, body: pageOf([]) } },
        '$.answer.body.data[0].id: expected c, got the end of the page',
      ],
    ],
    [
      [
        { before: whole, deleted: [], query: { after: 'd' }, answer: { status: 200, body: pageOf([]) } },
        'no cursor was deleted',
      ],
      [
        { before: whole, deleted: ['x'], query: { after: 'x' }, answer: { status: 400, body: {} } },
        'a cursor was no entry of the list',
      ],
    ],
  ),
  foreign_cursor_is_refused: examples<'foreign_cursor'>(
    [{ parameter: 'after', answer: { status: 400, body: { error: { param: 'after' } } } }],
    [
      [
        { parameter: 'after', answer: { status: 200, body: pageOf([]) } },
        '$.answer.status: expected 400, got 200',
      ],
      [
        { parameter: 'before', answer: { status: 400, body: { error: { param: null } } } },
        '$.answer.body.error.param: expected string "before", got null',
      ],
      [
        { parameter: 'before', answer: { status: 400, body: { error: null } } },
        '$.answer.body.error.param: expected string "before", got nothing',
      ],
      [
        { parameter: 'before', answer: { status: 400, body: null } },
        '$.answer.body.error.param: expected string "before", got nothing',
      ],
      [
        { parameter: 'before', answer: { status: 400, body: undefined } },
        '$.answer.body.error.param: expected string "before", got nothing',
      ],
    ],
  ),
} as const;
