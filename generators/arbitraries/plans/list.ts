import type { Plan } from '../plan.ts';
import type { Source } from '../source.ts';
import { shorter } from './shorter.ts';

/** How long lists are: often short, seldom as long as they may be. */
export function drawLength(source: Source, most: number): number {
  const roll = source.below(64);
  if (roll === 0) return most;
  if (roll < 14) return 0;
  if (roll < 34) return Math.min(1, most);
  if (roll < 54) return Math.min(2, most);
  return source.int(Math.min(2, most), Math.min(8, most));
}

/** What tells the elements of a list apart; two may not have the same. */
export type Identity<T> = (element: T) => unknown;

const areDistinct = <T>(list: readonly T[], identity: Identity<T>): boolean =>
  new Set(list.map(identity)).size === list.length;

/**
 * Lists of values of a plan.
 * @param most longest list.
 * @param identity when given, no two elements share it; what is drawn with one that is there already is left out.
 */
export function listPlan<T>(element: Plan<T>, most: number, identity?: Identity<T>): Plan<T[]> {
  const isAllowed = (list: readonly T[]): boolean => identity === undefined || areDistinct(list, identity);

  function make(source: Source): T[] {
    const length = drawLength(source, most);
    const list: T[] = [];
    if (identity === undefined) {
      for (let i = 0; i < length; i += 1) list.push(element.make(source));
      return list;
    }
    const seen = new Set<unknown>();
    // Twice as often as wanted, so that a few that are there already don't shorten the list.
    for (let i = 0; i < 2 * length && list.length < length; i += 1) {
      const each = element.make(source);
      if (seen.has(identity(each))) continue;
      seen.add(identity(each));
      list.push(each);
    }
    return list;
  }

  function* shrink(list: T[]): Generator<T[], void, undefined> {
    if (list.length === 0) return;
    yield [];
    for (const rest of shorter(list, 1)) yield rest;
    for (const [index, each] of list.entries()) {
      for (const plainer of element.shrink(each)) {
        const next = list.with(index, plainer);
        if (isAllowed(next)) yield next;
      }
    }
  }

  return {
    make,
    accepts: (value): value is T[] =>
      Array.isArray(value) &&
      value.length <= most &&
      value.every((each) => element.accepts(each)) &&
      isAllowed(value),
    minimal: () => [],
    shrink,
    ensure(list, [step, ...steps], fresh) {
      if (step === undefined) return list;
      if (step !== '[]' || most === 0) return undefined;
      const [first = fresh(element), ...rest] = list;
      const ensured = element.ensure(first, steps, fresh);
      return ensured === undefined ? undefined : [ensured, ...rest];
    },
    measure(list, into) {
      into.parts += list.length;
      for (const each of list) element.measure(each, into);
    },
  };
}
