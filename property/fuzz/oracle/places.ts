import { peel, viewOf } from '../../../generators/mutants/index.ts';
import type { Node, View } from '../../../generators/mutants/index.ts';
import { shapeNames, shapes } from '../../../schema/index.ts';
import type { ShapeName } from '../../../schema/index.ts';
import { collidingNames } from './colliding-names.ts';
import type { Steps } from '../json/edit.ts';
import type { JsonNode } from '../json/read.ts';

/** Where in the contract a place of a JSON tree is, and what the contract has there. */
export interface Spot {
  /** JSON path: `$.data[3].title`. */
  readonly path: string;
  /** The innermost shape that has a name, and the place as seen from it: `thread $.title`. The same for every list. */
  readonly part: string;
  /** What the contract wants; undefined inside what it does not name. */
  readonly view: View | undefined;
}

/** The part of fields that the contract does not name, and of all within them. */
export const unknownField = 'unknown field';
const isUnknown = (part: string): boolean => part.startsWith(unknownField);
/** Names that JSON writes with an escape are a place of their own: readers take them for other names. */
const escapedName = `${unknownField} with an escaped name`;
const needsEscape = (name: string): boolean => JSON.stringify(name).length !== name.length + 2;
const colliding = new Set(collidingNames);

const views = new WeakMap<Node, View>();
const nameOf = new Map<Node, ShapeName>(shapeNames.map((name) => [shapes[name], name]));
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

function viewAt(schema: Node): View {
  let view = views.get(schema);
  if (view === undefined) {
    view = viewOf(schema);
    views.set(schema, view);
  }
  return view;
}

function enter(path: string, part: string, schema: Node | undefined): Spot {
  if (schema === undefined) return { path, part, view: undefined };
  const peeled = peel(schema).schema;
  const name = nameOf.get(peeled);
  return { path, part: name === undefined ? part : `${name} $`, view: viewAt(peeled) };
}

/** The whole of a shape. */
export const rootSpot = (shape: ShapeName): Spot => ({
  path: '$',
  part: `${shape} $`,
  view: viewAt(peel(shapes[shape]).schema),
});

/** The discriminator's text of an object; undefined when it has none, or two that differ. */
export function tagOf(node: JsonNode, discriminator: string): string | undefined {
  if (node.kind !== 'object') return undefined;
  const tags = node.entries.filter(([name]) => name === discriminator).map(([, value]) => value);
  const [first] = tags;
  const one = tags.every((tag) => tag.kind === 'text' && first?.kind === 'text' && tag.value === first.value);
  return one && first?.kind === 'text' ? first.value : undefined;
}

/** A union seen from inside: the member that the object's own discriminator names. Other spots are as they were. */
export function asMember(spot: Spot, node: JsonNode): Spot {
  if (spot.view?.kind !== 'variants') return spot;
  const tag = tagOf(node, spot.view.discriminator);
  const member = spot.view.members.find((each) => each.tag === tag);
  if (member === undefined) return { ...spot, part: `${spot.part}<?>`, view: undefined };
  return enter(spot.path, `${spot.part}<${tag}>`, member.schema);
}

/** The field of an object spot. */
export function fieldSpot(spot: Spot, name: string): Spot {
  const path = `${spot.path}${plainName.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`}`;
  if (spot.view?.kind === 'object') {
    const field = spot.view.fields.find((each) => each.name === name);
    if (field !== undefined) return enter(path, `${spot.part}.${name}`, field.schema);
  }
  if (spot.view?.kind === 'map') return enter(path, `${spot.part}.*`, spot.view.entry);
  if (needsEscape(name)) return { path, part: escapedName, view: undefined };
  if (isUnknown(spot.part)) return { path, part: spot.part, view: undefined };
  // A name that implementations use themselves is a place of its own; all others are one.
  const part = colliding.has(name) ? `${unknownField} ${JSON.stringify(name)}` : unknownField;
  return { path, part, view: undefined };
}

/** An element of a list spot. */
export function elementSpot(spot: Spot, index: number): Spot {
  const path = `${spot.path}[${index}]`;
  if (spot.view?.kind === 'list') return enter(path, `${spot.part}[]`, spot.view.element);
  return { path, part: isUnknown(spot.part) ? spot.part : `${spot.part}[]`, view: undefined };
}

/** Whether the contract has a field of this name at an object spot. */
export const names = (spot: Spot, name: string): boolean =>
  (spot.view?.kind === 'object' && spot.view.fields.some((field) => field.name === name)) ||
  spot.view?.kind === 'map';

/** A place in the contract, with what a tree has there. */
export interface FoundPlace {
  readonly spot: Spot;
  readonly node: JsonNode | undefined;
}

/**
 * The places at a JSON path: several where a name on the way is there twice; the innermost place on the way when the
 * tree ends before.
 */
export function placesAt(path: string, spot: Spot, node: JsonNode): readonly [FoundPlace, ...FoundPlace[]] {
  if (spot.path === path) return [{ spot, node }];
  const inner = asMember(spot, node);
  const inside =
    node.kind === 'object'
      ? node.entries.map(([name, value]) => ({ spot: fieldSpot(inner, name), node: value }))
      : node.kind === 'list'
        ? node.items.map((value, index) => ({ spot: elementSpot(inner, index), node: value }))
        : [];
  const [first, ...others] = inside
    .filter(
      (each) =>
        path === each.spot.path ||
        (/^[.[]/.test(path.slice(each.spot.path.length)) && path.startsWith(each.spot.path)),
    )
    .flatMap((each) => placesAt(path, each.spot, each.node));
  if (first !== undefined) return [first, ...others];
  // A field that is missing has a place in the contract, though not in the tree.
  const name = /^\.(\w+)$/.exec(path.slice(spot.path.length))?.[1];
  return [{ spot: name === undefined ? inner : fieldSpot(inner, name), node: undefined }];
}

/** The first of them. */
export const placeAt = (shape: ShapeName, tree: JsonNode, path: string): FoundPlace =>
  placesAt(path, rootSpot(shape), tree)[0];

/** Every place of a tree with what the contract has there. */
export function* spotsOf(
  shape: ShapeName,
  tree: JsonNode,
): Generator<{ readonly spot: Spot; readonly node: JsonNode; readonly steps: Steps }> {
  const rest = [{ spot: rootSpot(shape), node: tree, steps: [] as Steps }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    yield next;
    const { node, steps } = next;
    const spot = asMember(next.spot, node);
    if (node.kind === 'object')
      for (const [i, [name, value]] of node.entries.entries())
        rest.push({ spot: fieldSpot(spot, name), node: value, steps: [...steps, i] });
    else if (node.kind === 'list')
      for (const [i, value] of node.items.entries())
        rest.push({ spot: elementSpot(spot, i), node: value, steps: [...steps, i] });
  }
}
