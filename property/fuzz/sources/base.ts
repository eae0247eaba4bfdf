import type { ShapeName } from '../../../schema/index.ts';
import { nothing } from '../json/edit.ts';
import type { JsonNode } from '../json/read.ts';
import { asMember, elementSpot, fieldSpot, rootSpot } from '../oracle/places.ts';
import type { Spot } from '../oracle/places.ts';
import { rootTagOf } from './values.ts';

export type ObjectNode = JsonNode & { kind: 'object' };

/** A value in a compact JSON text: what it is, and from where to where it stands. */
export interface Place {
  readonly node: JsonNode;
  readonly start: number;
  readonly end: number;
  /** How far it is from the root; the root's is 0. */
  readonly depth: number;
  /** Of a list or an object, where the values in it stand, in their order. */
  readonly inside: readonly Place[];
}

/** A place with what the contract has there. */
export interface KnownPlace {
  readonly spot: Spot;
  readonly place: Place;
}

/** A valid value that is to be changed. It is read once, and every change is a cut in its text. */
export interface Base {
  readonly shape: ShapeName;
  readonly text: string;
  /** The root first, each container before what it holds. */
  readonly places: readonly Place[];
  /** Those of each kind, in the same order. */
  readonly objects: readonly (Place & { readonly node: ObjectNode })[];
  readonly lists: readonly Place[];
  readonly containers: readonly Place[];
  readonly texts: readonly Place[];
  readonly numbers: readonly Place[];
  /** All but lists and objects. */
  readonly scalars: readonly Place[];
  /** Objects where the contract has a union. */
  readonly variants: readonly KnownPlace[];
  /** Texts where the contract has an enumeration. */
  readonly choices: readonly KnownPlace[];
  /** Of a union, the text in the discriminator. */
  readonly tag: string | undefined;
}

const none: readonly Place[] = [];

/** Where a scalar stands. */
const scalarAt = (node: JsonNode, start: number, length: number, depth: number): Place => ({
  node,
  start,
  end: start + length,
  depth,
  inside: none,
});

/** Finds where a value, and every value in it, stands in the text that JSON.stringify writes. A valid value is not deep. */
function placeOf(value: unknown, start: number, depth: number): Place {
  if (typeof value === 'string')
    return scalarAt({ kind: 'text', value }, start, JSON.stringify(value).length, depth);
  if (typeof value === 'number') {
    const text = JSON.stringify(value);
    return scalarAt({ kind: 'number', text }, start, text.length, depth);
  }
  if (typeof value === 'boolean') return scalarAt({ kind: 'boolean', value }, start, value ? 4 : 5, depth);
  if (value === null) return scalarAt(nothing, start, 4, depth);
  const inside: Place[] = [];
  // Behind the bracket, then behind each value and its comma or the bracket in its place.
  let end = start + 1;
  if (Array.isArray(value)) {
    const items: JsonNode[] = [];
    for (const item of value) {
      const place = placeOf(item, end, depth + 1);
      inside.push(place);
      items.push(place.node);
      end = place.end + 1;
    }
    return { node: { kind: 'list', items }, start, end: Math.max(end, start + 2), depth, inside };
  }
  const entries: [string, JsonNode][] = [];
  for (const [name, field] of Object.entries(value as object)) {
    const place = placeOf(field, end + JSON.stringify(name).length + 1, depth + 1);
    inside.push(place);
    entries.push([name, place.node]);
    end = place.end + 1;
  }
  return { node: { kind: 'object', entries }, start, end: Math.max(end, start + 2), depth, inside };
}

/** The text of each entry of an object: `"name":value`. */
export function entryTexts({ text }: Base, object: Place): string[] {
  let start = object.start + 1;
  return object.inside.map(({ end }) => {
    const entry = text.slice(start, end);
    start = end + 1;
    return entry;
  });
}

/** Finds what the contract knows of the places; the last first, as a walk with a stack comes by them. */
function know(shape: ShapeName, root: Place): Pick<Base, 'variants' | 'choices'> {
  const variants: KnownPlace[] = [];
  const choices: KnownPlace[] = [];
  const rest: KnownPlace[] = [{ spot: rootSpot(shape), place: root }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { spot, place } = next;
    const { node, inside } = place;
    if (node.kind === 'object') {
      if (spot.view?.kind === 'variants') variants.push(next);
      const inner = asMember(spot, node);
      for (let i = 0; i < inside.length; i += 1)
        rest.push({
          spot: fieldSpot(inner, (node.entries[i] as (typeof node.entries)[number])[0]),
          place: inside[i] as Place,
        });
    } else if (node.kind === 'list') {
      for (let i = 0; i < inside.length; i += 1)
        rest.push({ spot: elementSpot(spot, i), place: inside[i] as Place });
    } else if (node.kind === 'text' && spot.view?.kind === 'choice') choices.push(next);
  }
  return { variants, choices };
}

/**
 * A value that is to be changed, with its text.
 * @param value what JSON.parse may give.
 * @throws Error when it is anything else, for then its text has other values.
 */
export function readBase(shape: ShapeName, value: unknown): Base {
  const text = JSON.stringify(value);
  const root = placeOf(value, 0, 0);
  if (root.end !== text.length) throw new Error(`no value of JSON: ${text}`);
  const places: Place[] = [];
  const sorted: Record<JsonNode['kind'], Place[]> = {
    object: [],
    list: [],
    text: [],
    number: [],
    boolean: [],
    null: [],
  };
  const containers: Place[] = [];
  const scalars: Place[] = [];
  const walk = (place: Place): void => {
    const { kind } = place.node;
    places.push(place);
    sorted[kind].push(place);
    if (kind === 'object' || kind === 'list') {
      containers.push(place);
      for (const each of place.inside) walk(each);
    } else scalars.push(place);
  };
  walk(root);
  return {
    shape,
    text,
    places,
    objects: sorted.object as (Place & { readonly node: ObjectNode })[],
    lists: sorted.list,
    containers,
    texts: sorted.text,
    numbers: sorted.number,
    scalars,
    ...know(shape, root),
    tag: rootTagOf(shape, value),
  };
}

/** The text of a base with another text from one place to another. */
export const cut = ({ text }: Base, { start, end }: { start: number; end: number }, put: string): string =>
  text.slice(0, start) + put + text.slice(end);

/** Whether a place is the discriminator of a union's root. */
export const isDiscriminator = ({ text, tag }: Base, { start, depth }: Place): boolean =>
  depth === 1 && tag !== undefined && text.endsWith('"type":', start);
