import * as fc from 'fast-check';
import { collectWalk } from '../../invariants/index.ts';
import type { Evidence, ListedEntry, PageEvidence, PageQuery, WalkEvidence } from '../../invariants/index.ts';
import { holds, violated } from '../../invariants/verdict.ts';
import { checksOf } from '../define.ts';
import type { Experiment } from '../define.ts';
import { Refuted } from '../outcome.ts';
import type { ListPlace, Probe } from '../probe.ts';
import { aList, oneOf, pagings, unknownIds, walkings } from '../values.ts';
import type { Paging, Walking } from '../values.ts';
import type { KnownList } from '../world.ts';

const { check, invariant } = checksOf('paging');

/** A list that goes on beyond this many pages of a hundred may well go on for ever. */
const longestPages = 50;

const inOrder = (list: KnownList, order: 'asc' | 'desc' = 'desc'): readonly ListedEntry[] =>
  order === 'desc' ? list.entries : list.entries.toReversed();

async function pageOf(probe: Probe, { list, query }: Paging): Promise<PageEvidence> {
  const { operation, threadId } = list;
  const page = await probe.page(list, query);
  return { operation, ...(threadId === undefined ? {} : { threadId }), query, page };
}

/** Walks through a list, no further than twice its length. */
async function walk(
  probe: Probe,
  place: ListPlace & { readonly entries: readonly ListedEntry[] },
  query: PageQuery,
  extra: { readonly beyond?: boolean; readonly direction?: 'after' | 'before' } = {},
): Promise<WalkEvidence> {
  const { operation, threadId, user, entries } = place;
  const { limit = 20 } = query;
  const plan = {
    operation,
    ...(threadId === undefined ? {} : { threadId }),
    query: user === undefined ? query : { ...query, user },
    maxPages: 2 * Math.ceil(entries.length / limit) + 3,
    ...extra,
  };
  return collectWalk(plan, (asked) => probe.page(place, asked));
}

const page: Experiment<Paging, PageEvidence> = {
  needs: ['lists'],
  values: (world) => pagings(world),
  run: pageOf,
};

const placed = (
  cursors: 'any' | 'after' | 'before' | 'both',
  change: (query: PageQuery) => PageQuery = (query) => query,
): Experiment<Paging, Evidence<'placed_page'>> => ({
  needs: ['lists'],
  values: (world) => pagings(world, cursors),
  run: async (probe, { list, query }) => {
    const asked = change(query);
    return { page: await pageOf(probe, { list, query: asked }), whole: inOrder(list, asked.order) };
  },
});

const walks = (least: number): Experiment<Walking, WalkEvidence> => ({
  needs: [least > 1 ? 'long_list' : 'lists'],
  values: (world) => walkings(world, least),
  run: (probe, { list, limit, order }) => walk(probe, list, { limit, order }, { beyond: true }),
});

const opposite: Experiment<Walking, Evidence<'opposite_walks'>> = {
  needs: ['long_list'],
  values: (world) => walkings(world, 2),
  run: async (probe, { list, limit }) => ({
    descending: await walk(probe, list, { limit, order: 'desc' }),
    ascending: await walk(probe, list, { limit, order: 'asc' }),
  }),
};

const repeated: Experiment<Walking, Evidence<'repeated_walks'>> = {
  needs: ['lists'],
  values: (world) => walkings(world),
  run: async (probe, { list, limit, order }) => ({
    one: await walk(probe, list, { limit: 100, order }),
    other: await walk(probe, list, { limit, order }),
  }),
};

