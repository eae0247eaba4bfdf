import type { Measure } from './measure.ts';
import type { Source } from './source.ts';

/**
 * A space of values: how one is drawn, which belong to it, and how one becomes plainer. A plan needs no memory of
 * how a value was drawn to shrink it, so any value that belongs to it shrinks, wherever it came from.
 */
export interface Plan<T = unknown> {
  /** Draws a value. What it yields is the caller's: no two values share an object. */
  make(source: Source): T;
  /** Whether a value belongs to the space. */
  accepts(value: unknown): value is T;
  /** The plainest value, the only one of its measure. */
  minimal(): T;
  /**
   * Plainer values, the plainest first, each made when it is asked for and smaller in measure; none of the
   * minimal value. They share what did not change with the value.
   */
  shrink(value: T): Iterable<T>;
  /**
   * The value with a place in it: a list gets an element, null becomes a value, a union the member that is named.
   * @param steps to the place, in the notation of the mutants' sites: `.data`, `[]`, `<chatkit.task>`, `.*`.
   * @param fresh makes what is not there.
   * @returns undefined when no value has such a place.
   */
  ensure(value: T, steps: readonly string[], fresh: Fresh): T | undefined;
  /** Adds a value's size. */
  measure(value: T, into: Measure): void;
}

/** Makes a value of a plan: `make` from a source, or `minimal`. */
export type Fresh = <T>(plan: Plan<T>) => T;

/** `ensure` of values that hold no others. */
export const holdsNothing = <T>(value: T, steps: readonly string[]): T | undefined =>
  steps.length === 0 ? value : undefined;
