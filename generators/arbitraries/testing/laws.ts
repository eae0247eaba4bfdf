import { Arbitrary, sample } from 'fast-check';
import type { Random, Stream, Value } from 'fast-check';

/** Hands through what another arbitrary makes, and keeps it with what is needed to shrink it. */
class Keeper<T> extends Arbitrary<T> {
  readonly kept: Value<T>[] = [];
  readonly #inner: Arbitrary<T>;

  constructor(inner: Arbitrary<T>) {
    super();
    this.#inner = inner;
  }

  override generate(random: Random, biasFactor: number | undefined): Value<T> {
    const value = this.#inner.generate(random, biasFactor);
    this.kept.push(value);
    return value;
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#inner.canShrinkWithoutContext(value);
  }

  override shrink(value: T, context?: unknown): Stream<Value<T>> {
    return this.#inner.shrink(value, context);
  }
}

/** Values with their contexts. */
export function draw<T>(arbitrary: Arbitrary<T>, count: number, seed: number): readonly Value<T>[] {
  const keeper = new Keeper(arbitrary);
  sample(keeper, { seed, numRuns: count });
  return keeper.kept;
}

/** Makes a value unchangeable at every depth. */
export function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inside of Object.values(value)) freeze(inside);
}

/** Whether any object in a value is unchangeable. */
export const hasFrozen = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.isFrozen(value) || Object.values(value).some(hasFrozen));
