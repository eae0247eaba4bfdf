import type { ShapeName } from '../../../schema/index.ts';
import { createStream } from '../../../support/random.ts';
import type { RandomStream } from '../../../support/random.ts';
import type { FuzzCase, PlainText } from '../case.ts';
import { readBase } from './base.ts';
import type { Base } from './base.ts';
import { perValue } from './shares.ts';
import { textEdits } from './text-edits.ts';
import { treeEdits } from './tree-edits.ts';
import { longestBody, unions, valueOf } from './values.ts';

const edits = treeEdits.length + textEdits.length;

interface Edited {
  readonly kind: string;
  readonly body: string | Uint8Array;
  readonly refusable?: boolean | undefined;
  readonly plain: PlainText | undefined;
}

function editTree(base: Base, which: number, stream: RandomStream): Edited | undefined {
  const edit = treeEdits[which]?.(base, stream);
  if (edit === undefined) return undefined;
  const { kind, body, root, says: text = body, doubles, refusable } = edit;
  // What a change near the root makes of a union's discriminator is left to the judge.
  const plain = root && unions.has(base.shape) ? undefined : { text, tag: base.tag, doubles };
  return { kind, body, refusable, plain };
}

function editText(base: Base, which: number, stream: RandomStream): Edited | undefined {
  const edit = textEdits[which]?.(base, stream);
  if (edit === undefined) return undefined;
  const { kind, body, refusable, says } = edit;
  // What is put around or in front of a union has no discriminator of its own.
  const tag = says === base.text ? base.tag : undefined;
  const plain = says === undefined ? undefined : { text: says, tag, doubles: undefined };
  return { kind, body, refusable, plain };
}

/** @param among the stream of the base's changes. */
function bytesCase(base: Base, n: number, k: number, among: RandomStream): FuzzCase | undefined {
  const stream = among.at(k);
  const which = k % edits;
  const edited =
    which < treeEdits.length
      ? editTree(base, which, stream)
      : editText(base, which - treeEdits.length, stream);
  if (edited === undefined || edited.body.length > longestBody) return undefined;
  const { kind, body, plain, refusable } = edited;
  const { shape } = base;
  return {
    path: `bytes:${shape}:${n}.${k}`,
    source: 'bytes',
    shape,
    kind,
    body,
    verdict: undefined,
    plain,
    refusable,
  };
}

/** The n-th valid value, to be changed, with the stream of its changes. */
function baseOf(seed: number, shape: ShapeName, n: number): { base: Base; among: RandomStream } {
  const base = readBase(shape, valueOf(seed, shape, n));
  return { base, among: createStream(seed, 'bytes', shape, n) };
}

/** One changed text by its numbers. */
export function bytesCaseAt(seed: number, shape: ShapeName, n: number, k: number): FuzzCase | undefined {
  const { base, among } = baseOf(seed, shape, n);
  return bytesCase(base, n, k, among);
}

/** Changed texts and bytes of one valid value after the other, without end. */
export function* bytesCases(seed: number, shape: ShapeName): Generator<FuzzCase> {
  for (let n = 0; ; n += 1) {
    const { base, among } = baseOf(seed, shape, n);
    for (let k = 0; k < perValue.bytes; k += 1) {
      const made = bytesCase(base, n, k, among);
      if (made !== undefined) yield made;
    }
  }
}
