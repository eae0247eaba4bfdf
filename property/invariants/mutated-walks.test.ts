import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence, EvidenceKind, ListedEntry, ListedPage, PageQuery, WalkEvidence } from './evidence.ts';
import { judgeAll } from './registry.ts';
import type { InvariantName } from './registry.ts';
import { answer, asked, inOrder, pageOf, walkBack, walkThrough } from './testing/lister.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 200);

const listOf = (minLength: number): fc.Arbitrary<ListedEntry[]> =>
  fc
    .array(fc.record({ created_at: fc.nat({ max: 6 }), user: fc.constantFrom('ada', 'bob') }), {
      minLength,
      maxLength: 14,
    })
    .map((entries) => entries.map((entry, i) => ({ ...entry, id: `e${i}` })));
const entries = listOf(0);
const order = fc.constantFrom('asc' as const, 'desc' as const);
const query: fc.Arbitrary<PageQuery> = fc.record(
  { limit: fc.integer({ min: 1, max: 5 }), order, user: fc.constantFrom('ada', 'bob') },
  { requiredKeys: ['limit'] },
);

/** Names of the claims that some evidence breaks. */
const broken = <K extends EvidenceKind>(kind: K, evidence: Evidence<K>): InvariantName[] =>
  judgeAll(kind, evidence)
    .filter(({ verdict }) => verdict.outcome === 'violated')
    .map(({ invariant }) => invariant.name as InvariantName);

const brokenByWalk = (walk: WalkEvidence): InvariantName[] => [
  ...walk.pages.flatMap((page) => broken('page', page)),
  ...broken('walk', walk),
];

describe('an honest list', () => {
  it('breaks no claim about its walks', () => {
    fc.assert(
      fc.property(entries, query, fc.integer({ min: 1, max: 5 }), (list, asking, otherLimit) => {
        const walk = walkThrough(list, asking);
        expect(brokenByWalk(walk)).toEqual([]);
        const other = walkThrough(list, { ...asking, limit: otherLimit });
        expect(broken('repeated_walks', { one: walk, other })).toEqual([]);
        const ascending = walkThrough(list, { ...asking, order: 'asc' });
        const descending = walkThrough(list, { ...asking, limit: otherLimit, order: 'desc' });
        expect(broken('opposite_walks', { ascending, descending })).toEqual([]);
        const { user: _user, ...unfiltered } = asking;
        expect(broken('filtered_walks', { all: walkThrough(list, unfiltered), filtered: walk })).toEqual([]);
        for (const { id } of inOrder(list, asking)) {
          const backward = walkBack(list, { ...asking, limit: otherLimit, before: id });
          expect(broken('backward_walks', { forward: walk, backward })).toEqual([]);
        }
      }),
      { numRuns },
    );
  });

  it('breaks no claim about cursors, of entries that are there or deleted', () => {
    const cursor = fc.option(fc.nat(), { nil: undefined });
    fc.assert(
      fc.property(listOf(1), query, cursor, cursor, fc.boolean(), (list, asking, a, b, isZero) => {
        const whole = inOrder(list, { order: asking.order });
        const id = (index: number): string => whole[index % whole.length]?.id ?? '';
        const query: PageQuery = {
          order: asking.order,
          limit: isZero ? 0 : asking.limit,
          ...(a === undefined ? {} : { after: id(a) }),
          ...(b === undefined ? {} : { before: id(b) }),
        };
        const page = answer(list, query);
        expect(broken('page', asked(query, page))).toEqual([]);
        // Where a limit of 0 meets a cursor, has_more is about the part behind it: see the claim's own words.
        expect(broken('placed_page', { page: asked(query, page), whole })).toEqual([]);
        const deleted = [query.after, query.before].filter((cursor) => cursor !== undefined);
        const left = new Set(deleted);
        const after = answerWithout(list, query, left);
        expect(
          broken('deleted_cursor', { before: whole, deleted, query, answer: { status: 200, body: after } }),
        ).toEqual([]);
      }),
      { numRuns },
    );
  });
});

/** What is answered when entries were deleted, and their places are remembered. */
function answerWithout(
  list: readonly ListedEntry[],
  query: PageQuery,
  deleted: ReadonlySet<string>,
): ListedPage {
  const { limit = 20, after, before } = query;
  const all = answer(list, { ...query, limit: 100 }).data.filter(({ id }) => !deleted.has(id));
  const fromEnd = before !== undefined && after === undefined;
  return pageOf(
    fromEnd ? all.slice(Math.max(0, all.length - limit)) : all.slice(0, limit),
    all.length > limit,
  );
}

/** A walk with one of its pages changed. */
const withPage = (
  walk: WalkEvidence,
  index: number,
  change: (page: ListedPage) => ListedPage,
): WalkEvidence => ({
  ...walk,
  pages: walk.pages.map((step, i) => (i === index ? { ...step, page: change(step.page) } : step)),
});

const sized = (page: ListedPage, data: readonly ListedEntry[]): ListedPage => pageOf(data, page.has_more);

