import type { Answer, ListQuery } from './call.ts';
import type { Demands } from './disagreement.ts';
import { sameJson } from './json.ts';

/** Entries on a page where the query says nothing. Published. */
const defaultLimit = 20;

/** An entry of a list that the model knows. */
export interface Placed {
  readonly id: string;
  readonly created_at: number;
}

/** A list as the model knows it. */
export interface ModelList {
  /** All entries there ever were, oldest first: what cursors may name. */
  readonly places: readonly Placed[];
  /** Ids of those that the caller may name as cursors. */
  readonly isCursor: (id: string) => boolean;
  /** Whether an entry is there and to be seen. */
  readonly isListed: (id: string) => boolean;
  /** Whether an entry was deleted. */
  readonly isDeleted: (id: string) => boolean;
  /** What every listed entry has: published where a filter or a secret asks for it. */
  readonly owner?: { readonly field: 'user' | 'thread_id'; readonly value: string };
}

type Entry = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Entry => typeof value === 'object' && value !== null;

/**
 * The part of a list that a query asks for, in the order of the response. Synthetic, but for `after` alone:
 *
 *     after=A            A [1 2 3] 4 5 …       the entries that follow A
 *     before=B      … 4 5 [1 2 3] B            those nearest before B; more means more before them
 *     both               A [1 2 3] 4 5 B       strictly between, from A's end
 */
export function pageOfList(
  { places, isListed }: ModelList,
  { limit = defaultLimit, order = 'desc', after, before }: ListQuery,
): { readonly ids: readonly string[]; readonly hasMore: boolean } {
  const ordered = order === 'asc' ? places : places.toReversed();
  const start = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1;
  const end = before === undefined ? ordered.length : ordered.findIndex(({ id }) => id === before);
  const part = ordered.slice(start, Math.max(start, end)).filter(({ id }) => isListed(id));
  const ids = part.map(({ id }) => id);
  const isBack = before !== undefined && after === undefined;
  return {
    ids: isBack ? ids.slice(Math.max(0, ids.length - limit)) : ids.slice(0, limit),
    hasMore: ids.length > limit,
  };
}

/** Judges the answer to a request for a list. @throws Disagreement */
export function judgeList(demands: Demands, list: ModelList, query: ListQuery, answer: Answer): void {
  const strange = (['after', 'before'] as const).find((name) => {
    const id = query[name];
    return id !== undefined && !list.isCursor(id);
  });
  const { status, body } = answer;
  if (strange !== undefined) {
    demands.synthetic(status === 400, '$.status', `400: '${strange}' is no entry of the list`, status);
    const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
    demands.synthetic(error['param'] === strange, '$.body.error.param', `"${strange}"`, error['param']);
    return;
  }
  demands.published(
    status === 200 ||
      (status === 400 && (query.after ?? query.before) !== undefined && demands.rules === 'published'),
    '$.status',
    '200 with a page',
    status,
  );
  if (status !== 200) return;
  demands.published(
    isObject(body) && Array.isArray(body['data']),
    '$.body.data',
    'a list',
    isObject(body) ? body['data'] : body,
  );
  const page = body as Entry & { readonly data: readonly unknown[] };
  judgePublished(demands, list, query, page);
  judgePlaces(demands, list, query, page);
}

/** What is published of every page. */
function judgePublished(
  demands: Demands,
  { places, isListed, isDeleted, owner }: ModelList,
  { limit = defaultLimit, order = 'desc', after, before }: ListQuery,
  page: Entry & { readonly data: readonly unknown[] },
): void {
  const { data } = page;
  demands.published(data.length <= limit, '$.body.data', `at most ${limit} entries`, data.length);
  const seen = new Set<unknown>();
  let previous: number | undefined;
  for (const [index, value] of data.entries()) {
    const path = `$.body.data[${index}]`;
    const entry: Entry = isObject(value) ? value : {};
    const id = entry['id'];
    demands.published(typeof id === 'string', `${path}.id`, 'an id', id);
    demands.published(!seen.has(id), `${path}.id`, 'an entry that was not yet there', id);
    demands.published(!isDeleted(String(id)), `${path}.id`, 'no deleted entry', id);
    seen.add(id);
    const time = Number(entry['created_at']);
    const isNext = previous === undefined || (order === 'asc' ? time >= previous : time <= previous);
    demands.published(
      isNext,
      `${path}.created_at`,
      `a time ${order === 'asc' ? 'from' : 'up to'} ${previous}`,
      time,
    );
    previous = time;
    if (owner !== undefined)
      demands.published(
        entry[owner.field] === owner.value,
        `${path}.${owner.field}`,
        `"${owner.value}"`,
        entry[owner.field],
      );
  }
  if (page['has_more'] === false && limit > 0 && after === undefined && before === undefined) {
    const missing = places.find(({ id }) => isListed(id) && !seen.has(id));
    demands.published(missing === undefined, '$.body.has_more', `true: ${missing?.id} is to come`, false);
  }
  if (data.length === 0) return;
  const ids = data.map((entry) => (entry as Entry)['id']);
  demands.published(page['first_id'] === ids[0], '$.body.first_id', `"${String(ids[0])}"`, page['first_id']);
  demands.published(
    page['last_id'] === ids.at(-1),
    '$.body.last_id',
    `"${String(ids.at(-1))}"`,
    page['last_id'],
  );
}

/** Which entries stand on the page: the model knows the whole list, and nobody else changes it. */
function judgePlaces(
  demands: Demands,
  list: ModelList,
  query: ListQuery,
  page: Entry & { readonly data: readonly unknown[] },
): void {
  if (demands.rules === 'published') return;
  const { ids, hasMore } = pageOfList(list, query);
  const received = page.data.map((entry) => (entry as Entry)['id']);
  for (let index = 0; index < Math.max(ids.length, received.length); index += 1)
    demands.synthetic(
      ids[index] === received[index],
      `$.body.data[${index}].id`,
      ids[index] ?? 'the end of the page',
      received[index],
    );
  for (const [index, entry] of page.data.entries()) {
    const known = list.places.find(({ id }) => id === ids[index]);
    demands.synthetic(sameJson(entry, known), `$.body.data[${index}]`, 'the entry as it was made', entry);
  }
  demands.synthetic(page['has_more'] === hasMore, '$.body.has_more', String(hasMore), page['has_more']);
  if (ids.length > 0) return;
  demands.synthetic(page['first_id'] === null, '$.body.first_id', 'null on an empty page', page['first_id']);
  demands.synthetic(page['last_id'] === null, '$.body.last_id', 'null on an empty page', page['last_id']);
}
