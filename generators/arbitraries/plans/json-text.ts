import { Measure } from '../measure.ts';
import { holdsNothing } from '../plan.ts';
import type { Plan } from '../plan.ts';

const parse = (text: unknown): unknown => {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const measureOf = (text: string): Measure => {
  const measure = new Measure();
  measure.text(text);
  return measure;
};

/** Texts that hold the JSON of a plan's values. They stay that while they shrink, and become shorter. */
export function jsonTextPlan(inner: Plan): Plan<string> {
  const plainest = JSON.stringify(inner.minimal());
  return {
    make: (source) => JSON.stringify(inner.make(source)),
    accepts: (value): value is string => inner.accepts(parse(value)),
    minimal: () => plainest,
    *shrink(text) {
      const value = parse(text);
      const measure = measureOf(text);
      // Another spelling of a smaller value need not be a smaller text.
      const isSmaller = (next: string): boolean => measureOf(next).compare(measure) < 0;
      const usual = JSON.stringify(value);
      if (text !== plainest && isSmaller(plainest)) yield plainest;
      if (isSmaller(usual) && usual !== plainest) yield usual;
      for (const next of inner.shrink(value)) {
        const shrunk = JSON.stringify(next);
        if (shrunk !== plainest && isSmaller(shrunk)) yield shrunk;
      }
    },
    ensure: holdsNothing,
    measure: (text, into) => into.text(text, plainest),
  };
}
