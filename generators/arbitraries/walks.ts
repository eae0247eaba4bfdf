import type { Arbitrary } from 'fast-check';
import type { Thread, ThreadItem } from '../../schema/index.ts';
import { maxPageLimit } from '../../schema/index.ts';
import { walkThreadItems, walkThreads } from '../factories/walk-pages.ts';
import type { ThreadItemWalkStep, ThreadWalkStep, WalkQuery } from '../factories/walk-pages.ts';
import { PlanArbitrary } from './arbitrary.ts';
import { plansFor } from './compile.ts';
import { resolve, wholeNumber } from './constraints.ts';
import type { Constraints, Level } from './constraints.ts';
import { entriesPlan, inThread, threadOf } from './entries.ts';
import type { Entry, EntryName, EntryOf } from './entries.ts';
import type { Plan } from './plan.ts';
import { choicePlan } from './plans/choice.ts';
import { derivedPlan } from './plans/derived.ts';
import { numberPlan } from './plans/number.ts';
import { objectPlan } from './plans/object.ts';
import type { PlannedField } from './plans/object.ts';

/** Constraints of walks. */
export interface WalkConstraints extends Constraints {
  /** Most entries that there are to walk through, 0 to 1000; default 40. */
  readonly maxWalkEntries?: number;
}

/** Entries, what is asked for, and all pages that an honest deployment answers with. */
export interface Walk<N extends EntryName> {
  /** In the order of their creation: of one second, the later one is newer. */
  readonly entries: readonly EntryOf<N>[];
  /** Of threads also by `user`, who has some of them, all or none. */
  readonly query: WalkQuery & { readonly user?: string };
  readonly steps: N extends 'thread' ? readonly ThreadWalkStep[] : readonly ThreadItemWalkStep[];
}

interface Base {
  readonly threadId: string;
  readonly entries: readonly Entry[];
  readonly limit?: number;
  readonly order?: 'desc' | 'asc';
  readonly user?: string;
}
type AnyWalk = Walk<'thread'> | Walk<'thread_item'>;

/** Few users, so that they share threads; texts that a query has to encode. */
const users: Readonly<Record<Level, readonly [string, ...string[]]>> = {
  minimal: ['a', 'b'],
  plain: ['ada', 'alan', 'grace'],
  wild: ['a', 'A', ' & =%+?#/', '👩‍👩‍👧‍👦', 'null', '0'],
};

function walkFrom(entry: EntryName, { threadId, entries: bare, ...asked }: Base): AnyWalk {
  // Oldest first, so that the order of making and the order of time agree.
  const entries = inThread(bare, threadId).toSorted((a, b) => a.created_at - b.created_at);
  const steps =
    entry === 'thread'
      ? walkThreads(entries as Thread[], asked)
      : walkThreadItems(entries as ThreadItem[], asked);
  return { entries, query: asked, steps } as unknown as AnyWalk;
}

function baseOf(entry: EntryName, value: unknown): Base | undefined {
  const { entries, query } = (value ?? {}) as Partial<AnyWalk>;
  if (!Array.isArray(entries) || typeof query !== 'object') return undefined;
  const threadId = threadOf(entries);
  if (threadId === undefined) return undefined;
  const base = { ...query, threadId, entries: inThread(entries, '') };
  try {
    return JSON.stringify(walkFrom(entry, base)) === JSON.stringify(value) ? base : undefined;
  } catch {
    // A limit that no walk can have.
    return undefined;
  }
}

/** The plan behind `walkOf`. */
export function walkPlan(entry: EntryName, constraints: WalkConstraints): Plan<AnyWalk> {
  const { maxWalkEntries = 40, ...rest } = constraints;
  const most = wholeNumber('maxWalkEntries', maxWalkEntries, 0, 1000);
  const resolved = resolve(rest);
  const plans = plansFor(resolved);
  const user = choicePlan(users[resolved.text]);
  const limit = numberPlan({ min: 1, max: maxPageLimit, whole: true }, (source) =>
    source.oneIn(2) ? source.int(1, 5) : source.oneIn(4) ? maxPageLimit : source.int(1, maxPageLimit),
  );
  const isThread = entry === 'thread';
  const fields: PlannedField[] = [
    { name: 'limit', plan: limit, optional: true },
    { name: 'order', plan: choicePlan(['desc', 'asc']), optional: true },
    { name: 'threadId', plan: isThread ? choicePlan(['']) : plans.id(0) },
    { name: 'entries', plan: entriesPlan(plans, entry, most, isThread ? { user } : {}) },
  ];
  if (isThread) fields.splice(2, 0, { name: 'user', plan: user, optional: true });
  return derivedPlan(
    objectPlan<Base>(fields),
    (base) => walkFrom(entry, base),
    (value) => baseOf(entry, value),
  );
}

/**
 * Whole walks: entries with identifiers of their own, many of one second, and all pages of them with the queries
 * that lead there. What a client puts together from the pages must be what the entries say.
 * @throws RangeError for constraints that make no sense.
 * @example
 * import fc from 'fast-check';
 * const walks = fc.sample(walkOf('thread_item', { maxWalkEntries: 9 }), { seed: 7, numRuns: 50 });
 * walks.every(({ entries, steps }) => steps.flatMap(({ page }) => page.data).length === entries.length); // => true
 */
export const walkOf = <N extends EntryName>(
  entry: N,
  constraints: WalkConstraints = {},
): Arbitrary<Walk<N>> => new PlanArbitrary(walkPlan(entry, constraints) as unknown as Plan<Walk<N>>);