interface Breaking {
  /** Undefined where the walk has nothing that could be changed so. */
  readonly change: (walk: WalkEvidence, pick: number) => WalkEvidence | undefined;
  readonly caughtBy: InvariantName;
}

const inner = (walk: WalkEvidence, pick: number): number | undefined =>
  walk.pages.length < 2 ? undefined : pick % (walk.pages.length - 1);

const breakings: Record<string, Breaking> = {
  'the first entry of a page repeats the last of the page before': {
    caughtBy: 'walk_yields_each_entry_once',
    change: (walk, pick) => {
      const index = inner(walk, pick);
      if (index === undefined) return undefined;
      const last = walk.pages[index]?.page.data.at(-1) as ListedEntry;
      return withPage(walk, index + 1, (page) => sized(page, [last, ...page.data]));
    },
  },
  'an entry stands on its page twice': {
    caughtBy: 'page_never_repeats_an_entry',
    change: (walk, pick) => {
      const index = pick % walk.pages.length;
      const first = walk.pages[index]?.page.data[0];
      return first && withPage(walk, index, (page) => sized(page, [first, ...page.data]));
    },
  },
  'has_more of the last page is true, and nothing comes': {
    caughtBy: 'has_more_is_true_exactly_when_more_comes',
    change: (walk) =>
      (walk.pages.at(-1)?.page.data.length ?? 0) === 0
        ? undefined
        : {
            ...withPage(walk, walk.pages.length - 1, (page) => ({ ...page, has_more: true })),
            beyond: pageOf([]),
          },
  },
  'has_more of an inner page is false': {
    caughtBy: 'has_more_is_true_exactly_when_more_comes',
    change: (walk, pick) => {
      const index = inner(walk, pick);
      return index === undefined
        ? undefined
        : withPage(walk, index, (page) => ({ ...page, has_more: false }));
    },
  },
  'last_id is that of another entry': {
    caughtBy: 'page_ends_are_its_entries',
    change: (walk, pick) => {
      const index = pick % walk.pages.length;
      return (walk.pages[index]?.page.data.length ?? 0) === 0
        ? undefined
        : withPage(walk, index, (page) => ({ ...page, last_id: `${page.last_id}x` }));
    },
  },
  'first_id is null': {
    caughtBy: 'page_ends_are_its_entries',
    change: (walk, pick) => {
      const index = pick % walk.pages.length;
      return (walk.pages[index]?.page.data.length ?? 0) === 0
        ? undefined
        : withPage(walk, index, (page) => ({ ...page, first_id: null }));
    },
  },
  'an inner page is one short': {
    caughtBy: 'only_last_page_is_short',
    change: (walk, pick) => {
      const index = inner(walk, pick);
      return index === undefined
        ? undefined
        : withPage(walk, index, (page) => sized(page, page.data.slice(0, -1)));
    },
  },
  'a page is one too long': {
    caughtBy: 'page_never_exceeds_limit',
    change: (walk, pick) => {
      const index = inner(walk, pick);
      if (index === undefined) return undefined;
      const next = walk.pages[index + 1]?.page.data[0] as ListedEntry;
      return withPage(walk, index, (page) => sized(page, [...page.data, next]));
    },
  },
  'a page is reversed': {
    caughtBy: 'page_follows_order',
    change: (walk, pick) => {
      const index = pick % walk.pages.length;
      const data = walk.pages[index]?.page.data ?? [];
      if (new Set(data.map(({ created_at }) => created_at)).size < 2) return undefined;
      return withPage(walk, index, (page) => sized(page, page.data.toReversed()));
    },
  },
  'two pages are swapped': {
    caughtBy: 'walk_follows_order',
    change: (walk, pick) => {
      const index = inner(walk, pick);
      if (index === undefined) return undefined;
      const [one, two] = [walk.pages[index]?.page.data ?? [], walk.pages[index + 1]?.page.data ?? []];
      if (one[0]?.created_at === two.at(-1)?.created_at) return undefined;
      return withPage(
        withPage(walk, index, (page) => sized(page, two)),
        index + 1,
        (page) => sized(page, one),
      );
    },
  },
  'somebody else’s thread slips through the filter': {
    caughtBy: 'user_filter_holds',
    change: (walk, pick) => {
      const index = pick % walk.pages.length;
      const first = walk.pages[index]?.page.data[0];
      if (first === undefined || walk.pages[0]?.query.user === undefined) return undefined;
      const other = { ...first, id: 'x', user: 'eve' };
      return withPage(walk, index, (page) => sized(page, [other, ...page.data.slice(1)]));
    },
  },
  'the cursor’s entry comes again': {
    caughtBy: 'cursor_is_not_on_its_page',
    change: (walk, pick) => {
      const index = inner(walk, pick);
      if (index === undefined) return undefined;
      const last = walk.pages[index]?.page.data.at(-1) as ListedEntry;
      return withPage(walk, index + 1, (page) => sized(page, [last, ...page.data.slice(1)]));
    },
  },
};

