import type { ShapeName } from '../../../schema/index.ts';
import { readJson } from '../json/read.ts';
import type { JsonNode } from '../json/read.ts';
import { spotsOf } from '../oracle/places.ts';
import type { Spot } from '../oracle/places.ts';

/** A value in a compact JSON text: what it is, and from where to where it stands. */
export interface Place {
  readonly node: JsonNode;
  readonly start: number;
  readonly end: number;
  /** How far it is from the root; the root's is 0. */
  readonly depth: number;
}

/** A valid value that is to be changed. It is read once, and every change is a cut in its text. */
export interface Base {
  readonly shape: ShapeName;
  readonly text: string;
  /** The root first, each container before what it holds. */
  readonly places: readonly Place[];
  /** What the contract has at the lists, objects and texts. */
  readonly spots: readonly { readonly spot: Spot; readonly place: Place }[];
  /** Of a union, the text in the discriminator. */
  readonly tag: string | undefined;
}

/** Finds every value of a tree in the text that writes it compactly. */
function layOut(root: JsonNode): Place[] {
  const places: Place[] = [];
  /** @returns where the text of the node ends. A valid value is not deep. */
  const walk = (node: JsonNode, start: number, depth: number): number => {
    const at = places.length;
    places.push({ node, start, end: start, depth });
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
    places[at] = { node, start, end, depth };
    return end;
  };
  walk(root, 0, 0);
  return places;
}

/**
 * Reads a value that JSON.stringify wrote.
 * @throws Error when the text is no compact JSON.
 */
export function readBase(shape: ShapeName, text: string, tag: string | undefined): Base {
  const read = readJson(text);
  const places = read.ok ? layOut(read.node) : [];
  if (!read.ok || places[0]?.end !== text.length) throw new Error(`no compact JSON: ${text}`);
  // Words share one node wherever they stand; the contract's places that matter are none of them.
  const placeOf = new Map(places.map((place) => [place.node, place]));
  const spots = [...spotsOf(shape, read.node)].flatMap(({ spot, node }) => {
    const place = placeOf.get(node);
    return place === undefined ? [] : [{ spot, place }];
  });
  return { shape, text, places, spots, tag };
}

/** The text of a base with another text from one place to another. */
export const cut = ({ text }: Base, { start, end }: { start: number; end: number }, put: string): string =>
  text.slice(0, start) + put + text.slice(end);

/** Whether a place is the discriminator of a union's root. */
export const isDiscriminator = ({ text, tag }: Base, { start, depth }: Place): boolean =>
  depth === 1 && tag !== undefined && text.endsWith('"type":', start);
