import { holdsNothing } from '../plan.ts';
import type { Plan } from '../plan.ts';

/** A value of one of several plans, which have no value in common; the plainest is of the first. */
export function eitherPlan<T>(plans: readonly Plan<T>[]): Plan<T> {
  const [first] = plans;
  if (first === undefined) throw new RangeError('one plan at least is needed');
  const indexOf = (value: T): number => plans.findIndex((plan) => plan.accepts(value));
  return {
    make: (source) => source.pick(plans).make(source),
    accepts: (value): value is T => plans.some((plan) => plan.accepts(value)),
    minimal: () => first.minimal(),
    *shrink(value) {
      const index = indexOf(value);
      for (const plan of plans.slice(0, index)) yield plan.minimal();
      yield* (plans[index] as Plan<T>).shrink(value);
    },
    // The contract has such unions of texts, numbers and booleans alone.
    ensure: holdsNothing,
    measure(value, into) {
      const index = indexOf(value);
      into.choices += index;
      plans[index]?.measure(value, into);
    },
  };
}
