import type { z } from 'zod';
import { shapes } from '../../schema/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { createStream } from '../../support/random.ts';
import type { PathPart } from '../../support/random.ts';
import { Draw } from '../draw.ts';
import { referenceTime } from '../reference-time.ts';
import { applyOverrides } from './overrides.ts';
import type { Overrides } from './overrides.ts';

/** What every factory takes. */
export interface FactoryOptions<T> {
  /** A whole number, default 42. The same seed gives the same value, whatever was made before. */
  readonly seed?: number;
  /** Tells several values of one seed apart: `path: [3]`, `path: ['second thread', 3]`. Default: none. */
  readonly path?: readonly PathPart[];
  /** What the value must say. Fields that follow from others follow these too; nothing is validated. */
  readonly overrides?: Overrides<T>;
}

/** Makes one plausible value. */
export interface Factory<T> {
  (options?: FactoryOptions<T>): T;
  /** The same, from a draw: for factories that are made of others. */
  readonly from: (draw: Draw, overrides?: Overrides<T>) => T;
}

/** Makes a value from a draw; looks at the overrides where fields depend on each other. */
export type Build<T> = (draw: Draw, overrides: Overrides<T> | undefined) => T;

/** Seconds before the reference time from which a value's time is drawn: 90 days. */
const spreadSeconds = 90 * 86_400;

/** A factory for a shape of the contract. */
export function defineFactory<N extends ShapeName>(shape: N, build: Build<Shape<N>>): Factory<Shape<N>> {
  const schema: z.ZodType = shapes[shape];
  const from = (draw: Draw, overrides?: Overrides<Shape<N>>): Shape<N> =>
    applyOverrides(schema, build(draw, overrides), overrides);
  const create = ({ seed = 42, path = [], overrides }: FactoryOptions<Shape<N>> = {}): Shape<N> => {
    const stream = createStream(seed, 'factory', shape, ...path);
    const startMs = (referenceTime - stream.int(1, spreadSeconds)) * 1000 + stream.int(0, 999);
    return from(new Draw(stream.at('value'), startMs), overrides);
  };
  return Object.assign(create, { from });
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