describe('a walk that was changed', () => {
  it.each(Object.entries(breakings))('%s', (_, { change, caughtBy }) => {
    let changes = 0;
    fc.assert(
      fc.property(entries, query, fc.nat(), (list, asking, pick) => {
        const walk = change(walkThrough(list, asking), pick);
        fc.pre(walk !== undefined);
        changes += 1;
        expect(brokenByWalk(walk)).toContain(caughtBy);
      }),
      { numRuns },
    );
    expect(changes).toBeGreaterThanOrEqual(numRuns);
  });
});

describe('a walk through a list that changed meanwhile', () => {
  const dropped = fc.tuple(listOf(3), query, fc.nat(), fc.nat());

  it('misses nothing that was there throughout, or is caught', () => {
    fc.assert(
      fc.property(dropped, ([list, asking, at, pick]) => {
        const before = inOrder(list, asking);
        fc.pre(before.length >= 3);
        const walk = walkThrough(list, asking);
        // Something is created on a page, something else is deleted before it is met: an honest walk shows both.
        const index = at % walk.pages.length;
        const [, , ...others] = walk.pages[index]?.page.data ?? [];
        const deleted = others[0];
        const created = { id: 'new', created_at: before[0]?.created_at ?? 0, user: asking.user ?? 'ada' };
        const changed = withPage(walk, index, (page) =>
          pageOf([...page.data.filter((entry) => entry !== deleted), created], page.has_more),
        );
        const evidence = {
          before,
          walk: changed,
          created: ['new'],
          deleted: deleted === undefined ? [] : [deleted.id],
        };
        expect(broken('changed_walk', evidence)).toEqual([]);

        const victim = before.filter((entry) => entry !== deleted)[pick % (before.length - 1)];
        const missing = {
          ...changed,
          pages: changed.pages.map((step) => ({ ...step, page: without(step.page, victim) })),
        };
        const doubled = {
          ...changed,
          pages: changed.pages.map((step) => ({ ...step, page: twice(step.page, victim) })),
        };
        for (const wrong of [missing, doubled])
          expect(broken('changed_walk', { ...evidence, walk: wrong })).toHaveLength(1);
      }),
      { numRuns },
    );
  });
});

const without = (page: ListedPage, entry: ListedEntry | undefined): ListedPage => ({
  ...page,
  data: page.data.filter((each) => each !== entry),
});
const twice = (page: ListedPage, entry: ListedEntry | undefined): ListedPage => ({
  ...page,
  data: page.data.flatMap((each) => (each === entry ? [each, each] : [each])),
});

/** A walk of one page through a list as it stands. */
const straight = (list: readonly ListedEntry[], asking: PageQuery): WalkEvidence => ({
  direction: 'after',
  pages: [asked(asking, pageOf(list))],
  end: 'last_page',
});

describe('pairs of walks that disagree', () => {
  const distinct = listOf(3).map((list) => list.map((entry, i) => ({ ...entry, created_at: i })));

  it('are caught when one lacks an entry, or has it elsewhere', () => {
    fc.assert(
      fc.property(distinct, fc.nat(), (list, pick) => {
        const asc = inOrder(list, { order: 'asc' });
        const lacking = asc.toSpliced(pick % asc.length, 1);
        const [first, second, ...rest] = asc as [ListedEntry, ListedEntry, ...ListedEntry[]];
        const descending = straight(inOrder(list, {}), {});
        const one = straight(asc, { order: 'asc' });
        for (const wrong of [lacking, [second, first, ...rest], [first, ...asc]]) {
          const other = straight(wrong, { order: 'asc' });
          expect(broken('opposite_walks', { ascending: other, descending })).toEqual([
            'ascending_reverses_descending',
          ]);
          expect(broken('repeated_walks', { one, other })).toEqual(['page_size_never_changes_the_walk']);
        }
        const filtered = straight(
          lacking.filter(({ user }) => user === 'ada'),
          { user: 'ada', order: 'asc' },
        );
        const lost = asc[pick % asc.length]?.user === 'ada' ? ['user_filter_only_filters'] : [];
        expect(broken('filtered_walks', { all: one, filtered })).toEqual(lost);
        const backward: WalkEvidence = {
          ...straight(lacking.slice(0, -1), { order: 'asc', before: asc.at(-1)?.id ?? '' }),
          direction: 'before',
        };
        expect(broken('backward_walks', { forward: one, backward })).toEqual([
          'backward_walk_is_forward_reversed',
        ]);
      }),
      { numRuns },
    );
  });

  it('are a difference, not a fault, where only entries of one second change places', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), (count) => {
        const list = Array.from({ length: count }, (_, i) => ({ id: `e${i}`, created_at: 5 }));
        const [one, other] = [
          straight(list, { order: 'asc' }),
          straight(list.toReversed(), { order: 'asc' }),
        ];
        expect(broken('repeated_walks', { one, other })).toEqual(['equal_times_keep_their_order']);
        expect(broken('opposite_walks', { ascending: one, descending: one })).toEqual([
          'equal_times_reverse_too',
        ]);
      }),
    );
  });
});
