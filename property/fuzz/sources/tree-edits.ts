import type { RandomStream } from '../../../support/random.ts';
import { emptyList, emptyObject, nothing, number, text } from '../json/edit.ts';
import type { JsonNode } from '../json/read.ts';
import { writeJson } from '../json/write.ts';
import { ordinaryDepth } from '../oracle/expectation.ts';
import { collidingNames, likeNames } from '../oracle/colliding-names.ts';
import { cut, entryTexts, isDiscriminator } from './base.ts';
import type { Base, ObjectNode, Place } from './base.ts';

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

const isObject = (node: JsonNode): node is ObjectNode => node.kind === 'object';

/** A random one of some places; undefined when there is none. */
const pick = <P extends Place>(places: readonly P[], stream: RandomStream): P | undefined =>
  places.length === 0 ? undefined : stream.pick(places);

type ObjectPlace = Base['objects'][number];

/** The base with another value, as text, in a place. */
const putText = (base: Base, kind: string, place: Place, value: string): TreeEdit => ({
  kind,
  body: cut(base, place, value),
  root: place.depth === 0 || isDiscriminator(base, place),
});

/** The base with another node in a place. */
const put = (base: Base, kind: string, place: Place, node: JsonNode): TreeEdit =>
  putText(base, kind, place, writeJson(node));

/** The base with one entry more in an object, as text: to write all of a large object again costs the most. */
function putEntry(
  base: Base,
  kind: string,
  place: ObjectPlace,
  name: string,
  value: string,
  first: boolean,
): TreeEdit {
  const entry = `${JSON.stringify(name)}:${value}`;
  const at = first ? place.start + 1 : place.end - 1;
  const comma = place.node.entries.length > 0;
  return {
    kind,
    body: cut(base, { start: at, end: at }, first ? entry + (comma ? ',' : '') : (comma ? ',' : '') + entry),
    root: place.depth === 0 && name === 'type',
  };
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
  `0.${'1'.repeat(400)}`,
  '1e999999999',
  '0e999999999',
];

/** Long values cost a reader as much as many short ones, and show one thing: so often in a thousand odd ones. */
const longInThousand = 4;
const longNumber = `1${'0'.repeat(5e3)}`;
const longText = 'x'.repeat(7e4);

const pickOdd = (usual: readonly string[], long: string, stream: RandomStream): string =>
  stream.int(0, 999) < longInThousand ? long : stream.pick(usual);

/** A number as a reader writes it whose numbers are doubles; what they can't hold is told in words. */
function asDouble(digits: string): string {
  const value = Number(digits);
  return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
}

/** Some have thousands of digits. */
const oddAsDoubles: ReadonlyMap<string, string> = new Map(
  [...oddNumbers, longNumber].map((digits) => [digits, asDouble(digits)]),
);

/** Puts an odd number in the place of another. */
function putNumber(base: Base, place: Place, digits: string): TreeEdit {
  const says = cut(base, place, oddAsDoubles.get(digits) as string);
  return { ...putText(base, 'odd number', place, digits), says, doubles: true };
}

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

/** Other names for a discriminator. */
const discriminatorNames: readonly ((name: string) => string)[] = [
  ...likeNames,
  () => 'kind',
  () => 'object',
  () => '@type',
];

/** An object with other entries; each is `"name":value`. */
const putEntries = (base: Base, kind: string, place: Place, entries: readonly string[]): TreeEdit =>
  putText(base, kind, place, `{${entries.join(',')}}`);

const entryText = (name: string, node: JsonNode): string => `${JSON.stringify(name)}:${writeJson(node)}`;

/** What may become of a discriminator: it goes, gets another name, or says something else. */
function editDiscriminator(base: Base, stream: RandomStream): TreeEdit | undefined {
  if (base.variants.length === 0) return undefined;
  const { spot, place } = stream.pick(base.variants);
  const { node } = place;
  if (spot.view?.kind !== 'variants' || !isObject(node)) return undefined;
  const { discriminator, members } = spot.view;
  const tag = node.entries.find(([name]) => name === discriminator)?.[1];
  const said = tag?.kind === 'text' ? tag.value : '';
  const isTag = (i: number) => node.entries[i]?.[0] === discriminator;
  // Whatever is picked in the end, all is drawn.
  const renamed = stream.pick(discriminatorNames)(discriminator);
  const scalar = stream.pick(scalars);
  const unknown = stream.pick(['chatkit.future', 'future', 'unknown', `${said}.v2`, said.slice(0, -1)]);
  const other = text(stream.pick(members).tag);
  const second = text(stream.pick(members).tag);
  const entries = entryTexts(base, place);
  const say = (value: JsonNode) => () =>
    entries.map((entry, i) => (isTag(i) ? entryText(discriminator, value) : entry));
  const edits: readonly (readonly [string, () => readonly string[]])[] = [
    ['missing', () => entries.filter((_, i) => !isTag(i))],
    ['alone', () => entries.filter((_, i) => isTag(i))],
    ['renamed', () => entries.map((entry, i) => (isTag(i) ? entryText(renamed, tag ?? nothing) : entry))],
    ['null', say(nothing)],
    ['of another kind', say(scalar)],
    ['empty', say(text(''))],
    ['unknown', say(text(unknown))],
    ['without its prefix', say(text(said.replace(/^chatkit\./, '')))],
    ['in capitals', say(text(said.toUpperCase()))],
    ['with a space', say(text(`${said} `))],
    ['of another member', say(other)],
    ['there twice', () => [entryText(discriminator, second), ...entries]],
  ];
  const [kind, edited] = stream.pick(edits);
  return putEntries(base, `discriminator ${kind}`, place, edited());
}

