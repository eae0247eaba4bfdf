import type { RandomStream } from '../../../support/random.ts';
import { emptyList, emptyObject, nothing, number, text } from '../json/edit.ts';
import type { JsonNode } from '../json/read.ts';
import { writeJson } from '../json/write.ts';
import { ordinaryDepth } from '../oracle/expectation.ts';
import { collidingNames, likeNames } from '../oracle/colliding-names.ts';
import { cut, isDiscriminator } from './base.ts';
import type { Base, Place } from './base.ts';

/** A changed base, and in a few words how. */
export interface TreeEdit {
  readonly kind: string;
  /** JSON, compact. */
  readonly body: string;
  /** Whether a union's discriminator may be another than it was. */
  readonly root: boolean;
  /** The compact text of the value that a reader may give, where it is another than the body. */
  readonly says?: string;
  /** Whether `says` is what a reader gives whose numbers are doubles. */
  readonly doubles?: boolean;
  /** Whether a reader may refuse the body, whatever the base. */
  readonly refusable?: boolean;
}

type ObjectNode = JsonNode & { kind: 'object' };

const isObject = (node: JsonNode): node is ObjectNode => node.kind === 'object';

/** A random place of those whose node a test lets through. */
function pick({ places }: Base, stream: RandomStream, test: (node: JsonNode) => boolean): Place | undefined {
  const found = places.filter(({ node }) => test(node));
  return found.length === 0 ? undefined : stream.pick(found);
}

type ObjectPlace = Place & { readonly node: ObjectNode };

/** A random object, of those that a test lets through. */
const pickObject = (
  base: Base,
  stream: RandomStream,
  test: (node: ObjectNode) => boolean = () => true,
): ObjectPlace | undefined =>
  pick(base, stream, (node) => isObject(node) && test(node)) as ObjectPlace | undefined;

/** The base with another node in a place. */
const put = (base: Base, kind: string, place: Place, node: JsonNode): TreeEdit => ({
  kind,
  body: cut(base, place, writeJson(node)),
  root: place.depth === 0 || isDiscriminator(base, place),
});

/** The base with one entry more in an object, as text: to write all of a large object again costs the most. */
function putEntry(
  base: Base,
  kind: string,
  place: ObjectPlace,
  [name, value]: readonly [string, JsonNode],
  first: boolean,
): TreeEdit {
  const entry = `${JSON.stringify(name)}:${writeJson(value)}`;
  const at = first ? place.start + 1 : place.end - 1;
  const comma = place.node.entries.length > 0;
  return {
    kind,
    body: cut(base, { start: at, end: at }, first ? entry + (comma ? ',' : '') : (comma ? ',' : '') + entry),
    root: place.depth === 0 && name === 'type',
  };
}

/** Puts other nodes in the place of a random one. */
function swapNode(
  base: Base,
  stream: RandomStream,
  kind: string,
  test: (node: JsonNode) => boolean,
  edit: (node: JsonNode) => JsonNode,
): TreeEdit | undefined {
  const place = pick(base, stream, test);
  return place && put(base, kind, place, edit(place.node));
}

/** A number as a reader writes it whose numbers are doubles; what they can't hold is told in words. */
function asDouble(digits: string): JsonNode {
  const value = Number(digits);
  return Number.isFinite(value) ? number(String(value)) : text(String(value));
}

/** Puts an odd number in the place of another. */
function putNumber(base: Base, place: Place, digits: string): TreeEdit {
  const said = put(base, '', place, asDouble(digits));
  return { ...put(base, 'odd number', place, number(digits)), says: said.body, doubles: true };
}

const oddNumbers: readonly string[] = [
  '-0',
  '1.0',
  '1e3',
  '1E+2',
  '0.10',
  '1e-7',
  '-1',
  '0.1',
  '2147483648',
  '4294967296',
  '9007199254740992',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551616',
  '123456789012345678901234567890',
  '1e400',
  '-1e400',
  '1e-400',
  '5e-324',
  '1e308',
  `1${'0'.repeat(400)}`,
  `1${'0'.repeat(5e3)}`,
  `0.${'1'.repeat(400)}`,
  '1e999999999',
  '0e999999999',
];

