import { shapeNames, shapes } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { peel, viewOf } from './view.ts';
import type { Field, Node, Variants, View } from './view.ts';

/** Keys from the root to a place in a value. */
export type Path = readonly (string | number)[];

/** What a site is to what stands around it. `member`: an object of a union, seen from inside. */
export type Role = 'root' | 'field' | 'discriminator' | 'element' | 'entry' | 'member';

/**
 * A place of a shape, whatever the value: `$.data[]<chatkit.task>.heading` is the heading of any task on a page.
 *
 *     $        the whole       .name   a field                  []   any element of a list
 *     <tag>    the member of a union that its discriminator names      .*   any entry of a map
 */
export interface Site {
  readonly site: string;
  readonly role: Role;
  /** The schema without `nullable` and `optional`. */
  readonly schema: Node;
  readonly view: View;
  readonly nullable: boolean;
  readonly optional: boolean;
  /** The innermost named shape that the site is part of, and the site as seen from there. */
  readonly part: Part;
  /** The union that a member, or the discriminator in it, belongs to. */
  readonly variants: Variants | undefined;
}

export interface Part {
  readonly shape: ShapeName;
  readonly site: string;
}

/** A site in one value. */
export interface Place extends Site {
  readonly path: Path;
  readonly value: unknown;
  /** The object or list that holds it; undefined at the root. */
  readonly parent: unknown;
}

const nameOf = new Map<Node, ShapeName>(shapeNames.map((name) => [shapes[name], name]));

function siteAt(above: Site | undefined, step: string, role: Role, schema: Node, variants?: Variants): Site {
  const inner = peel(schema);
  const named = nameOf.get(inner.schema);
  // A member of a union keeps the name of its own shape; discriminators are told by the union above them.
  const part: Part =
    named === undefined && above !== undefined
      ? { shape: above.part.shape, site: above.part.site + step }
      : { shape: named ?? unnamed(schema), site: '$' };
  return {
    site: (above?.site ?? '') + step,
    role,
    schema: inner.schema,
    view: viewOf(inner.schema),
    nullable: inner.nullable,
    optional: inner.optional,
    part,
    variants,
  };
}

function unnamed(schema: Node): never {
  throw new Error(`a walk begins at a shape of the contract, not at '${schema._zod.def.type}'`);
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands inside a site, and where in a value of it. */
interface Inside {
  readonly site: Site;
  readonly within: (value: unknown) => readonly { readonly key?: string | number; readonly value: unknown }[];
}

function fieldOf(above: Site, { name, schema }: Field): Inside {
  const isTag = above.role === 'member' && above.variants?.discriminator === name;
  return {
    site: isTag
      ? siteAt(above, `.${name}`, 'discriminator', schema, above.variants)
      : siteAt(above, `.${name}`, 'field', schema),
    within: (value) =>
      isFields(value) && Object.hasOwn(value, name) ? [{ key: name, value: value[name] }] : [],
  };
}

function insideOf(above: Site): Inside[] {
  const { view } = above;
  switch (view.kind) {
    case 'object':
      return view.fields.map((field) => fieldOf(above, field));
    case 'list':
      return [
        {
          site: siteAt(above, '[]', 'element', view.element),
          within: (value) =>
            Array.isArray(value) ? value.map((entry: unknown, key) => ({ key, value: entry })) : [],
        },
      ];
    case 'map':
      return [
        {
          site: siteAt(above, '.*', 'entry', view.entry),
          within: (value) =>
            isFields(value) ? Object.entries(value).map(([key, entry]) => ({ key, value: entry })) : [],
        },
      ];
    case 'variants':
      return view.members.map(({ tag, schema }) => ({
        site: siteAt(above, `<${tag}>`, 'member', schema, view),
        within: (value) => (isFields(value) && value[view.discriminator] === tag ? [{ value }] : []),
      }));
    default:
      return [];
  }
}

const insides = new WeakMap<Site, Inside[]>();

function inside(site: Site): Inside[] {
  let found = insides.get(site);
  if (found === undefined) insides.set(site, (found = insideOf(site)));
  return found;
}

const roots = new Map<ShapeName, Site>();

function rootOf(shape: ShapeName): Site {
  let root = roots.get(shape);
  if (root === undefined) roots.set(shape, (root = siteAt(undefined, '$', 'root', shapes[shape])));
  return root;
}

function* sitesFrom(site: Site): Generator<Site, void, undefined> {
  yield site;
  for (const below of inside(site)) yield* sitesFrom(below.site);
}

/** Every site of a shape at every depth, the whole first. */
export const sitesOf = (shape: ShapeName): Site[] => [...sitesFrom(rootOf(shape))];

function* placesFrom(place: Place): Generator<Place, void, undefined> {
  yield place;
  for (const { site, within } of inside(place)) {
    for (const { key, value } of within(place.value)) {
      // A member is the value of its union, seen from inside: same path, same parent.
      yield* placesFrom({
        ...site,
        path: key === undefined ? place.path : [...place.path, key],
        value,
        parent: key === undefined ? place.parent : place.value,
      });
    }
  }
}

/** Every place in a value of a shape, the whole first. Fields that the contract doesn't name have none. */
export const placesIn = (shape: ShapeName, value: unknown): Generator<Place, void, undefined> =>
  placesFrom({ ...rootOf(shape), path: [], value, parent: undefined });
