import type { z } from 'zod';
import { shapes } from '../../schema/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { createStream } from '../../support/random.ts';
import type { PathPart } from '../../support/random.ts';
import { Draw } from '../draw.ts';
import { referenceTime } from '../reference-time.ts';
import { listsOf } from './lists.ts';
import type { Lists } from './lists.ts';
import { applyOverrides } from './overrides.ts';
import type { Overrides } from './overrides.ts';
import { resolveTraits } from './traits.ts';
import type { TraitTable } from './traits.ts';

/** What every factory takes. */
export interface FactoryOptions<T, TraitName extends string = never> {
  /** A whole number, default 42. The same seed gives the same value, whatever was made before. */
  readonly seed?: number;
  /** Tells several values of one seed apart: `path: [3]`, `path: ['second thread', 3]`. Default: none. */
  readonly path?: readonly PathPart[];
  /** Names of what the value shall be: `['locked', 'untitled']`. Of two that exclude each other, the later wins. */
  readonly traits?: readonly TraitName[];
  /** What the value must say. Fields that follow from others follow these too; nothing is validated. */
  readonly overrides?: Overrides<T>;
}

/** Makes one plausible value, or many. */
export interface Factory<T, TraitName extends string = never> extends Lists<T, FactoryOptions<T, TraitName>> {
  (options?: FactoryOptions<T, TraitName>): T;
  /** The names of its traits. */
  readonly traits: readonly string[];
  /** The same, from a draw: for factories that are made of others. */
  readonly from: (draw: Draw, overrides?: Overrides<T>) => T;
}

/** Makes a value from a draw; looks at the overrides where fields depend on each other. */
export type Build<T> = (draw: Draw, overrides: Overrides<T> | undefined) => T;

/** Seconds before the reference time from which a value's time is drawn: 90 days. */
const spreadSeconds = 90 * 86_400;

/**
 * What a value with the given seed and path is drawn from.
 * @throws RangeError when the seed is no whole number.
 */
export function drawFor(seed: number, ...path: readonly PathPart[]): Draw {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: expected a whole number, got ${seed}`);
  const stream = createStream(seed, 'factory', ...path);
  const startMs = (referenceTime - stream.int(1, spreadSeconds)) * 1000 + stream.int(0, 999);
  return new Draw(stream.at('value'), startMs);
}

/** A factory for a shape of the contract. */
export function defineFactory<N extends ShapeName, TraitName extends string = never>(
  shape: N,
  build: Build<Shape<N>>,
  traits: TraitTable<Shape<N>, TraitName> = {} as TraitTable<Shape<N>, TraitName>,
): Factory<Shape<N>, TraitName> {
  const schema: z.ZodType = shapes[shape];
  const from = (draw: Draw, overrides?: Overrides<Shape<N>>): Shape<N> =>
    applyOverrides(schema, build(draw, overrides), overrides);
  const create = (options: FactoryOptions<Shape<N>, TraitName> = {}): Shape<N> => {
    const { seed = 42, path = [], traits: names = [], overrides } = options;
    const draw = drawFor(seed, shape, ...path);
    return from(draw, resolveTraits(shape, schema, traits, { draw, names, overrides }));
  };
  return Object.assign(create, { ...listsOf(create), traits: Object.keys(traits), from });
}

/** A variant of a union: its schema, and how it is made. */
export interface Variant<T> {
  readonly schema: z.ZodObject;
  readonly build: Build<T>;
}

/** Whether a schema has every field that overrides set, and allows the constants among them. */
function fits(schema: z.core.$ZodType, overrides: unknown): boolean {
  const def = schema._zod.def;
  if (def.type === 'literal')
    return (def as z.core.$ZodLiteralDef<string>).values.includes(overrides as string);
  if (def.type !== 'object' || typeof overrides !== 'object' || overrides === null) return true;
  const { shape } = def as z.core.$ZodObjectDef;
  return Object.entries(overrides).every(([key, value]) => {
    const field = shape[key];
    return value === undefined || (field !== undefined && fits(field, value));
  });
}

/**
 * Builds one variant of a union: the one that the overrides name in `type`; else, one that has all the fields
 * that they set; else any.
 * @throws RangeError when `type` names no variant.
 */
export function chooseVariant<T extends { type: string }>(
  shape: string,
  variants: { readonly [K in T['type']]: Variant<Extract<T, { type: K }>> },
): Build<T> {
  const table = variants as unknown as Readonly<Record<string, Variant<T>>>;
  const all = Object.values(table);
  return (draw, overrides) => {
    const tag: unknown = overrides?.type;
    const fitting = all.filter(({ schema }) => fits(schema, overrides ?? {}));
    const drawn = draw.pick(fitting.length > 0 ? fitting : all);
    const named = typeof tag === 'string' && Object.hasOwn(table, tag) ? table[tag] : undefined;
    if (tag !== undefined && named === undefined) {
      const known = Object.keys(table).join(', ');
      throw new RangeError(`${shape}: no variant has type ${JSON.stringify(tag)}; there are ${known}`);
    }
    const variant = named ?? drawn;
    return applyOverrides(variant.schema, variant.build(draw, overrides as Overrides<T>), overrides);
  };
}
