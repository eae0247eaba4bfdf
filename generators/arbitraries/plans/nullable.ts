import type { Plan } from '../plan.ts';

/** Null, one time in four, or a value of another plan. */
export function nullablePlan<T>(inner: Plan<T>): Plan<T | null> {
  return {
    make: (source) => (source.oneIn(4) ? null : inner.make(source)),
    accepts: (value): value is T | null => value === null || inner.accepts(value),
    minimal: () => null,
    *shrink(value) {
      if (value === null) return;
      yield null;
      yield* inner.shrink(value);
    },
    ensure(value, steps, fresh) {
      if (steps.length === 0) return value;
      return inner.ensure(value ?? fresh(inner), steps, fresh);
    },
    measure(value, into) {
      if (value === null) return;
      into.parts += 1;
      inner.measure(value, into);
    },
  };
}