function editChoice(base: Base, stream: RandomStream): TreeEdit | undefined {
  if (base.choices.length === 0) return undefined;
  const { place } = stream.pick(base.choices);
  const said = place.node.kind === 'text' ? place.node.value : '';
  const other = stream.pick(['unknown', '', said.toUpperCase(), `${said} `, `${said}_v2`, said.slice(1)]);
  return put(base, 'unknown value of an enumeration', place, text(other));
}

function duplicateName(base: Base, stream: RandomStream): TreeEdit | undefined {
  const place = pick(
    base.objects.filter(({ node }) => node.entries.length > 0),
    stream,
  );
  if (place === undefined) return undefined;
  const picked = stream.pick(place.node.entries);
  const [name, value] = picked;
  const other = stream.chance(0.3) ? value : stream.pick([...scalars, text('other'), number('7')]);
  const first = stream.chance(0.5);
  const edit = putEntry(base, 'name that is there twice', place, name, writeJson(other), first);
  // Which of the two counts is left open. Most readers take the last, and keep the place of the first.
  const at = place.node.entries.indexOf(picked);
  const entries = entryTexts(base, place);
  const says = first
    ? [entries[at] as string, ...entries.toSpliced(at, 1)]
    : entries.with(at, entryText(name, other));
  return { ...edit, says: putEntries(base, '', place, says).body, refusable: true };
}

function addNamed(names: (node: ObjectNode, stream: RandomStream) => string | undefined, kind: string) {
  return (base: Base, stream: RandomStream): TreeEdit | undefined => {
    const found = pick(base.objects, stream);
    if (found === undefined) return undefined;
    const name = names(found.node, stream);
    if (name === undefined || found.node.entries.some(([there]) => there === name)) return undefined;
    const value = stream.pick(scalars);
    const first = stream.chance(0.5);
    return putEntry(base, `${kind} ${JSON.stringify(name)}`, found, name, writeJson(value), first);
  };
}

/** Deep nesting costs a reader up to the square of its depth, so it is rare: [depth, how often in a thousand]. */
const depths = [
  [16, 300],
  [33, 300],
  [65, 270],
  [129, 100],
  [513, 20],
  [1025, 8],
  [5000, 2],
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
  const place = pick(base.objects, stream);
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
  const place = pick(base.lists, stream);
  if (place?.node.kind !== 'list') return undefined;
  const { items } = place.node;
  const at = stream.int(0, items.length);
  const edited = items.toSpliced(at, stream.int(0, 1), stream.pick(scalars));
  return put(base, 'element of another kind in a list', place, { kind: 'list', items: edited });
}

function reorder(base: Base, stream: RandomStream): TreeEdit | undefined {
  const place = pick(base.objects, stream);
  if (place === undefined) return undefined;
  const keyed = entryTexts(base, place).map((entry) => ({ entry, key: stream.uint32() }));
  const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ entry }) => entry);
  return putEntries(base, 'fields in another order', place, shuffled);
}

/** Changes of the tree: what is written stays JSON. Each yields nothing where it does not apply. */
export const treeEdits: readonly ((base: Base, stream: RandomStream) => TreeEdit | undefined)[] = [
  (base, stream) => {
    const place = pick(base.numbers, stream);
    return place && putNumber(base, place, pickOdd(oddNumbers, longNumber, stream));
  },
  addNamed((_, stream) => stream.pick(collidingNames), 'field named'),
  editDiscriminator,
  (base, stream) => {
    const place = pick(base.texts, stream);
    return place && put(base, 'odd text', place, text(pickOdd(oddTexts, longText, stream)));
  },
  duplicateName,
  addNamed((node, stream) => {
    const [name] = node.entries.length === 0 ? [undefined] : stream.pick(node.entries);
    return name === undefined || name === '' ? undefined : stream.pick(likeNames)(name);
  }, 'field named like another'),
  editChoice,
  editList,
  reorder,
  (base, stream) => {
    const place = pick(base.objects, stream);
    if (place === undefined) return undefined;
    const digits = pickOdd(oddNumbers, longNumber, stream);
    const add = (value: string) =>
      putEntry(base, 'odd number in a field that nobody knows', place, 'unknown_number', value, false);
    return { ...add(digits), says: add(oddAsDoubles.get(digits) as string).body, doubles: true };
  },
  nest,
  (base, stream) => {
    const place = pick(base.places, stream);
    return place && put(base, 'another kind of value', place, stream.pick(scalars));
  },
];
