import type { ShapeName } from '../../../schema/index.ts';
import type { JsonNode } from '../json/read.ts';
import type { Fault } from './fault.ts';
import { placesAt, rootSpot, tagOf } from './places.ts';
import type { FoundPlace } from './places.ts';

function claim(path: string, node: JsonNode): [string, string | null][] {
  if (node.kind === 'text') return [[path, node.value]];
  return node.kind === 'null' ? [[path, null]] : [];
}

/** Every union member that a driver names in an answer, by JSON path. */
function claims(fields: ReadonlyMap<string, JsonNode>): [string, string | null][] {
  const variant = fields.get('variant');
  const inside = fields.get('variants');
  return [
    ...(variant === undefined ? [] : claim('$', variant)),
    ...(inside?.kind === 'object' ? inside.entries.flatMap(([path, node]) => claim(path, node)) : []),
  ];
}

/** Every text that stands in a discriminator: more than one where the name is there twice. */
const tagsOf = (node: JsonNode, discriminator: string): string[] =>
  node.kind === 'object'
    ? node.entries.flatMap(([name, value]) =>
        name === discriminator && value.kind === 'text' ? [value.value] : [],
      )
    : [];

/**
 * Union members that the client took for others than the bytes say.
 * @param rejected of a value that must be rejected, only a clear word of the bytes counts: what is missing or unknown
 *   may be taken for anything.
 */
export function checkVariants(
  shape: ShapeName,
  tree: JsonNode,
  fields: ReadonlyMap<string, JsonNode>,
  rejected: boolean,
): Fault[] {
  return claims(fields).flatMap(([path, claimed]): Fault[] => {
    // Where a name is there twice, RFC 8259 leaves open which one counts; most readers take the last.
    const found = placesAt(path, rootSpot(shape), tree).map((place) =>
      faultAt(place, path, claimed, rejected),
    );
    const last = found.at(-1);
    return last === undefined || found.includes(undefined) ? [] : [last];
  });
}

/** What is wrong with a claim of one place; undefined for nothing. */
function faultAt(
  { spot, node }: FoundPlace,
  path: string,
  claimed: string | null,
  rejected: boolean,
): Fault | undefined {
  if (spot.view?.kind !== 'variants' || node === undefined || spot.path !== path) return undefined;
  const { members, discriminator } = spot.view;
  const isMember = (tag: string | null | undefined) => members.some((member) => member.tag === tag);
  const tags = tagsOf(node, discriminator);
  const tag = tagOf(node, discriminator);
  if (claimed === null || !isMember(claimed) ? !isMember(tag) : tags.includes(claimed)) return undefined;
  if (rejected && !isMember(tag)) return undefined;
  const said = tag === undefined ? 'no member' : isMember(tag) ? tag : 'an unknown member';
  const took = claimed === null || !isMember(claimed) ? 'none' : claimed;
  return {
    outcome: 'wrong-variant',
    part: spot.part,
    what: `${said} taken for ${took}`,
    detail: `${path}: ${tag === undefined ? said : JSON.stringify(tag)} was taken for ${claimed ?? 'none'}`,
  };
}
