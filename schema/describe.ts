import type { z } from 'zod';

type Node = z.core.$ZodType;

const own = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;

const wrappers: ReadonlySet<string> = new Set(['nullable', 'optional', 'default', 'readonly']);

/** Peels what wraps a schema without changing the shape below it. */
function unwrap(node: Node): { node: Node; nullable: boolean } {
  let nullable = false;
  let inner = node;
  for (;;) {
    const def = inner._zod.def;
    if (def.type === 'nullable') nullable = true;
    if (!wrappers.has(def.type)) return { node: inner, nullable };
    inner = (def as z.core.$ZodOptionalDef).innerType;
  }
}

/** The values that a member of a union may have in the union's discriminator. */
export function discriminatorValues(member: Node, discriminator: string): readonly string[] {
  const { shape } = member._zod.def as z.core.$ZodObjectDef;
  const literal = shape[discriminator]?._zod.def as z.core.$ZodLiteralDef<string> | undefined;
  return literal?.values ?? [];
}

/** The member of a union that the discriminator of `value` names, where there is one. */
function memberFor(def: z.core.$ZodUnionDef, value: unknown): Node | undefined {
  const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
  if (discriminator === undefined) return undefined;
  const tag = own(value, discriminator);
  return def.options.find((member) => discriminatorValues(member, discriminator).includes(tag as string));
}

/** The schema that stands at a path, choosing union members as `value` does; undefined where there is none. */
export function schemaAt(schema: Node, path: readonly PropertyKey[], value: unknown): Node | undefined {
  let node: Node | undefined = schema;
  let here = value;
  for (const key of path) {
    if (node === undefined) return undefined;
    node = unwrap(node).node;
    if (node._zod.def.type === 'union') node = memberFor(node._zod.def as z.core.$ZodUnionDef, here);
    const def = node?._zod.def;
    if (def?.type === 'object') node = own((def as z.core.$ZodObjectDef).shape, key) as Node | undefined;
    else if (def?.type === 'array') node = (def as z.core.$ZodArrayDef).element;
    else if (def?.type === 'record') node = (def as z.core.$ZodRecordDef).valueType;
    else node = undefined;
    here = own(here, key);
  }
  return node;
}

const quote = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** What a schema wants, in the words of JSON: `integer`, `string or null`, `"asc" or "desc"`, `list`, `object`. */
export function describeSchema(schema: Node): string {
  const { node, nullable } = unwrap(schema);
  return nullable ? `${describePlain(node)} or null` : describePlain(node);
}

function describePlain(node: Node): string {
  const def = node._zod.def;
  switch (def.type) {
    case 'number':
      return (def as z.core.$ZodNumberFormatDef).format === 'safeint' ? 'integer' : 'number';
    case 'string': {
      const { format } = def as { format?: string };
      return format === undefined ? 'string' : `string that is a ${format.toUpperCase()}`;
    }
    case 'array':
      return 'list';
    case 'record':
      return 'object';
    case 'literal':
      return (def as z.core.$ZodLiteralDef<string>).values.map(quote).join(' or ');
    case 'enum':
      return Object.values((def as z.core.$ZodEnumDef).entries)
        .map(quote)
        .join(' or ');
    case 'union': {
      const union = def as z.core.$ZodDiscriminatedUnionDef;
      if (union.discriminator !== undefined) return 'object';
      return union.options.map(describeSchema).join(' or ');
    }
    default:
      return def.type;
  }
}
