import { holdsNothing } from '../plan.ts';
import type { Plan } from '../plan.ts';

/** One of a few values, the first of which is the plainest. */
export function choicePlan<const T extends string | number | boolean>(values: readonly T[]): Plan<T> {
  const [first] = values;
  if (first === undefined) throw new RangeError('a choice needs a value');
  const indexOf = (value: T): number => values.indexOf(value);
  return {
    make: values.length === 1 ? () => first : (source) => source.pick(values),
    accepts: (value): value is T => (values as readonly unknown[]).includes(value),
    minimal: () => first,
    *shrink(value) {
      yield* values.slice(0, indexOf(value));
    },
    ensure: holdsNothing,
    measure(value, into) {
      into.choices += indexOf(value);
    },
  };
}

/** False or true. */
export const booleanPlan: Plan<boolean> = choicePlan([false, true]);
