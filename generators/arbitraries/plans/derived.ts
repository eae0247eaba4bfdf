import { holdsNothing } from '../plan.ts';
import type { Plan } from '../plan.ts';

/**
 * Values that follow from those of another plan, such as a page from its entries.
 * @param to what follows.
 * @param from the way back; undefined for what follows from nothing.
 */
export function derivedPlan<S, T>(
  plan: Plan<S>,
  to: (base: S) => T,
  from: (value: unknown) => S | undefined,
): Plan<T> {
  const baseOf = (value: T): S => from(value) as S;
  return {
    make: (source) => to(plan.make(source)),
    accepts: (value): value is T => {
      const base = from(value);
      return base !== undefined && plan.accepts(base);
    },
    minimal: () => to(plan.minimal()),
    *shrink(value) {
      for (const base of plan.shrink(baseOf(value))) yield to(base);
    },
    ensure: holdsNothing,
    measure: (value, into) => plan.measure(baseOf(value), into),
  };
}
