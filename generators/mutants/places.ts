import { assertShapeName, shapeNames, shapes } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { peel, viewOf } from './view.ts';
import type { Field, Node, Variants, View } from './view.ts';

/** Keys from the root to a place in a value. */
export type Path = readonly (string | number)[];

/** What a site is to what stands around it. `member`: an object of a union, seen from inside. */
export type Role = 'root' | 'field' | 'discriminator' | 'element' | 'entry' | 'member';

/** The innermost named shape that holds a site, and the site as seen from there: `thread`, `$.status`. */
export interface Part {
  readonly shape: ShapeName;
  readonly site: string;
}

/** Where in a shape, whatever the value. */
export interface Site {
  /**
   * `$.data[]<chatkit.task>.heading` is the heading of any task on a page.
   *
   *     $        the whole       .name   a field                  []   any element of a list
   *     <tag>    the member of a union that its discriminator names      .*   any entry of a map
   */
  readonly name: string;
  readonly role: Role;
  /** The schema without `nullable` and `optional`. */
  readonly schema: Node;
  readonly view: View;
  readonly nullable: boolean;
  readonly optional: boolean;
  /** A discriminator is part of the shape whose union it tells apart. */
  readonly part: Part;
  /** From where what stands inside is seen: a site that has a shape of its own begins anew. */
  readonly inner: Part;
  /** Which member of which union a member, or the discriminator in it, is. */
  readonly membership: Membership | undefined;
}

/** One member of a union, and what the union is part of. */
export interface Membership {
  readonly variants: Variants;
  readonly tag: string;
  readonly part: Part;
}

/** A site in one value. */
export interface Place {
  readonly site: Site;
  readonly path: Path;
  readonly value: unknown;
  /** The object or list that holds it; undefined at the root. */
  readonly parent: unknown;
}

const nameOf = new Map<Node, ShapeName>(shapeNames.map((name) => [shapes[name], name]));

const step = ({ shape, site }: Part, more: string): Part => ({ shape, site: site + more });

function siteBelow(above: Site, more: string, role: Role, schema: Node): Site {
  const peeled = peel(schema);
  const named = nameOf.get(peeled.schema);
  const membership = role === 'discriminator' ? above.membership : undefined;
  const part =
    membership === undefined ? step(above.inner, more) : step(membership.part, `<${membership.tag}>${more}`);
  return {
    name: above.name + more,
    role,
    ...peeled,
    view: viewOf(peeled.schema),
    part,
    inner: named === undefined ? part : { shape: named, site: '$' },
    membership,
  };
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands inside a site, and where in a value of it. A member stands where its union does: it has no key. */
interface Inside {
  readonly site: Site;
  readonly within: (value: unknown) => readonly { readonly key?: string | number; readonly value: unknown }[];
}

function field(above: Site, { name, schema }: Field): Inside {
  const isTag = above.role === 'member' && above.membership?.variants.discriminator === name;
  return {
    site: siteBelow(above, `.${name}`, isTag ? 'discriminator' : 'field', schema),
    within: (value) =>
      isFields(value) && Object.hasOwn(value, name) ? [{ key: name, value: value[name] }] : [],
  };
}

const elements = (above: Site, element: Node): Inside => ({
  site: siteBelow(above, '[]', 'element', element),
  within: (value) =>
    Array.isArray(value) ? value.map((entry: unknown, key) => ({ key, value: entry })) : [],
});

const entries = (above: Site, entry: Node): Inside => ({
  site: siteBelow(above, '.*', 'entry', entry),
  within: (value) =>
    isFields(value) ? Object.entries(value).map(([key, each]) => ({ key, value: each })) : [],
});

const member = (above: Site, variants: Variants, tag: string, schema: Node): Inside => ({
  site: {
    ...siteBelow(above, `<${tag}>`, 'member', schema),
    membership: { variants, tag, part: above.inner },
  },
  within: (value) => (isFields(value) && value[variants.discriminator] === tag ? [{ value }] : []),
});

const known = new WeakMap<Site, readonly Inside[]>();

function inside(site: Site): readonly Inside[] {
  const { view } = site;
  let found = known.get(site);
  if (found === undefined) {
    if (view.kind === 'object') found = view.fields.map((each) => field(site, each));
    else if (view.kind === 'list') found = [elements(site, view.element)];
    else if (view.kind === 'map') found = [entries(site, view.entry)];
    else if (view.kind === 'variants')
      found = view.members.map(({ tag, schema }) => member(site, view, tag, schema));
    else found = [];
    known.set(site, found);
  }
  return found;
}

const roots = new Map<ShapeName, Site>();

function rootOf(shape: ShapeName): Site {
  let root = roots.get(shape);
  if (root === undefined) {
    assertShapeName(shape);
    const peeled = peel(shapes[shape]);
    const part = { shape, site: '$' };
    const view = viewOf(peeled.schema);
    root = { name: '$', role: 'root', ...peeled, view, part, inner: part, membership: undefined };
    roots.set(shape, root);
  }
  return root;
}

function* sitesFrom(site: Site): Generator<Site, void, undefined> {
  yield site;
  for (const below of inside(site)) yield* sitesFrom(below.site);
}

/** Every site of a shape at every depth, the whole first. */
export const sitesOf = (shape: ShapeName): Generator<Site, void, undefined> => sitesFrom(rootOf(shape));

function* placesFrom(place: Place): Generator<Place, void, undefined> {
  yield place;
  for (const { site, within } of inside(place.site)) {
    for (const { key, value } of within(place.value)) {
      const at = key === undefined ? place : { path: [...place.path, key], parent: place.value };
      yield* placesFrom({ site, path: at.path, value, parent: at.parent });
    }
  }
}

/** Every place in a value of a shape, the whole first. Fields that the contract doesn't name are no places. */
export const placesIn = (shape: ShapeName, value: unknown): Generator<Place, void, undefined> =>
  placesFrom({ site: rootOf(shape), path: [], value, parent: undefined });
