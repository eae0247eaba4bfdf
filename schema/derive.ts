import { z } from 'zod';

/** What to do with fields that the contract doesn't name. */
export type UnknownFields = 'keep' | 'refuse';

type Def = z.core.$ZodTypeDef & Record<string, unknown>;

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value;

/**
 * The same schema with another policy for unknown fields, at every depth. Checks and refinements stay.
 * @param schema built from objects, arrays, records, unions, optional, nullable and scalars.
 */
export function withUnknownFields<T extends z.ZodType>(schema: T, policy: UnknownFields): T {
  const seen = new Map<z.core.$ZodType, z.core.$ZodType>();
  const catchall = policy === 'keep' ? z.unknown() : z.never();

  const derive = (node: z.core.$ZodType): z.core.$ZodType => {
    const known = seen.get(node);
    if (known !== undefined) return known;
    const def = { ...node._zod.def } as Def;
    // Every place in which zod 4 keeps a schema inside another: a field of the definition, a list, or the shape.
    for (const [key, value] of Object.entries(def)) {
      if (isSchema(value)) def[key] = derive(value);
      else if (Array.isArray(value) && value.length > 0 && value.every(isSchema) && key !== 'checks')
        def[key] = value.map(derive);
    }
    if (node._zod.def.type === 'object') {
      const { shape } = node._zod.def as z.core.$ZodObjectDef;
      def['shape'] = Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, derive(field)]));
      def['catchall'] = catchall;
    }
    const made = z.core.clone(node, def);
    seen.set(node, made);
    return made;
  };
  return derive(schema) as unknown as T;
}