const oddTexts: readonly string[] = [
  '',
  '\ud800',
  '\udc00',
  'a\ud83d',
  '\ude00\ud83d',
  '\0',
  'a\0b',
  '\u2028\u2029',
  '﻿',
  '￿',
  '‮reversed',
  'é',
  '👨‍👩‍👧',
  '􏿿',
  '<!--',
  '</script>',
  '"\\',
  '\x07\x1B[31m',
  '\r\n',
  '  ',
  'null',
  'true',
  '0',
  '1e3',
  'NaN',
  '{}',
  '[]',
  '2025-01-01T00:00:00Z',
  'x'.repeat(7e4),
];

const scalars: readonly JsonNode[] = [
  nothing,
  number('0'),
  number('1.5'),
  text(''),
  text('text'),
  { kind: 'boolean', value: true },
  emptyList,
  emptyObject,
  { kind: 'list', items: [nothing] },
  { kind: 'object', entries: [['a', nothing]] },
];

/** What may become of a discriminator: it goes, gets another name, or says something else. */
function editDiscriminator(base: Base, stream: RandomStream): TreeEdit | undefined {
  const unions = base.spots.filter(
    ({ spot, place }) => spot.view?.kind === 'variants' && isObject(place.node),
  );
  if (unions.length === 0) return undefined;
  const { spot, place } = stream.pick(unions);
  const { node } = place;
  if (spot.view?.kind !== 'variants' || !isObject(node)) return undefined;
  const { discriminator, members } = spot.view;
  const tag = node.entries.find(([name]) => name === discriminator)?.[1];
  const said = tag?.kind === 'text' ? tag.value : '';
  const rename = (to: string): ObjectNode => ({
    kind: 'object',
    entries: node.entries.map(([name, value]) => [name === discriminator ? to : name, value]),
  });
  const say = (value: JsonNode): ObjectNode => ({
    kind: 'object',
    entries: node.entries.map(([name, old]) => [name, name === discriminator ? value : old]),
  });
  const edits: [string, ObjectNode][] = [
    ['missing', { kind: 'object', entries: node.entries.filter(([name]) => name !== discriminator) }],
    ['alone', { kind: 'object', entries: node.entries.filter(([name]) => name === discriminator) }],
    ['renamed', rename(stream.pick([...likeNames(discriminator), 'kind', 'object', '@type']))],
    ['null', say(nothing)],
    ['of another kind', say(stream.pick(scalars))],
    ['empty', say(text(''))],
    [
      'unknown',
      say(text(stream.pick(['chatkit.future', 'future', 'unknown', `${said}.v2`, said.slice(0, -1)]))),
    ],
    ['without its prefix', say(text(said.replace(/^chatkit\./, '')))],
    ['in capitals', say(text(said.toUpperCase()))],
    ['with a space', say(text(`${said} `))],
    ['of another member', say(text(stream.pick(members).tag))],
    [
      'there twice',
      { kind: 'object', entries: [[discriminator, text(stream.pick(members).tag)], ...node.entries] },
    ],
  ];
  const [kind, edited] = stream.pick(edits);
  return put(base, `discriminator ${kind}`, place, edited);
}

function editChoice(base: Base, stream: RandomStream): TreeEdit | undefined {
  const choices = base.spots.filter(
    ({ spot, place }) => spot.view?.kind === 'choice' && place.node.kind === 'text',
  );
  if (choices.length === 0) return undefined;
  const { place } = stream.pick(choices);
  const said = place.node.kind === 'text' ? place.node.value : '';
  const other = stream.pick(['unknown', '', said.toUpperCase(), `${said} `, `${said}_v2`, said.slice(1)]);
  return put(base, 'unknown value of an enumeration', place, text(other));
}

function duplicateName(base: Base, stream: RandomStream): TreeEdit | undefined {
  const place = pickObject(base, stream, ({ entries }) => entries.length > 0);
  if (place === undefined) return undefined;
  const [name, value] = stream.pick(place.node.entries);
  const other = stream.chance(0.3) ? value : stream.pick([...scalars, text('other'), number('7')]);
  const first = stream.chance(0.5);
  const edit = putEntry(base, 'name that is there twice', place, [name, other], first);
  // Which of the two counts is left open. Most readers take the last, and keep the place of the first.
  const entries = first
    ? [[name, value] as const, ...place.node.entries.filter(([each]) => each !== name)]
    : place.node.entries.map(([each, old]) => [each, each === name ? other : old] as const);
  return { ...edit, says: put(base, '', place, { kind: 'object', entries }).body, refusable: true };
}

