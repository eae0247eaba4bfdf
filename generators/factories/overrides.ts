import type { z } from 'zod';
import { schemaAt } from '../../schema/describe.ts';

/**
 * What may be set of a value, at any depth.
 * - Objects are merged: name only the fields that matter.
 * - Lists and maps (`state_variables`) are replaced whole.
 * - Of a union, the fields of any one variant.
 */
export type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? string extends keyof T
      ? T
      : { [K in keyof T]?: Overrides<T[K]> }
    : T;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Peels `nullable` and `optional` off a schema. */
function plain(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let inner = schema;
  while (inner?._zod.def.type === 'nullable' || inner?._zod.def.type === 'optional') {
    inner = (inner._zod.def as z.core.$ZodOptionalDef).innerType;
  }
  return inner;
}

/**
 * A value with overrides laid over it; neither is changed.
 * `undefined` leaves an optional field out, and is passed over where the field is required.
 */
export function applyOverrides<T>(schema: z.ZodType, base: T, overrides: Overrides<T> | undefined): T {
  const lay = (below: unknown, above: unknown, path: readonly string[]): unknown => {
    if (!isFields(above) || !isFields(below)) return above;
    if (plain(schemaAt(schema, path, base))?._zod.def.type === 'record') return above;
    const result: Fields = { ...below };
    for (const [key, value] of Object.entries(above)) {
      const at = [...path, key];
      if (value !== undefined) result[key] = lay(below[key], value, at);
      else if (schemaAt(schema, at, base)?._zod.def.type === 'optional') delete result[key];
    }
    return result;
  };
  return overrides === undefined ? base : (lay(base, overrides, []) as T);
}

/**
 * Overrides laid over others: what is above wins, at any depth; lists and maps are replaced whole, and so is a
 * variant of a union by another. Unlike in a value, `undefined` stays: it says that a field is left out.
 */
export function mergeOverrides<T>(
  schema: z.ZodType,
  below: Overrides<T> | undefined,
  above: Overrides<T> | undefined,
): Overrides<T> | undefined {
  const isMap = (path: readonly string[]): boolean =>
    plain(schemaAt(schema, path, below))?._zod.def.type === 'record';
  const lay = (under: unknown, over: unknown, path: readonly string[]): unknown => {
    if (!isFields(over) || !isFields(under) || isMap(path)) return over;
    const isOtherVariant = over['type'] !== undefined && under['type'] !== undefined;
    if (isOtherVariant && over['type'] !== under['type']) return over;
    const result: Fields = { ...under };
    for (const [key, value] of Object.entries(over)) result[key] = lay(under[key], value, [...path, key]);
    return result;
  };
  if (above === undefined || below === undefined) return above ?? below;
  return lay(below, above, []) as Overrides<T>;
}
