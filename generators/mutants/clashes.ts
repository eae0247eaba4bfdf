import type { Path } from './places.ts';
import { peel, viewOf } from './view.ts';
import type { Node } from './view.ts';

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Where a value made for one member of a union does not fit another. It looks at fields, types and constants
 * alone, for bounds don't differ between the members of a union.
 */
export function clashes(schema: Node, value: unknown, path: Path): Path[] {
  const inner = peel(schema);
  const view = viewOf(inner.schema);
  if (value === null && inner.nullable) return [];
  const fault = (ok: boolean): Path[] => (ok ? [] : [path]);
  switch (view.kind) {
    case 'object':
      if (!isFields(value)) return [path];
      return view.fields.flatMap(({ name, schema: field, optional }) => {
        if (Object.hasOwn(value, name)) return clashes(field, value[name], [...path, name]);
        return optional ? [] : [[...path, name]];
      });
    case 'list':
      if (!Array.isArray(value)) return [path];
      return value.flatMap((entry, index) => clashes(view.element, entry, [...path, index]));
    case 'variants': {
      if (!isFields(value)) return [path];
      const tag = value[view.discriminator];
      const member = view.members.find((each) => each.tag === tag);
      return member ? clashes(member.schema, value, path) : [[...path, view.discriminator]];
    }
    case 'map':
      return fault(isFields(value));
    case 'text':
      return fault(typeof value === 'string');
    case 'integer':
      return fault(typeof value === 'number');
    case 'boolean':
      return fault(typeof value === 'boolean');
    case 'choice':
      return fault(view.values.includes(value as string));
    case 'primitive':
      return fault(['string', 'number', 'boolean'].includes(typeof value));
  }
}
