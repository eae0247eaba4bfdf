import type { z } from 'zod';

/** Whether a value is certainly valid; `false` says only that zod must be asked. */
export type Accepts = (value: unknown) => boolean;

type Node = z.core.$ZodType;
type Def = z.core.$ZodTypeDef & Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema itself, for what has rules of its own: formats, bounds, records. */
function askZod(node: Node): Accepts {
  return (value) => {
    // What records hide is for the whole reading to find.
    if (isObject(value) && Object.hasOwn(value, '__proto__')) return false;
    const result = node._zod.run({ value, issues: [] }, { async: false });
    return !(result instanceof Promise) && result.issues.length === 0;
  };
}

function acceptsObject({ shape, catchall }: z.core.$ZodObjectDef): Accepts | undefined {
  const keys = Object.keys(shape);
  const fields = keys.map((key) => compile(shape[key] as Node));
  if (!fields.every((field) => field !== undefined)) return undefined;
  const policy = catchall?._zod.def.type;
  if (policy !== 'unknown' && policy !== 'never') return undefined;
  const known = new Set(keys);
  return (value) => {
    if (!isObject(value)) return false;
    for (let at = 0; at < fields.length; at += 1)
      if (!(fields[at] as Accepts)(value[keys[at] as string])) return false;
    if (policy === 'never') for (const key of Object.keys(value)) if (!known.has(key)) return false;
    return true;
  };
}

/** One member for each value of the discriminator. */
function acceptsUnion(def: Def): Accepts | undefined {
  const { discriminator, options } = def as unknown as z.core.$ZodDiscriminatedUnionDef;
  if (typeof discriminator !== 'string') return undefined;
  const members = new Map<unknown, Accepts>();
  for (const option of options) {
    const accepts = compile(option);
    const values = option._zod.propValues?.[discriminator];
    if (accepts === undefined || values === undefined) return undefined;
    for (const value of values) members.set(value, accepts);
  }
  return (value) => isObject(value) && members.get(value[discriminator])?.(value) === true;
}

/** @returns undefined for a kind of schema that the contract does not use within others. */
function compile(node: Node): Accepts | undefined {
  const def = node._zod.def as Def;
  const hasRules = Array.isArray(def['checks']) && def['checks'].length > 0;
  const inner = (): Accepts | undefined => compile(def['innerType'] as Node);
  switch (def.type) {
    case 'string':
      return hasRules || def['format'] !== undefined ? askZod(node) : (value) => typeof value === 'string';
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'number':
      return !hasRules && def['format'] === 'safeint' ? Number.isSafeInteger : askZod(node);
    case 'literal':
    case 'enum': {
      const values = node._zod.values;
      return values === undefined ? undefined : (value) => values.has(value as string);
    }
    case 'nullable':
    case 'optional': {
      const accepts = inner();
      const nothing = def.type === 'nullable' ? null : undefined;
      return accepts && ((value) => value === nothing || accepts(value));
    }
    case 'array': {
      const accepts = hasRules ? undefined : compile(def['element'] as Node);
      return accepts && ((value) => Array.isArray(value) && value.every(accepts));
    }
    case 'object':
      return (hasRules ? undefined : acceptsObject(def as unknown as z.core.$ZodObjectDef)) ?? askZod(node);
    case 'union':
      return acceptsUnion(def) ?? askZod(node);
    case 'record':
    case 'custom':
      return askZod(node);
    default:
      return undefined;
  }
}

/**
 * A quick look at a value, made from its schema: zod builds a copy of what it reads, and most values are valid. What this accepts
 * zod accepts; why something is not valid is for zod to say.
 */
export const acceptsOf = (schema: Node): Accepts => compile(schema) ?? (() => false);
