import type { z } from 'zod';

type Node = z.core.$ZodType;

/**
 * JSON may name a key `__proto__`, and JSON.parse makes it an ordinary field. Zod passes over it, for it
 * builds copies and must not set their prototype; in a record, whose names are the caller's, a bad value or
 * one entry too many would slip through. So records are read with that key under another name of its length.
 */
const prototypeKey = '__proto__';

/** A value whose records hide nothing from zod, and the way back to the names as they were given. */
export interface Unhidden {
  readonly value: unknown;
  readonly restore: (path: readonly PropertyKey[]) => readonly PropertyKey[];
}

interface Alias {
  readonly path: readonly PropertyKey[];
  readonly name: string;
}

function unusedName(record: object): string {
  for (let i = 0; ; i += 1) {
    const name = `_${String(i).padStart(7, '0')}_`;
    if (!Object.hasOwn(record, name)) return name;
  }
}

const peel = (node: Node): Node => {
  const { type } = node._zod.def;
  if (type !== 'nullable' && type !== 'optional') return node;
  return peel((node._zod.def as z.core.$ZodOptionalDef).innerType);
};

const recordsWithin = new WeakMap<Node, boolean>();

/** Whether a record can be reached through objects; the contract has none inside lists or unions. */
function hasRecord(node: Node): boolean {
  const known = recordsWithin.get(node);
  if (known !== undefined) return known;
  const { def } = peel(node)._zod;
  const found =
    def.type === 'record' ||
    (def.type === 'object' && Object.values((def as z.core.$ZodObjectDef).shape).some(hasRecord));
  recordsWithin.set(node, found);
  return found;
}

function substitute(node: Node, value: unknown, path: readonly PropertyKey[], aliases: Alias[]): unknown {
  if (!hasRecord(node) || typeof value !== 'object' || value === null) return value;
  const { def } = peel(node)._zod;
  if (def.type === 'record') {
    if (!Object.hasOwn(value, prototypeKey)) return value;
    const name = unusedName(value);
    aliases.push({ path, name });
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key === prototypeKey ? name : key, entry]),
    );
  }
  const changed: Record<string, unknown> = {};
  for (const [key, field] of Object.entries((def as z.core.$ZodObjectDef).shape)) {
    const before: unknown = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    const after = substitute(field, before, [...path, key], aliases);
    if (after !== before) changed[key] = after;
  }
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
}

/** The value with `__proto__` under another name wherever it is a key of a record; most values as they are. */
export function unhidePrototypeKeys(schema: Node, value: unknown): Unhidden {
  const aliases: Alias[] = [];
  const unhidden = substitute(schema, value, [], aliases);
  return {
    value: unhidden,
    restore: (path) => {
      const alias = aliases.find(
        (alias) =>
          path[alias.path.length] === alias.name && alias.path.every((key, depth) => key === path[depth]),
      );
      return alias === undefined ? path : path.with(alias.path.length, prototypeKey);
    },
  };
}