function addNamed(names: (node: ObjectNode, stream: RandomStream) => string | undefined, kind: string) {
  return (base: Base, stream: RandomStream): TreeEdit | undefined => {
    const found = pickObject(base, stream);
    if (found === undefined) return undefined;
    const name = names(found.node, stream);
    if (name === undefined || found.node.entries.some(([there]) => there === name)) return undefined;
    const value = stream.pick(scalars);
    const first = stream.chance(0.5);
    return putEntry(base, `${kind} ${JSON.stringify(name)}`, found, [name, value], first);
  };
}

/** Deep nesting costs a reader up to the square of its depth, so it is rare: [depth, how often in a thousand]. */
const depths = [
  [16, 235],
  [33, 235],
  [65, 235],
  [129, 235],
  [513, 35],
  [1025, 20],
  [5000, 5],
] as const;

const nestedTexts = new Map<string, string>();

/** So many lists or objects in one another, as text. */
function nestedText(depth: number, asObject: boolean): string {
  const key = `${depth} ${asObject}`;
  let made = nestedTexts.get(key);
  if (made === undefined) {
    const [open, inmost, close] = asObject ? ['{"a":', '{}', '}'] : ['[', '[]', ']'];
    made = open.repeat(depth - 1) + inmost + close.repeat(depth - 1);
    nestedTexts.set(key, made);
  }
  return made;
}

function nest(base: Base, stream: RandomStream): TreeEdit | undefined {
  let draw = stream.int(0, 999);
  const depth = (depths.find(([, often]) => (draw -= often) < 0) ?? depths[0])[0];
  const asObject = stream.chance(0.5);
  const place = pickObject(base, stream);
  if (place === undefined) return undefined;
  const comma = place.node.entries.length > 0 ? ',' : '';
  const end = place.end - 1;
  return {
    kind: `field nested ${depth} deep`,
    body: cut(base, { start: end, end }, `${comma}"nested":${nestedText(depth, asObject)}`),
    root: false,
    refusable: depth > ordinaryDepth,
  };
}

function editList(base: Base, stream: RandomStream): TreeEdit | undefined {
  return swapNode(
    base,
    stream,
    'element of another kind in a list',
    (node) => node.kind === 'list',
    (node) => {
      if (node.kind !== 'list') return node;
      const at = stream.int(0, node.items.length);
      return { kind: 'list', items: node.items.toSpliced(at, stream.int(0, 1), stream.pick(scalars)) };
    },
  );
}

function reorder(base: Base, stream: RandomStream): TreeEdit | undefined {
  return swapNode(base, stream, 'fields in another order', isObject, (node) => {
    if (!isObject(node)) return node;
    const keyed = node.entries.map((entry) => ({ entry, key: stream.uint32() }));
    return { kind: 'object', entries: keyed.toSorted((a, b) => a.key - b.key).map(({ entry }) => entry) };
  });
}

/** Changes of the tree: what is written stays JSON. Each yields nothing where it does not apply. */
export const treeEdits: readonly ((base: Base, stream: RandomStream) => TreeEdit | undefined)[] = [
  (base, stream) => {
    const place = pick(base, stream, (node) => node.kind === 'number');
    return place && putNumber(base, place, stream.pick(oddNumbers));
  },
  addNamed((_, stream) => stream.pick(collidingNames), 'field named'),
  editDiscriminator,
  (base, stream) =>
    swapNode(
      base,
      stream,
      'odd text',
      (node) => node.kind === 'text',
      () => text(stream.pick(oddTexts)),
    ),
  duplicateName,
  addNamed((node, stream) => {
    const [name] = node.entries.length === 0 ? [undefined] : stream.pick(node.entries);
    return name === undefined || name === '' ? undefined : stream.pick(likeNames(name));
  }, 'field named like another'),
  editChoice,
  editList,
  reorder,
  (base, stream) => {
    const place = pickObject(base, stream);
    if (place === undefined) return undefined;
    const digits = stream.pick(oddNumbers);
    const add = (node: JsonNode) =>
      putEntry(base, 'odd number in a field that nobody knows', place, ['unknown_number', node], false);
    return { ...add(number(digits)), says: add(asDouble(digits)).body, doubles: true };
  },
  nest,
  (base, stream) =>
    swapNode(
      base,
      stream,
      'another kind of value',
      () => true,
      () => stream.pick(scalars),
    ),
];
