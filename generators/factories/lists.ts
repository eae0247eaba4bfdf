import type { PathPart } from '../../support/random.ts';

/** Options for all values of a list, or a function that yields those of the value with an index, from 0. */
export type PerIndex<Options> = Options | ((index: number) => Options);

/** Many values of one factory. */
export interface Lists<T, Options> {
  /**
   * `count` values. The one with index `i` is what the factory makes with `i` at the end of `path`, so lists of
   * different lengths begin alike.
   * @throws RangeError when `count` is no whole number from 0 to 1,000,000.
   */
  readonly list: (count: number, options?: PerIndex<Options>) => T[];
  /**
   * The same values one at a time: each call makes the next. What is given to a call replaces what was given to
   * the sequence. Its count is its own: there is nothing to reset between tests.
   */
  readonly sequence: (options?: PerIndex<Options>) => (replacing?: Options) => T;
}

/** Longest list: it is made in memory. */
const maxCount = 1_000_000;

/** Makes lists and sequences of a factory. */
export function listsOf<T, Options extends { readonly path?: readonly PathPart[] }>(
  create: (options: Options) => T,
): Lists<T, Options> {
  const at = (index: number, options: PerIndex<Options>, replacing?: Options): T => {
    const given = typeof options === 'function' ? options(index) : options;
    const chosen = { ...given, ...replacing };
    return create({ ...chosen, path: [...(chosen.path ?? []), index] });
  };
  const none = {} as Options;
  return {
    list: (count, options = none) => {
      if (!Number.isInteger(count) || count < 0 || count > maxCount) {
        throw new RangeError(`list: expected a whole number from 0 to ${maxCount}, got ${count}`);
      }
      return Array.from({ length: count }, (_, index) => at(index, options));
    },
    sequence: (options = none) => {
      let next = 0;
      return (replacing) => {
        next += 1;
        return at(next - 1, options, replacing);
      };
    },
  };
}
