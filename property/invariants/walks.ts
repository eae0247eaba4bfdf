import { defaultPageLimit, defaultPageOrder } from '../../schema/index.ts';
import type { WalkEvidence } from './evidence.ts';
import { invariant } from './invariant.ts';
import { met } from './lists.ts';
import type { Met } from './lists.ts';
import { judgeOrder } from './pages.ts';
import { allOf, holds, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const backwards = vacuous('a walk back: see backward_walk_is_forward_reversed');

/** Judges walks in the published direction. */
const forward =
  (judge: (walk: WalkEvidence) => Verdict) =>
  (walk: WalkEvidence): Verdict =>
    walk.direction === 'after' ? judge(walk) : backwards;

/** Claims about one walk through a list that does not change meanwhile. */
export const walkInvariants = {
  walk_yields_each_entry_once: invariant(
    'walk',
    ['published', 'a walk yields no entry twice', 'seed: after is the place behind which a page begins'],
    forward((walk) => {
      const entries = met(walk);
      if (entries.length < 2) return vacuous('fewer than two entries cannot repeat');
      const seen = new Map<string, string>();
      for (const { entry, path } of entries) {
        const earlier = seen.get(entry.id);
        if (earlier !== undefined)
          return violated(`${path}.id`, 'an entry that had not come yet', `${entry.id}, as in ${earlier}`);
        seen.set(entry.id, path);
      }
      return holds;
    }),
  ),

  walk_follows_order: invariant(
    'walk',
    [
      'published',
      'the entries of a walk are in the order that was asked for, also from page to page',
      'seed: "Sort order for results by creation time. Defaults to `desc`."',
    ],
    forward((walk) => {
      const entries = met(walk);
      const order = walk.pages[0]?.query.order ?? defaultPageOrder;
      return judgeOrder(
        entries.map(({ entry }) => entry),
        order,
        (index) => (entries[index] as Met).path,
      );
    }),
  ),

  has_more_is_true_exactly_when_more_comes: invariant(
    'walk',
    [
      'published',
      'has_more is true when the next page has entries, and false when there are none behind last_id',
      'seed: "Whether there are more items available."',
    ],
    forward(({ pages, beyond }) =>
      allOf(
        pages.map(({ page, query }, p): Verdict => {
          const next = pages[p + 1]?.page ?? beyond;
          if (query.limit === 0 || next === undefined)
            return vacuous('nobody asked for the page behind this one');
          if (page.has_more && next.data.length === 0)
            return violated(`$.pages[${p}].page.has_more`, 'false, for the next page is empty', 'true');
          if (!page.has_more && next.data.length > 0)
            return violated(
              `$.pages[${p}].page.has_more`,
              `true, for the next page has ${next.data.length} entries`,
              'false',
            );
          return holds;
        }),
      ),
    ),
  ),

  only_last_page_is_short: invariant(
    'walk',
    [
      'synthetic',
      'every page of a walk but the last holds as many entries as limit says',
      'limit is published as a maximum; that a page is filled while there is more is a choice',
    ],
    forward(({ pages }) =>
      allOf(
        pages.map(({ query: { limit = defaultPageLimit }, page }, p): Verdict => {
          if (!page.has_more) return vacuous('the walk has one page');
          if (page.data.length >= limit) return holds;
          return violated(
            `$.pages[${p}].page.data`,
            `${limit} entries, for more come`,
            `${page.data.length}`,
          );
        }),
      ),
    ),
  ),

  walk_ends: invariant(
    'walk',
    [
      'published',
      'every page with has_more true leads on to another one, and never back',
      'seed: last_id is the cursor of the next page; official clients walk while has_more is true',
    ],
    forward(({ pages, end }) => {
      const last = pages.length - 1;
      const page = pages[last];
      if (page === undefined || page.query.limit === 0) return vacuous('no page with entries was asked for');
      if (end === 'no_cursor')
        return violated(
          `$.pages[${last}].page.last_id`,
          'a cursor, for has_more is true',
          String(page.page.last_id),
        );
      if (end === 'repeated_cursor')
        return violated(
          `$.pages[${last}].page.last_id`,
          'a cursor that leads on',
          `${page.page.last_id}, which was the cursor of an earlier page`,
        );
      return end === 'budget' ? vacuous(`given up after ${pages.length} pages`) : holds;
    }),
  ),
};
