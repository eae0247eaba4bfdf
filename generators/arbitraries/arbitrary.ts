import { Arbitrary, Stream, Value } from 'fast-check';
import type { Random } from 'fast-check';
import type { Plan } from './plan.ts';
import { Source } from './source.ts';

/** One for all: a value is drawn from beginning to end before the next one begins. */
const source = new Source();

/**
 * Values of a plan. Drawing takes two numbers of fast-check's generator and goes on with a faster one; shrinking
 * looks at the value alone, so that values from elsewhere (`examples`) shrink, too.
 */
export class PlanArbitrary<T> extends Arbitrary<T> {
  readonly #plan: Plan<T>;

  constructor(plan: Plan<T>) {
    super();
    this.#plan = plan;
  }

  override generate(random: Random): Value<T> {
    return new Value(this.#plan.make(source.seed(random.nextInt(), random.nextInt())), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#plan.accepts(value);
  }

  override shrink(value: T): Stream<Value<T>> {
    return new Stream(valuesOf(this.#plan.shrink(value)));
  }
}

function* valuesOf<T>(values: Iterable<T>): Generator<Value<T>, void, undefined> {
  for (const value of values) yield new Value(value, undefined);
}
