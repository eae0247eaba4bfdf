import type { ShapeName } from '../../../schema/index.ts';
import { readJson } from '../json/read.ts';
import type { JsonNode } from '../json/read.ts';
import { asMember, elementSpot, fieldSpot, rootSpot } from '../oracle/places.ts';
import type { Spot } from '../oracle/places.ts';

export type ObjectNode = JsonNode & { kind: 'object' };

/** A value in a compact JSON text: what it is, and from where to where it stands. */
export interface Place {
  readonly node: JsonNode;
  readonly start: number;
  readonly end: number;
  /** How far it is from the root; the root's is 0. */
  readonly depth: number;
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

const isContainer = ({ node }: Place): boolean => node.kind === 'object' || node.kind === 'list';

/** Finds every value of a tree in the text that writes it compactly. */
function layOut(root: JsonNode): Place[] {
  const places: Place[] = [];
  /** @returns where the text of the node ends. A valid value is not deep. */
  const walk = (node: JsonNode, start: number, depth: number): number => {
    const place = { node, start, end: start, depth };
    places.push(place);
    let end = start + 1;
    if (node.kind === 'object') {
      for (const [name, value] of node.entries)
        end = walk(value, end + JSON.stringify(name).length + 1, depth + 1) + 1;
      if (node.entries.length === 0) end += 1;
    } else if (node.kind === 'list') {
      for (const item of node.items) end = walk(item, end, depth + 1) + 1;
      if (node.items.length === 0) end += 1;
    } else if (node.kind === 'text') end = start + JSON.stringify(node.value).length;
    else if (node.kind === 'number') end = start + node.text.length;
    else end = start + (node.kind === 'null' ? 4 : String(node.value).length);
    place.end = end;
    return end;
  };
  walk(root, 0, 0);
  return places;
}

/** The places of the values in a list or an object, in their order. */
function placesIn({ places }: Pick<Base, 'places'>, container: Place): Place[] {
  const inside: Place[] = [];
  let after = container.start;
  for (let i = places.indexOf(container) + 1; i < places.length; i += 1) {
    const place = places[i] as Place;
    if (place.start >= container.end) break;
    // What lies within the value before is none of the container's own.
    if (place.start < after) continue;
    inside.push(place);
    after = place.end;
  }
  return inside;
}

/** The text of each entry of an object: `"name":value`. */
export function entryTexts(base: Base, object: Place): string[] {
  let start = object.start + 1;
  return placesIn(base, object).map(({ end }) => {
    const entry = base.text.slice(start, end);
    start = end + 1;
    return entry;
  });
}

/** Finds what the contract knows of the places; the last first, as a walk with a stack comes by them. */
function know(shape: ShapeName, places: readonly Place[]): Pick<Base, 'variants' | 'choices'> {
  const variants: KnownPlace[] = [];
  const choices: KnownPlace[] = [];
  const root = places[0] as Place;
  const rest: KnownPlace[] = [{ spot: rootSpot(shape), place: root }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { spot, place } = next;
    const { node } = place;
    if (node.kind === 'object') {
      if (spot.view?.kind === 'variants') variants.push(next);
      const inner = asMember(spot, node);
      const inside = placesIn({ places }, place);
      for (let i = 0; i < inside.length; i += 1)
        rest.push({
          spot: fieldSpot(inner, (node.entries[i] as (typeof node.entries)[number])[0]),
          place: inside[i] as Place,
        });
    } else if (node.kind === 'list') {
      const inside = placesIn({ places }, place);
      for (let i = 0; i < inside.length; i += 1)
        rest.push({ spot: elementSpot(spot, i), place: inside[i] as Place });
    } else if (node.kind === 'text' && spot.view?.kind === 'choice') choices.push(next);
  }
  return { variants, choices };
}

/**
 * Reads a value that JSON.stringify wrote.
 * @throws Error when the text is no compact JSON.
 */
export function readBase(shape: ShapeName, text: string, tag: string | undefined): Base {
  const read = readJson(text);
  const places = read.ok ? layOut(read.node) : [];
  if (places[0]?.end !== text.length) throw new Error(`no compact JSON: ${text}`);
  const of = (kind: JsonNode['kind']) => places.filter(({ node }) => node.kind === kind);
  return {
    shape,
    text,
    places,
    objects: of('object') as (Place & { readonly node: ObjectNode })[],
    lists: of('list'),
    containers: places.filter(isContainer),
    texts: of('text'),
    numbers: of('number'),
    scalars: places.filter((place) => !isContainer(place)),
    ...know(shape, places),
    tag,
  };
}

/** The text of a base with another text from one place to another. */
export const cut = ({ text }: Base, { start, end }: { start: number; end: number }, put: string): string =>
  text.slice(0, start) + put + text.slice(end);

/** Whether a place is the discriminator of a union's root. */
export const isDiscriminator = ({ text, tag }: Base, { start, depth }: Place): boolean =>
  depth === 1 && tag !== undefined && text.endsWith('"type":', start);
