import type { Evidence, ListedEntry } from './evidence.ts';
import { invariant } from './invariant.ts';
import { incomplete, inListOrder, met, sameTies, sameUpToTies } from './lists.ts';
import type { Met } from './lists.ts';
import { allOf, holds, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const entriesOf = (list: readonly Met[]): ListedEntry[] => list.map(({ entry }) => entry);

const ascendingPages = '$.ascending.pages';
const otherPages = '$.other.pages';

/** Whether an entry was deleted that the walk used as a cursor. */
function lostCursor({ walk, deleted }: Evidence<'changed_walk'>): boolean {
  const gone = new Set<string | undefined>(deleted);
  return walk.pages.some(({ query: { after } }) => gone.has(after));
}

/** Relations between walks: what changes the way of asking changes nothing of the list. */
export const walkPairInvariants = {
  ascending_reverses_descending: invariant(
    'opposite_walks',
    [
      'published',
      'a list in ascending order is the list in descending order, reversed (up to entries of one second)',
      'seed: "Sort order for results by creation time."',
    ],
    ({ ascending, descending }) => {
      const cut = incomplete(ascending, descending);
      if (cut !== undefined) return vacuous(cut);
      return sameUpToTies(
        entriesOf(met(descending)).toReversed(),
        met(ascending, '$.ascending'),
        ascendingPages,
      );
    },
  ),

  equal_times_reverse_too: invariant(
    'opposite_walks',
    [
      'synthetic',
      'entries of one second stand in opposite orders in ascending and in descending lists: the order is total',
      'only the order by creation time is published',
    ],
    ({ ascending, descending }) => {
      const cut = incomplete(ascending, descending);
      if (cut !== undefined) return vacuous(cut);
      return sameTies(entriesOf(met(descending)).toReversed(), met(ascending, '$.ascending'), ascendingPages);
    },
  ),

  page_size_never_changes_the_walk: invariant(
    'repeated_walks',
    [
      'published',
      'walks by any page sizes yield the same list (up to entries of one second)',
      'seed: limit is a number of entries on a page',
    ],
    ({ one, other }) => {
      const cut = incomplete(one, other);
      return cut === undefined
        ? sameUpToTies(entriesOf(met(one)), met(other, '$.other'), otherPages)
        : vacuous(cut);
    },
  ),

  equal_times_keep_their_order: invariant(
    'repeated_walks',
    [
      'synthetic',
      'entries of one second stand in the same order in every walk',
      'only the order by creation time is published',
    ],
    ({ one, other }) => {
      const cut = incomplete(one, other);
      return cut === undefined
        ? sameTies(entriesOf(met(one)), met(other, '$.other'), otherPages)
        : vacuous(cut);
    },
  ),

  backward_walk_is_forward_reversed: invariant(
    'backward_walks',
    [
      'synthetic',
      'a walk with before meets what stands before its start, page by page from there, each page in the order of the list',
      'the documentation of before contradicts itself; this is how OpenAI’s other lists do',
    ],
    ({ forward, backward }) => {
      const cut = incomplete(forward, backward);
      if (cut !== undefined) return vacuous(cut);
      const whole = entriesOf(met(forward));
      const start = backward.pages[0]?.query.before;
      const index = whole.findIndex(({ id }) => id === start);
      if (index === -1) return vacuous('the walk back does not start at an entry of the forward walk');
      if (index === 0) return vacuous('nothing stands before the start');
      const wanted = whole.slice(0, index);
      const received = inListOrder(backward, '$.backward');
      const path = '$.backward.pages';
      return allOf([sameUpToTies(wanted, received, path), sameTies(wanted, received, path)]);
    },
  ),

  user_filter_only_filters: invariant(
    'filtered_walks',
    [
      'published',
      'the list of a user’s threads holds all of them that the unfiltered list has, in its order (up to entries of one second)',
      'seed: "Filter threads that belong to this user identifier. Defaults to null to return all users."',
    ],
    ({ all, filtered }) => {
      const cut = incomplete(all, filtered);
      if (cut !== undefined) return vacuous(cut);
      const user = filtered.pages[0]?.query.user;
      if (user === undefined) return vacuous('no user was asked for');
      const own = entriesOf(met(all)).filter((entry) => entry.user === user);
      return sameUpToTies(own, met(filtered, '$.filtered'), '$.filtered.pages');
    },
  ),

  changes_elsewhere_disturb_no_walk: invariant(
    'changed_walk',
    [
      'published',
      'entries present throughout a walk are met exactly once, in order, while others are created and deleted',
      'seed: cursors are ids of entries, not numbers of places; a walk that used a deleted entry as its cursor is not judged by this',
    ],
    (evidence) =>
      lostCursor(evidence) ? vacuous('a cursor of the walk was deleted') : judgeChanged(evidence),
  ),

  walk_survives_its_cursor: invariant(
    'changed_walk',
    [
      'synthetic',
      'also when the very entry that serves as cursor is deleted, those present throughout are met exactly once',
      'what a deleted cursor does is not published',
    ],
    (evidence) =>
      lostCursor(evidence) ? judgeChanged(evidence) : vacuous('no cursor of the walk was deleted'),
  ),
};

function judgeChanged({ before, walk, deleted }: Evidence<'changed_walk'>): Verdict {
  const cut = incomplete(walk);
  if (cut !== undefined) return vacuous(cut);
  const gone = new Set(deleted);
  const stable = before.filter(({ id }) => !gone.has(id));
  if (stable.length === 0) return vacuous('no entry was present throughout');
  const present = new Set(stable.map(({ id }) => id));
  const received = met(walk, '$.walk').filter(({ entry }) => present.has(entry.id));
  const verdict = sameUpToTies(stable, received, '$.walk.pages');
  if (verdict.outcome !== 'violated') return holds;
  return violated(
    verdict.problem.path,
    `${verdict.problem.expected} (present throughout)`,
    verdict.problem.received,
  );
}
