import { assertShapeName, shapes } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { peel, viewOf } from '../mutants/view.ts';
import type { Node } from '../mutants/view.ts';

/** What may be one way or another at a place of a shape. */
export type BranchKind =
  'optional' | 'nullable' | 'enum' | 'union' | 'boolean' | 'list' | 'map' | 'primitive';

/** One way: `$.title` nullable `null`, `$.status` union `locked`, `$.tasks` list `empty`. */
export interface Branch {
  /** JSON path; a variant of a union stands in it as `(type=locked)`, elements and entries as `[*]`. */
  readonly path: string;
  readonly kind: BranchKind;
  readonly way: string;
  count: number;
}

/** Counts what a value is; made once for each place of a shape. */
type Counter = (value: unknown) => void;

const typeOf = (value: unknown): string =>
  typeof value === 'number' && !Number.isInteger(value) ? 'fraction' : typeof value;

function tick(ways: Map<string, Branch>, way: string): void {
  const branch = ways.get(way);
  if (branch !== undefined) branch.count += 1;
}

/** Walks a shape's schema: every branch with a count of 0, and what counts them. */
export function branchesOf(shape: ShapeName): {
  readonly branches: readonly Branch[];
  readonly count: Counter;
} {
  assertShapeName(shape);
  const branches: Branch[] = [];

  function add(path: string, kind: BranchKind, ways: readonly string[]): Map<string, Branch> {
    const made = ways.map((way): Branch => ({ path, kind, way, count: 0 }));
    branches.push(...made);
    return new Map(made.map((branch) => [branch.way, branch]));
  }

  function counterOf(schema: Node, path: string): Counter {
    const { schema: inner, nullable } = peel(schema);
    if (!nullable) return counterOfPlain(inner, path);
    const ways = add(path, 'nullable', ['null', 'not null']);
    const below = counterOfPlain(inner, path);
    return (value) => {
      tick(ways, value === null ? 'null' : 'not null');
      if (value !== null) below(value);
    };
  }

  function counterOfPlain(schema: Node, path: string): Counter {
    const view = viewOf(schema);
    switch (view.kind) {
      case 'object': {
        const fields = view.fields.map(({ name, schema: field, optional }) => {
          const ways = optional ? add(`${path}.${name}`, 'optional', ['absent', 'present']) : undefined;
          return { name, ways, count: counterOf(field, `${path}.${name}`) };
        });
        return (value) => {
          for (const { name, ways, count } of fields) {
            const present = Object.hasOwn(value as object, name);
            if (ways !== undefined) tick(ways, present ? 'present' : 'absent');
            if (present) count((value as Record<string, unknown>)[name]);
          }
        };
      }
      case 'variants': {
        const { discriminator } = view;
        const ways = add(
          path,
          'union',
          view.members.map(({ tag }) => tag),
        );
        const below = new Map(
          view.members.map(({ tag, schema: member }) => [
            tag,
            counterOfPlain(member, `${path}(${discriminator}=${tag})`),
          ]),
        );
        return (value) => {
          const tag = (value as Record<string, string>)[discriminator] ?? '';
          tick(ways, tag);
          below.get(tag)?.(value);
        };
      }
      case 'list': {
        const ways = add(path, 'list', ['empty', 'one', 'several']);
        const below = counterOf(view.element, `${path}[*]`);
        return (value) => {
          const { length } = value as unknown[];
          tick(ways, length === 0 ? 'empty' : length === 1 ? 'one' : 'several');
          for (const each of value as unknown[]) below(each);
        };
      }
      case 'map': {
        const ways = add(path, 'map', ['empty', 'not empty']);
        const below = counterOf(view.entry, `${path}[*]`);
        return (value) => {
          const entries = Object.values(value as object);
          tick(ways, entries.length === 0 ? 'empty' : 'not empty');
          for (const each of entries) below(each);
        };
      }
      case 'primitive': {
        const ways = add(path, 'primitive', ['string', 'number', 'fraction', 'boolean']);
        return (value) => tick(ways, typeOf(value));
      }
      case 'boolean': {
        const ways = add(path, 'boolean', ['true', 'false']);
        return (value) => tick(ways, String(value));
      }
      case 'choice': {
        // A single value is no choice.
        if (view.values.length < 2) return () => undefined;
        const ways = add(path, 'enum', view.values);
        return (value) => tick(ways, value as string);
      }
      case 'text':
      case 'integer':
        return () => undefined;
    }
  }

  const count = counterOf(shapes[shape], '$');
  return { branches, count };
}
