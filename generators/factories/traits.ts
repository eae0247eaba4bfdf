import type { z } from 'zod';
import type { Draw } from '../draw.ts';
import { mergeOverrides } from './overrides.ts';
import type { Overrides } from './overrides.ts';

/**
 * What a trait sets: overrides, or a function that draws them. It must draw from paths of its own
 * (`draw.at('trait', …)`), so that a trait leaves the rest of the value as it is.
 * @param given what the traits before it and the caller's overrides say.
 */
export type Trait<T> = Overrides<T> | ((draw: Draw, given: Overrides<T> | undefined) => Overrides<T>);

/** The traits of a factory, by their names. */
export type TraitTable<T, Name extends string> = Readonly<Record<Name, Trait<T>>>;

/**
 * Traits and overrides as overrides: a later trait wins over an earlier one, overrides win over all.
 * @throws RangeError when there is no trait of a name.
 */
export function resolveTraits<T, Name extends string>(
  shape: string,
  schema: z.ZodType,
  table: TraitTable<T, Name>,
  {
    draw,
    names,
    overrides,
  }: {
    readonly draw: Draw;
    readonly names: readonly Name[];
    readonly overrides: Overrides<T> | undefined;
  },
): Overrides<T> | undefined {
  let set: Overrides<T> | undefined;
  for (const name of names) {
    if (!Object.hasOwn(table, name)) {
      const known = Object.keys(table).join(', ') || 'none';
      throw new RangeError(`${shape}: no trait is called ${JSON.stringify(name)}; there are ${known}`);
    }
    const trait = table[name];
    const given = mergeOverrides(schema, set, overrides);
    const laid =
      typeof trait === 'function'
        ? (trait as (draw: Draw, given: Overrides<T> | undefined) => Overrides<T>)(draw, given)
        : trait;
    set = mergeOverrides(schema, set, laid as Overrides<T>);
  }
  return mergeOverrides(schema, set, overrides);
}
