import { minimalOf } from '../../../generators/arbitraries/index.ts';
import { isShapeName } from '../../../schema/index.ts';
import type { ShapeName } from '../../../schema/index.ts';
import { readBytes } from '../json/decode.ts';
import { emptyList, emptyObject, number, replaceAt, text } from '../json/edit.ts';
import { readJson } from '../json/read.ts';
import type { JsonNode } from '../json/read.ts';
import { writeJson } from '../json/write.ts';
import { asMember, spotsOf } from '../oracle/places.ts';

const utf8 = new TextEncoder();

/** Lists without a run of entries: first without most of them, at last without one. */
function* withoutRuns<T>(list: readonly T[]): Generator<T[]> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < list.length; at += size) yield list.toSpliced(at, size);
}

/** Shorter texts; then texts of the same length with plainer characters. */
function* simplerTexts(value: string): Generator<string> {
  const characters = Array.from(value);
  for (const left of withoutRuns(characters)) yield left.join('');
  for (const [i, character] of characters.entries())
    if (character !== 'a') yield characters.with(i, 'a').join('');
}

function* simplerNumbers(digits: string): Generator<string> {
  if (digits !== '0') yield '0';
  for (const left of withoutRuns(digits.split(''))) yield left.join('');
  for (const [i, digit] of digits.split('').entries())
    for (const plain of ['0', '1'])
      if (/[2-9]/.test(digit) || digit > plain) yield digits.slice(0, i) + plain + digits.slice(i + 1);
}

function* simplerNames(node: JsonNode & { kind: 'object' }): Generator<JsonNode> {
  for (const [i, [name, value]] of node.entries.entries())
    for (const put of simplerTexts(name))
      // The empty name is a name of its own, and a person would rather write another.
      if (put !== '') yield { kind: 'object', entries: node.entries.with(i, [put, value]) };
}

/** What stands deep inside a chain of containers: at a half, a quarter, an eighth … of its depth. */
function* lessDeep(node: JsonNode): Generator<JsonNode> {
  const chain: JsonNode[] = [];
  for (let next: JsonNode | undefined = node; next !== undefined && chain.length < 200_000;) {
    chain.push(next);
    const below: readonly JsonNode[] =
      next.kind === 'list'
        ? next.items
        : next.kind === 'object'
          ? next.entries.map(([, value]) => value)
          : [];
    next = below.findLast(({ kind }) => kind === 'list' || kind === 'object');
  }
  for (let at = Math.floor(chain.length / 2); at >= 4; at = Math.floor(at / 2)) yield chain[at] as JsonNode;
}

/** What may stand in the place of a node, the simplest first. */
function* simplerNodes(node: JsonNode): Generator<JsonNode> {
  switch (node.kind) {
    case 'object':
      if (node.entries.length > 0) yield emptyObject;
      for (const entries of withoutRuns(node.entries)) yield { kind: 'object', entries };
      for (const [, value] of node.entries) yield value;
      break;
    case 'list':
      if (node.items.length > 0) yield emptyList;
      for (const items of withoutRuns(node.items)) yield { kind: 'list', items };
      yield* node.items;
      break;
    case 'text':
      for (const put of simplerTexts(node.value)) yield text(put);
      break;
    case 'number':
      for (const put of simplerNumbers(node.text)) if (readJson(put).ok) yield number(put);
      break;
    default:
  }
  if (node.kind === 'null') yield text('');
  if (node.kind !== 'number') yield number('0');
  if (node.kind === 'object') yield* simplerNames(node);
}

const minimal = new Map<ShapeName, JsonNode>();

/** The plainest valid value of a shape. */
function minimalNode(shape: ShapeName): JsonNode {
  let node = minimal.get(shape);
  if (node === undefined) {
    const read = readJson(JSON.stringify(minimalOf(shape)));
    if (!read.ok) throw new Error(`JSON.stringify wrote what is no JSON: ${read.fault}`);
    node = read.node;
    minimal.set(shape, node);
  }
  return node;
}

function* simplerTrees(shape: ShapeName, tree: JsonNode): Generator<JsonNode> {
  const spots = [...spotsOf(shape, tree)];
  for (const { node, steps } of spots.slice(0, 50))
    for (const put of lessDeep(node)) yield replaceAt(tree, steps, () => put);
  for (const { spot, node, steps } of spots)
    for (const { part } of [spot, asMember(spot, node)]) {
      const [name = '', place] = part.split(' ');
      if (place === '$' && isShapeName(name)) yield replaceAt(tree, steps, () => minimalNode(name));
    }
  for (const { node, steps } of spots)
    for (const put of simplerNodes(node)) yield replaceAt(tree, steps, () => put);
}

/** Runs of up to so many bytes are taken out wherever they begin; a member of an object is such a run. */
const shortRun = 16;

function* simplerBytes(bytes: Uint8Array): Generator<Uint8Array> {
  const without = (at: number, size: number) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]);
  for (let size = Math.ceil(bytes.length / 2); size > shortRun; size = Math.floor(size / 2))
    for (let at = 0; at < bytes.length; at += size) yield without(at, size);
  for (let size = Math.min(shortRun, bytes.length); size >= 1; size -= 1)
    for (let at = 0; at + size <= bytes.length; at += 1) yield without(at, size);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    const letter = (byte >= 0x62 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
    const put = letter ? 0x61 : byte >= 0x31 && byte <= 0x39 ? 0x30 : undefined;
    if (put !== undefined) yield Uint8Array.from(bytes).with(at, put);
  }
}

/** How plain bytes of the same length are: characters that are not the plainest of their kind. */
const oddness = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => sum + (byte === 0x61 || byte === 0x30 ? 0 : byte === 0x31 ? 1 : 2), 0);

/**
 * Bytes that are simpler than these: shorter, or as long with plainer characters. JSON loses and simplifies what
 * stands in it, other bytes lose bytes. The order is the same every time, what simplifies most comes first.
 */
export function* simpler(shape: ShapeName, bytes: Uint8Array): Generator<Uint8Array> {
  const { json, encoding } = readBytes(bytes);
  const odd = oddness(bytes);
  const isSimpler = (put: Uint8Array) =>
    put.length < bytes.length || (put.length === bytes.length && oddness(put) < odd);
  if (json.ok && (encoding === 'utf-8' || encoding === 'marked')) {
    const mark = encoding === 'marked' ? '\uFEFF' : '';
    const compact = utf8.encode(mark + writeJson(json.node));
    if (isSimpler(compact)) yield compact;
    for (const tree of simplerTrees(shape, json.node)) {
      const put = utf8.encode(mark + writeJson(tree));
      if (isSimpler(put)) yield put;
    }
  }
  for (const put of simplerBytes(bytes)) if (isSimpler(put)) yield put;
}
