import { z } from 'zod';
import { discriminatorValues } from '../../schema/describe.ts';

/** Any schema of the contract. */
export type Node = z.core.$ZodType;

/** A schema as the walk sees it: what may be broken of it, and what stands inside. */
export type View =
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly element: Node }
  | {
      readonly kind: 'map';
      readonly entry: Node;
      readonly maxEntries: number | undefined;
      readonly maxNameCharacters: number | undefined;
    }
  | Variants
  /** Any text, number or boolean. */
  | { readonly kind: 'primitive'; readonly maxCharacters: number | undefined }
  | {
      readonly kind: 'text';
      readonly uri: boolean;
      readonly min: number | undefined;
      readonly max: number | undefined;
    }
  | { readonly kind: 'integer'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'boolean' }
  /** One of a few texts. */
  | { readonly kind: 'choice'; readonly values: readonly string[] };

export interface Field {
  readonly name: string;
  readonly schema: Node;
  readonly optional: boolean;
}

/** Objects told apart by a text in one field. */
export interface Variants {
  readonly kind: 'variants';
  readonly discriminator: string;
  readonly members: readonly { readonly tag: string; readonly schema: Node }[];
}

/** What stands under `nullable` and `optional`, and whether either was there. */
export function peel(schema: Node): { schema: Node; nullable: boolean; optional: boolean } {
  const { def } = schema._zod;
  if (def.type !== 'nullable' && def.type !== 'optional') return { schema, nullable: false, optional: false };
  const below = peel((def as z.core.$ZodOptionalDef).innerType);
  return {
    schema: below.schema,
    nullable: below.nullable || def.type === 'nullable',
    optional: below.optional || def.type === 'optional',
  };
}

/** Bounds stand in a schema's checks: lengths of a text, values of a number. */
function boundsOf(schema: Node): { min: number | undefined; max: number | undefined } {
  let min: number | undefined;
  let max: number | undefined;
  for (const check of schema._zod.def.checks ?? []) {
    const { def } = check._zod;
    if (def.check === 'min_length') min = (def as z.core.$ZodCheckMinLengthDef).minimum;
    else if (def.check === 'max_length') max = (def as z.core.$ZodCheckMaxLengthDef).maximum;
    else if (def.check === 'greater_than') min = (def as z.core.$ZodCheckGreaterThanDef).value as number;
    else if (def.check === 'less_than') max = (def as z.core.$ZodCheckLessThanDef).value as number;
    else throw new Error(`no mutants are known for the check '${def.check}'`);
  }
  return { min, max };
}

function viewUnion(def: z.core.$ZodUnionDef): View {
  const { discriminator, options } = def as z.core.$ZodDiscriminatedUnionDef;
  if (discriminator !== undefined) {
    const members = options.flatMap((schema) =>
      discriminatorValues(schema, discriminator).map((tag) => ({ tag, schema })),
    );
    return { kind: 'variants', discriminator, members };
  }
  const types = options.map((option) => option._zod.def.type).toSorted();
  if (types.join() !== 'boolean,number,string')
    throw new Error(`no mutants are known for any of ${types.join()}`);
  const text = options.find((option) => option._zod.def.type === 'string');
  return { kind: 'primitive', maxCharacters: text && boundsOf(text).max };
}

/**
 * What a schema under `nullable` and `optional` is.
 * @throws Error for a construct that the contract has not used so far, so that none is passed over in silence.
 */
export function viewOf(schema: Node): View {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object': {
      const { shape } = def as z.core.$ZodObjectDef;
      const fields = Object.entries(shape).map(([name, field]) => ({
        name,
        schema: field,
        optional: peel(field).optional,
      }));
      return { kind: 'object', fields };
    }
    case 'array':
      return { kind: 'list', element: (def as z.core.$ZodArrayDef).element };
    case 'record': {
      const { keyType, valueType } = def as z.core.$ZodRecordDef;
      const maxEntries = z.globalRegistry.get(schema)?.['maxProperties'] as number | undefined;
      return { kind: 'map', entry: valueType, maxEntries, maxNameCharacters: boundsOf(keyType).max };
    }
    case 'union':
      return viewUnion(def as z.core.$ZodUnionDef);
    case 'string':
      return { kind: 'text', uri: (def as { format?: string }).format === 'uri', ...boundsOf(schema) };
    case 'number':
      if ((def as z.core.$ZodNumberFormatDef).format === 'safeint')
        return { kind: 'integer', ...boundsOf(schema) };
      break;
    case 'boolean':
      return { kind: 'boolean' };
    case 'literal':
      return { kind: 'choice', values: (def as z.core.$ZodLiteralDef<string>).values };
    case 'enum':
      return {
        kind: 'choice',
        values: Object.values((def as z.core.$ZodEnumDef).entries) as string[],
      };
    default:
  }
  throw new Error(`no mutants are known for '${def.type}'`);
}
