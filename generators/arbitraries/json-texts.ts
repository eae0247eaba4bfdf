import { Arbitrary, Stream, Value } from 'fast-check';
import type { Random } from 'fast-check';
import { Source } from './source.ts';
import { spell } from './spelling.ts';
import type { Spellings } from './spelling.ts';

/** A value and one of the ways to write it as JSON. */
export interface JsonText<T> {
  readonly text: string;
  /** What a reader must get from the text. */
  readonly value: T;
}

interface Context<T> {
  readonly inner: Value<T>;
  readonly seed: readonly [number, number];
  readonly spellings: Spellings;
}

const names = ['whitespace', 'order', 'escapes', 'numbers'] as const;
const usual: Spellings = { whitespace: false, order: false, escapes: false, numbers: false };
const source = new Source();

class JsonTextArbitrary<T> extends Arbitrary<JsonText<T>> {
  readonly #values: Arbitrary<T>;
  readonly #allowed: Spellings;

  constructor(values: Arbitrary<T>, allowed: Spellings) {
    super();
    this.#values = values;
    this.#allowed = allowed;
  }

  #write(context: Context<T>): Value<JsonText<T>> {
    const { inner, seed, spellings } = context;
    const isUsual = !names.some((name) => spellings[name]);
    const text = isUsual ? JSON.stringify(inner.value) : spell(inner.value, source.seed(...seed), spellings);
    return new Value({ text, value: inner.value }, context);
  }

  override generate(random: Random, biasFactor: number | undefined): Value<JsonText<T>> {
    const inner = this.#values.generate(random, biasFactor);
    const seed = [random.nextInt(), random.nextInt()] as const;
    const rolls = source.seed(...seed).uint32();
    const spellings = Object.fromEntries(
      names.map((name, index) => [name, this.#allowed[name] && ((rolls >>> (4 * index)) & 3) > 0]),
    );
    return this.#write({ inner, seed, spellings: spellings as unknown as Spellings });
  }

  /** A text does not tell the seed of its spelling. */
  override canShrinkWithoutContext(_value: unknown): _value is JsonText<T> {
    return false;
  }

  override shrink(_text: JsonText<T>, context?: unknown): Stream<Value<JsonText<T>>> {
    return context === undefined ? Stream.nil() : new Stream(this.#plainer(context as Context<T>));
  }

  /** The usual spelling first, then without one oddity at a time, then plainer values in the same spelling. */
  *#plainer({ inner, seed, spellings }: Context<T>): Generator<Value<JsonText<T>>, void, undefined> {
    const odd = names.filter((name) => spellings[name]);
    if (odd.length > 0) yield this.#write({ inner, seed, spellings: usual });
    if (odd.length > 1)
      for (const name of odd) yield this.#write({ inner, seed, spellings: { ...spellings, [name]: false } });
    for (const next of this.#values.shrink(inner.value, inner.context))
      yield this.#write({ inner: next, seed, spellings });
  }
}

/**
 * JSON texts of the values of another arbitrary: the same value in other spellings, which a reader must not tell
 * apart. Shrinks to the usual spelling of a plainer value, with as few oddities as still fail.
 * @param spellings what may differ; all of it by default. Readers that want the digits of a whole number and nothing
 * else refuse `1.0` and `1e0`, though they are whole: leave `numbers` out for them.
 * @example
 * import fc from 'fast-check';
 * const texts = fc.sample(jsonTextOf(arbitraryOf('thread')), { seed: 7, numRuns: 100 });
 * texts.every(({ text, value }) => readShape('thread', JSON.parse(text)).ok && JSON.parse(text).id === value.id); // => true
 */
export const jsonTextOf = <T>(
  values: Arbitrary<T>,
  spellings: Partial<Spellings> = {},
): Arbitrary<JsonText<T>> =>
  new JsonTextArbitrary(values, {
    whitespace: true,
    order: true,
    escapes: true,
    numbers: true,
    ...spellings,
  });
