import { defaultPageLimit } from '../../schema/index.ts';
import type { AnswerEvidence, ListedEntry, ListedPage, PageQuery } from './evidence.ts';
import { invariant } from './invariant.ts';
import { allOf, holds, unequal, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** What a query asks for of a list whose entries are known. */
interface Slice {
  readonly ids: readonly string[];
  readonly hasMore: boolean;
}

/**
 * The part of a list that a query asks for, in the order of the response:
 *
 *     after=A            A [1 2 3] 4 5 …       the entries that follow A
 *     before=B      … 4 5 [1 2 3] B            those nearest before B; more means more before them
 *     both               A [1 2 3] 4 5 B       strictly between, from A's end
 */
function sliceOf(whole: readonly ListedEntry[], query: PageQuery, deleted: ReadonlySet<string>): Slice {
  const { after, before, limit = defaultPageLimit } = query;
  // Without a cursor nothing is found, and the part starts at the beginning.
  const start = whole.findIndex(({ id }) => id === after) + 1;
  const end = before === undefined ? whole.length : whole.findIndex(({ id }) => id === before);
  const part = whole.slice(start, Math.max(start, end)).filter(({ id }) => !deleted.has(id));
  const fromEnd = before !== undefined && after === undefined;
  const cut = fromEnd ? part.slice(Math.max(0, part.length - limit)) : part.slice(0, limit);
  return { ids: cut.map(({ id }) => id), hasMore: part.length > cut.length };
}

function judgeSlice(page: ListedPage, { ids, hasMore }: Slice, root: string): Verdict {
  const received = page.data.map(({ id }) => id);
  const index = Array.from({ length: Math.max(ids.length, received.length) }).findIndex(
    (_, i) => ids[i] !== received[i],
  );
  if (index !== -1)
    return violated(
      `${root}.data[${index}].id`,
      ids[index] ?? 'the end of the page',
      received[index] ?? 'the end of the page',
    );
  return page.has_more === hasMore ? holds : unequal(`${root}.has_more`, hasMore, page.has_more);
}

const unknownCursor = (whole: readonly ListedEntry[], { after, before }: PageQuery): boolean =>
  [after, before].some((cursor) => cursor !== undefined && !whole.some(({ id }) => id === cursor));

/** Judges pages of known lists whose cursors are of a kind. */
const placed =
  (wanted: (query: PageQuery) => boolean, otherwise: string) =>
  ({
    page: { query, page },
    whole,
  }: {
    readonly page: { readonly query: PageQuery; readonly page: ListedPage };
    readonly whole: readonly ListedEntry[];
  }): Verdict => {
    if (!wanted(query)) return vacuous(otherwise);
    if (unknownCursor(whole, query)) return vacuous('a cursor is no entry of the list');
    return judgeSlice(page, sliceOf(whole, query, new Set()), '$.page.page');
  };

const errorCode = (body: unknown): { param?: unknown } | undefined =>
  typeof body === 'object' && body !== null && 'error' in body
    ? ((body as { error: { param?: unknown } | null }).error ?? undefined)
    : undefined;

const pageOf = ({ body }: AnswerEvidence): ListedPage | undefined =>
  typeof body === 'object' && body !== null && Array.isArray((body as { data?: unknown }).data)
    ? (body as ListedPage)
    : undefined;

/** Claims about what cursors lead to. */
export const cursorInvariants = {
  after_begins_behind_its_cursor: invariant(
    'placed_page',
    [
      'published',
      'a page that was asked for by after begins with the entry behind the cursor in the order of the list, or is empty at its end',
      'seed: "List items created after this thread item ID. Defaults to null for the first page."',
    ],
    ({ page: { query, page }, whole }) => {
      const { after, before, limit } = query;
      if (after === undefined || before !== undefined) return vacuous('not asked for by after alone');
      if (limit === 0) return vacuous('nothing was asked for');
      const index = whole.findIndex(({ id }) => id === after);
      const cursor = whole[index];
      if (cursor === undefined) return vacuous('the cursor is no entry of the list');
      // Entries of the cursor's second may stand on either side of it: their order is not published.
      const next = whole.slice(index).find(({ created_at }) => created_at !== cursor.created_at);
      const [first] = page.data;
      const expected =
        next === undefined ? 'the end of the list' : `${next.id}, created at ${next.created_at}`;
      if (first === undefined)
        return next === undefined ? holds : violated('$.page.page.data', expected, 'an empty page');
      const follows = [cursor.created_at, next?.created_at].includes(first.created_at) && first.id !== after;
      return follows && whole.some(({ id }) => id === first.id)
        ? holds
        : violated('$.page.page.data[0]', expected, `${first.id}, created at ${first.created_at}`);
    },
  ),

  after_yields_what_follows: invariant(
    'placed_page',
    [
      'synthetic',
      'a page without before holds exactly the next limit entries behind its cursor, or from the beginning, and has_more says whether there are others',
      'that pages are filled and the order total is not published',
    ],
    placed(({ before, limit }) => before === undefined && limit !== 0, 'asked for by before, or for nothing'),
  ),

  before_yields_what_precedes: invariant(
    'placed_page',
    [
      'synthetic',
      'a page that was asked for by before holds the limit entries nearest before the cursor, and has_more says whether there are more before them',
      'the documentation of before contradicts itself',
    ],
    placed(
      ({ after, before, limit }) => before !== undefined && after === undefined && limit !== 0,
      'not asked for by before alone',
    ),
  ),

  both_cursors_enclose_the_page: invariant(
    'placed_page',
    [
      'synthetic',
      'a page that was asked for by both cursors holds what stands strictly between them, from the end of after; nothing when they are swapped',
      'what both together mean is not published',
    ],
    placed(
      ({ after, before, limit }) => before !== undefined && after !== undefined && limit !== 0,
      'not asked for by both cursors',
    ),
  ),

  limit_zero_tells_of_more: invariant(
    'placed_page',
    [
      'synthetic',
      'a page of limit 0 is empty, and has_more says whether there is anything',
      'openapi allows 0 and says no more',
    ],
    placed(({ limit }) => limit === 0, 'the limit is not 0'),
  ),

  deleted_cursor_keeps_its_place: invariant(
    'deleted_cursor',
    [
      'synthetic',
      'a cursor whose entry was deleted leads to the same entries as before, without those that were deleted',
      'what a deleted cursor does is not published; so a walk survives deletions',
    ],
    ({ before, deleted, query, answer }) => {
      if (unknownCursor(before, query)) return vacuous('a cursor was no entry of the list');
      const gone = new Set<string | undefined>(deleted);
      if (!gone.has(query.after) && !gone.has(query.before)) return vacuous('no cursor was deleted');
      if (answer.status !== 200) return violated('$.answer.status', '200', String(answer.status));
      const page = pageOf(answer);
      if (page === undefined) return violated('$.answer.body', 'a page', 'something else');
      return judgeSlice(page, sliceOf(before, query, new Set(deleted)), '$.answer.body');
    },
  ),

  foreign_cursor_is_refused: invariant(
    'foreign_cursor',
    [
      'synthetic',
      'a cursor that never was an entry of the list is a 400 whose param names it',
      'what an unknown cursor does is not published; an empty page would end a walk in silence',
    ],
    ({ parameter, answer: { status, body } }) =>
      allOf([
        status === 400 ? holds : violated('$.answer.status', '400', String(status)),
        errorCode(body)?.param === parameter
          ? holds
          : unequal('$.answer.body.error.param', parameter, errorCode(body)?.param),
      ]),
  ),
};
