import { defaultPageLimit, defaultPageOrder } from '../../schema/index.ts';
import type { ListedEntry, PageEvidence } from './evidence.ts';
import { invariant } from './invariant.ts';
import { allOf, holds, unequal, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Whether the times of entries are in an order; `path` leads to the list of entries. */
export function judgeOrder(
  entries: readonly ListedEntry[],
  order: 'asc' | 'desc',
  pathOf: (index: number) => string,
): Verdict {
  if (entries.length < 2) return vacuous('fewer than two entries have no order');
  for (const [index, entry] of entries.entries()) {
    const previous = entries[index - 1];
    if (previous === undefined) continue;
    const step = entry.created_at - previous.created_at;
    if (order === 'asc' ? step < 0 : step > 0)
      return violated(
        `${pathOf(index)}.created_at`,
        `at ${order === 'asc' ? 'least' : 'most'} ${previous.created_at}, as of the entry before, for the order is ${order}`,
        String(entry.created_at),
      );
  }
  return holds;
}

/** The first entry whose field differs from what all should have. */
function judgeField(entries: readonly ListedEntry[], field: 'user' | 'thread_id', wanted: string): Verdict {
  if (entries.length === 0) return vacuous('the page is empty');
  for (const [index, entry] of entries.entries())
    if (entry[field] !== wanted) return unequal(`$.page.data[${index}].${field}`, wanted, entry[field]);
  return holds;
}

/** Whether a page that has entries names the first or the last of them. */
function judgeEnd({ page }: PageEvidence, field: 'first_id' | 'last_id', at: 0 | -1): Verdict {
  const { id } = page.data.at(at) as ListedEntry;
  return page[field] === id ? holds : unequal(`$.page.${field}`, id, page[field]);
}

/** Claims about one page. */
export const pageInvariants = {
  page_ends_are_its_entries: invariant(
    'page',
    [
      'published',
      'first_id and last_id are the ids of the first and the last entry of the page',
      'seed: "The ID of the first item in the list", "The ID of the last item in the list"',
    ],
    (evidence) =>
      evidence.page.data.length === 0
        ? vacuous('the page is empty')
        : allOf([judgeEnd(evidence, 'first_id', 0), judgeEnd(evidence, 'last_id', -1)]),
  ),

  empty_page_has_no_ends: invariant(
    'page',
    [
      'synthetic',
      'first_id and last_id of an empty page are null',
      'the fields may be null, when is not published',
    ],
    ({ page: { data, first_id, last_id } }) => {
      if (data.length > 0) return vacuous('the page is not empty');
      if (first_id !== null) return unequal('$.page.first_id', null, first_id);
      return last_id === null ? holds : unequal('$.page.last_id', null, last_id);
    },
  ),

  page_never_exceeds_limit: invariant(
    'page',
    [
      'published',
      'a page holds at most as many entries as limit says, 20 when it says nothing; none when it says 0',
      'seed: "Maximum number of … items to return. Defaults to 20."; openapi: 0 to 100',
    ],
    ({ query: { limit = defaultPageLimit }, page: { data } }) =>
      data.length <= limit ? holds : violated('$.page.data', `at most ${limit} entries`, `${data.length}`),
  ),

  page_follows_order: invariant(
    'page',
    [
      'published',
      'the entries of a page are in the order that was asked for, by creation time; descending when nothing was',
      'seed: "Sort order for results by creation time. Defaults to `desc`."',
    ],
    ({ query: { order = defaultPageOrder }, page: { data } }) =>
      judgeOrder(data, order, (index) => `$.page.data[${index}]`),
  ),

  page_never_repeats_an_entry: invariant(
    'page',
    [
      'published',
      'no entry is on a page twice',
      'seed: the entries are told apart by id, the "Identifier of the thread"',
    ],
    ({ page: { data } }) => {
      if (data.length < 2) return vacuous('fewer than two entries cannot repeat');
      const seen = new Map<string, number>();
      for (const [index, { id }] of data.entries()) {
        const earlier = seen.get(id);
        if (earlier !== undefined)
          return violated(
            `$.page.data[${index}].id`,
            'an entry that was not yet there',
            `${id}, as in data[${earlier}]`,
          );
        seen.set(id, index);
      }
      return holds;
    },
  ),

  user_filter_holds: invariant(
    'page',
    [
      'published',
      'every thread on a page that was asked for by user belongs to that user',
      'seed: "Filter threads that belong to this user identifier."',
    ],
    ({ query: { user }, page: { data } }) =>
      user === undefined ? vacuous('no user was asked for') : judgeField(data, 'user', user),
  ),

  items_belong_to_their_thread: invariant(
    'page',
    [
      'published',
      'every item on a page of a thread’s items names that thread',
      'seed: "List items that belong to a ChatKit thread."; thread_id: "Identifier of the parent thread."',
    ],
    ({ threadId, page: { data } }) =>
      threadId === undefined ? vacuous('not a page of items') : judgeField(data, 'thread_id', threadId),
  ),

  cursor_is_not_on_its_page: invariant(
    'page',
    [
      'published',
      'the entry that a cursor names is not on the page that it was asked for by',
      'seed: "List items created after this thread item ID"',
    ],
    ({ query: { after, before }, page: { data } }) => {
      if (after === undefined && before === undefined) return vacuous('no cursor was given');
      if (data.length === 0) return vacuous('the page is empty');
      for (const [index, { id }] of data.entries())
        if (id === after || id === before)
          return violated(`$.page.data[${index}].id`, 'another entry than the cursor’s', id);
      return holds;
    },
  ),
};