/** What pages and walks do. */
export const pagingChecks = [
  invariant('page_never_exceeds_limit', page),
  invariant('page_ends_are_its_entries', page),
  invariant('empty_page_has_no_ends', {
    needs: ['lists'],
    values: (world) => fc.record({ list: aList(world), order: fc.constantFrom('asc', 'desc') }),
    run: async (probe, { list, order }) => {
      const last = inOrder(list, order).at(-1)?.id ?? '';
      return pageOf(probe, { list, query: { order, after: last } });
    },
  }),
  invariant('page_follows_order', { ...page, needs: ['long_list'], values: (world) => pagings(world) }),
  invariant('page_never_repeats_an_entry', page),
  invariant('cursor_is_not_on_its_page', {
    ...page,
    values: (world) => fc.oneof(pagings(world, 'after'), pagings(world, 'before')),
  }),
  invariant('user_filter_holds', {
    needs: ['threads', 'lists'],
    values: (world) => fc.record({ user: oneOf(world.users), limit: fc.integer({ min: 1, max: 100 }) }),
    run: async (probe, { user, limit }) => {
      const query = { user, limit };
      const place = { operation: 'threads.list', user } as const;
      return { operation: 'threads.list', query, page: await probe.page(place, { limit }) };
    },
  }),
  invariant('items_belong_to_their_thread', {
    needs: ['items'],
    values: ({ itemLists }) => oneOf(itemLists),
    run: (probe, list) => pageOf(probe, { list, query: { limit: 100 } }),
  }),
  invariant('walk_yields_each_entry_once', walks(2)),
  invariant('walk_follows_order', walks(2)),
  invariant('has_more_is_true_exactly_when_more_comes', walks(1)),
  invariant('only_last_page_is_short', walks(2)),
  invariant('walk_ends', {
    ...walks(1),
    run: async (probe, { list, limit, order }) => {
      const evidence = await walk(probe, list, { limit, order });
      if (evidence.end === 'budget')
        throw new Refuted(
          `an end after ${list.entries.length} entries, as a walk by pages of 100 had it`,
          `${evidence.pages.length} pages, and has_more still true`,
        );
      return evidence;
    },
  }),
  check(
    'every_list_ends',
    [
      'synthetic',
      `the items of a thread and the threads of a user end within ${longestPages} pages of 100`,
      'a list may be longer, but hardly is: this one seems to have no end',
    ],
    {
      needs: ['threads'],
      maxRuns: 1,
      values: ({ threads, users }) =>
        fc.constant<readonly ListPlace[]>([
          { operation: 'threads.listItems', threadId: threads[0]?.id ?? '' },
          { operation: 'threads.list', user: users[0] ?? '' },
        ]),
      run: async (probe, places) => {
        for (const place of places) {
          const plan = { operation: place.operation, query: { limit: 100 }, maxPages: longestPages };
          const { end, pages } = await collectWalk(plan, (query) => probe.page(place, query));
          const count = pages.reduce((sum, { page: { data } }) => sum + data.length, 0);
          if (end === 'budget')
            return violated(
              '$',
              `an end within ${longestPages} pages`,
              `${count} entries, and has_more true`,
            );
        }
        return holds;
      },
    },
  ),
  invariant('ascending_reverses_descending', opposite),
  invariant('equal_times_reverse_too', opposite),
  invariant('page_size_never_changes_the_walk', repeated),
  invariant('equal_times_keep_their_order', repeated),
  invariant('backward_walk_is_forward_reversed', {
    needs: ['long_list'],
    values: (world) => fc.record({ walking: walkings(world, 2), start: fc.nat(10_000) }),
    run: async (probe, { walking: { list, limit, order }, start }) => {
      const before = list.entries[start % list.entries.length]?.id ?? '';
      return {
        forward: await walk(probe, list, { limit: 100, order }),
        backward: await walk(probe, list, { limit, order, before }, { direction: 'before' }),
      };
    },
  }),
  invariant('user_filter_only_filters', {
    needs: ['threads', 'all_threads'],
    values: (world) => fc.record({ user: oneOf(world.users), walking: walkings(world) }),
    run: async (probe, { user, walking: { limit, order } }, world) => {
      const all = { operation: 'threads.list', entries: world.threads } as const;
      return {
        all: await walk(probe, all, { limit: 100, order }),
        filtered: await walk(probe, { ...all, user }, { limit: Math.max(limit, 2), order }),
      };
    },
  }),
  invariant('after_begins_behind_its_cursor', placed('after')),
  invariant('after_yields_what_follows', placed('after')),
  invariant('before_yields_what_precedes', placed('before')),
  invariant('both_cursors_enclose_the_page', placed('both')),
  invariant(
    'limit_zero_tells_of_more',
    placed('any', (query) => ({ ...query, limit: 0 })),
  ),
  invariant('foreign_cursor_is_refused', {
    needs: ['lists'],
    values: (world) =>
      fc.record({
        list: aList(world),
        parameter: fc.constantFrom('after' as const, 'before' as const),
        id: unknownIds('cti'),
        other: fc.boolean(),
      }),
    run: async (probe, { list, parameter, id, other }, { itemLists }) => {
      // An item of another list is no more known here than one that never was.
      const stranger = itemLists.find(({ threadId }) => threadId !== list.threadId)?.entries[0]?.id;
      const cursor = other && stranger !== undefined ? stranger : id;
      return { parameter, answer: await probe.list(list, { [parameter]: cursor }) };
    },
  }),
];
