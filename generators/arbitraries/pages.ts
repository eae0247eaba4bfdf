import type { Arbitrary } from 'fast-check';
import type { ThreadItemPage, ThreadPage } from '../../schema/index.ts';
import { maxPageLimit } from '../../schema/index.ts';
import { envelope } from '../factories/walk-pages.ts';
import { PlanArbitrary } from './arbitrary.ts';
import { plansFor } from './compile.ts';
import { resolve, wholeNumber } from './constraints.ts';
import type { Constraints } from './constraints.ts';
import { entriesPlan, inThread, threadOf } from './entries.ts';
import type { Entry, EntryName } from './entries.ts';
import type { Plan } from './plan.ts';
import { booleanPlan, choicePlan } from './plans/choice.ts';
import { derivedPlan } from './plans/derived.ts';
import { objectPlan } from './plans/object.ts';

/** Constraints of pages. */
export interface PageConstraints extends Constraints {
  /** Most entries on a page, 0 to 100; default 20. */
  readonly maxPageEntries?: number;
}

/** The type of a page of such entries. */
export type PageOf<N extends EntryName> = N extends 'thread' ? ThreadPage : ThreadItemPage;

interface Base {
  readonly order: 'desc' | 'asc';
  readonly hasMore: boolean;
  readonly threadId: string;
  readonly entries: readonly Entry[];
}
type Page = ThreadPage | ThreadItemPage;

const ordered = (entries: readonly Entry[], order: Base['order']): Entry[] =>
  entries.toSorted((a, b) => (order === 'asc' ? a.created_at - b.created_at : b.created_at - a.created_at));

function pageFrom({ order, hasMore, threadId, entries }: Base): Page {
  const data = inThread(ordered(entries, order), threadId);
  return { data, ...envelope(data, hasMore) } as Page;
}

/** What a page follows from: `desc` when it is in that order, which a page of one moment is, too. */
function baseOf(value: unknown): Base | undefined {
  const { data, has_more: hasMore, ...ends } = (value ?? {}) as Partial<Page>;
  if (!Array.isArray(data) || typeof hasMore !== 'boolean') return undefined;
  const entries: readonly Entry[] = data;
  const threadId = threadOf(entries);
  const order = (['desc', 'asc'] as const).find((candidate) =>
    ordered(entries, candidate).every((entry, index) => entry === entries[index]),
  );
  const wanted = envelope(entries, hasMore);
  const isHonest =
    ends.first_id === wanted.first_id && ends.last_id === wanted.last_id && hasMore === wanted.has_more;
  if (order === undefined || threadId === undefined || !isHonest) return undefined;
  return { order, hasMore, threadId, entries: inThread(entries, '') };
}

/** The plan behind `pageOf`. */
export function pagePlan(entry: EntryName, constraints: PageConstraints): Plan<Page> {
  const { maxPageEntries = 20, ...rest } = constraints;
  const most = wholeNumber('maxPageEntries', maxPageEntries, 0, maxPageLimit);
  const plans = plansFor(resolve(rest));
  const base = objectPlan<Base>([
    { name: 'order', plan: choicePlan(['desc', 'asc']) },
    { name: 'hasMore', plan: booleanPlan },
    { name: 'threadId', plan: entry === 'thread' ? choicePlan(['']) : plans.id(0) },
    { name: 'entries', plan: entriesPlan(plans, entry, most) },
  ]);
  return derivedPlan(base, pageFrom, baseOf);
}

/**
 * Pages as an honest deployment answers: entries in order of their time, newest or oldest first, each with an
 * identifier of its own, items of one thread, `first_id` and `last_id` their ends, nothing more after an empty page.
 * The types allow more: see `arbitraryOf('thread_list')`.
 * @throws RangeError for constraints that make no sense.
 * @example
 * import fc from 'fast-check';
 * const pages = fc.sample(pageOf('thread_item', { maxPageEntries: 3 }), { seed: 7, numRuns: 100 });
 * pages.every(({ data, last_id }) => last_id === (data.at(-1)?.id ?? null)); // => true
 */
export const pageOf = <N extends EntryName>(
  entry: N,
  constraints: PageConstraints = {},
): Arbitrary<PageOf<N>> => new PlanArbitrary(pagePlan(entry, constraints) as unknown as Plan<PageOf<N>>);
