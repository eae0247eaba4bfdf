import { sample } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { arbitraryOf } from '../../../generators/arbitraries/index.ts';
import { mutate } from '../../../generators/mutants/index.ts';
import type { Mutant } from '../../../generators/mutants/index.ts';
import type { ShapeName } from '../../../schema/index.ts';
import { createStream } from '../../../support/random.ts';
import type { RandomStream } from '../../../support/random.ts';
import type { FuzzCase } from '../case.ts';
import { isOrdinaryNumber } from '../json/number.ts';
import { readBase } from './base.ts';
import type { Base } from './base.ts';
import { cutText, spliceCase, spliceCount } from './splices.ts';
import { textEdits } from './text-edits.ts';
import { treeEdits } from './tree-edits.ts';

/** Bodies beyond this are not made: the contract's longest text alone has ten million characters. */
const longestBody = 256 * 1024;
/** How many cases of each source a round has for one shape. */
export const perRound = { arbitraries: 12, mutants: 120, splices: 4000, bytes: 75 } as const;

const arbitraries = new Map<string, Arbitrary<unknown>>();

/** Small values more often than large ones: they are faster, and most faults need no more. */
function arbitraryFor(shape: ShapeName, n: number): Arbitrary<unknown> {
  const large = n % 4 === 3;
  const extraFields = n % 3 === 2;
  const key = `${shape} ${large} ${extraFields}`;
  let made = arbitraries.get(key);
  if (made === undefined) {
    made = arbitraryOf(shape, {
      maxItems: large ? 8 : 2,
      maxEntries: large ? 64 : 3,
      maxCharacters: large ? 256 : 24,
      extraFields,
    });
    arbitraries.set(key, made);
  }
  return made;
}

/** A valid value of a shape; the same for the same seed and number. */
function valueOf(seed: number, shape: ShapeName, n: number): unknown {
  const stream = createStream(seed, 'arbitraries', shape, n);
  return sample(arbitraryFor(shape, n), { seed: stream.uint32() | 0, numRuns: 1 })[0];
}

const tagIn = (value: unknown): string | undefined => {
  const type = (value as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : undefined;
};

/** Shapes whose `type` is a discriminator: the others have no variant to name. */
const unions: ReadonlySet<ShapeName> = new Set([
  'thread_item',
  'thread_status',
  'user_message_content',
  'annotation',
]);
const rootTagOf = (shape: ShapeName, value: unknown): string | undefined =>
  unions.has(shape) ? tagIn(value) : undefined;

/** Whether JSON.stringify's text leaves no question open, so that the verdict is what the contract says. */
function isOrdinary(text: string): boolean {
  if (!/\d{16}|\d[eE]|\\u[dD]/.test(text)) return true;
  return (
    [...text.matchAll(/-?\d[\d.eE+-]*/g)].every(([number]) => isOrdinaryNumber(number)) &&
    !/\\u[dD]/.test(text)
  );
}

/** A valid value as JSON. */
export function arbitraryCase(seed: number, shape: ShapeName, n: number): FuzzCase {
  const value = valueOf(seed, shape, n);
  const body = JSON.stringify(value);
  return {
    path: `arbitraries:${shape}:${n}`,
    source: 'arbitraries',
    shape,
    kind: `valid ${shape}`,
    body,
    // Numbers that doubles hold only in other digits, and the like, follow from the bytes.
    verdict: isOrdinary(body) ? 'accept' : undefined,
    plain: { text: body, tag: rootTagOf(shape, value) },
  };
}

function mutantCase(shape: ShapeName, base: number, index: number, mutant: Mutant): FuzzCase | undefined {
  const { change, part, expectation, value } = mutant;
  if (change === 'longest' || change === 'too-long') return undefined;
  const body = JSON.stringify(value);
  if (body === undefined || body.length > longestBody) return undefined;
  return {
    path: `mutants:${shape}:${base}.${index}`,
    source: 'mutants',
    shape,
    kind: `${change} ${part.shape} ${part.site}`,
    body,
    verdict: isOrdinary(body) ? expectation : undefined,
    plain: { text: body, tag: rootTagOf(shape, value) },
  };
}

/** Mutants of the n-th valid value. A value with more of them than a round takes gives every so many. */
export function* mutantCases(seed: number, shape: ShapeName, n: number): Generator<FuzzCase> {
  const all = [...mutate(shape, valueOf(seed, shape, n))];
  const stride = Math.max(1, Math.ceil(all.length / perRound.mutants));
  for (let i = n % stride; i < all.length; i += stride) {
    const made = mutantCase(shape, n, i, all[i] as Mutant);
    if (made !== undefined) yield made;
  }
}

/** One mutant by its numbers. */
export function mutantCaseAt(seed: number, shape: ShapeName, n: number, index: number): FuzzCase | undefined {
  const mutant = [...mutate(shape, valueOf(seed, shape, n))][index];
  return mutant && mutantCase(shape, n, index, mutant);
}

const cutOf = (seed: number, shape: ShapeName, n: number) => {
  const value = valueOf(seed, shape, n);
  return cutText(JSON.stringify(value), rootTagOf(shape, value));
};

/** The n-th valid value with another value in each place. */
export function* spliceCases(seed: number, shape: ShapeName, n: number): Generator<FuzzCase> {
  const cut = cutOf(seed, shape, n);
  const count = spliceCount(cut);
  const stride = Math.max(1, Math.ceil(count / perRound.splices));
  for (let k = n % stride; k < count; k += stride) {
    const made = spliceCase(shape, n, k, cut);
    if (made !== undefined) yield made;
  }
}

/** One of them by its numbers. */
export const spliceCaseAt = (seed: number, shape: ShapeName, n: number, k: number): FuzzCase | undefined =>
  spliceCase(shape, n, k, cutOf(seed, shape, n));

const edits = treeEdits.length + textEdits.length;

/** @param among the stream of the base's changes. */
function bytesCaseOf(base: Base, n: number, k: number, among: RandomStream): FuzzCase | undefined {
  const stream = among.at(k);
  const which = k % edits;
  const common = { path: `bytes:${base.shape}:${n}.${k}`, source: 'bytes', shape: base.shape } as const;
  if (which < treeEdits.length) {
    const edit = treeEdits[which]?.(base, stream);
    if (edit === undefined || edit.body.length > longestBody) return undefined;
    const { kind, body, root, says: text = body, doubles, refusable } = edit;
    // What a change near the root makes of a union's discriminator is left to the judge.
    const plain = root && unions.has(base.shape) ? undefined : { text, tag: base.tag, doubles };
    return { ...common, kind, body, verdict: undefined, plain, refusable };
  }
  const edit = textEdits[which - treeEdits.length]?.(base, stream);
  if (edit === undefined || edit.body.length > longestBody) return undefined;
  const { kind, body, refusable, says } = edit;
  // What is put around or in front of a union has no discriminator of its own.
  const tag = says === base.text ? base.tag : undefined;
  const plain = says === undefined ? undefined : { tag, text: says };
  return { ...common, kind, body, verdict: undefined, refusable, plain };
}

/** The n-th valid value, to be changed, with the stream of its changes. */
function baseOf(seed: number, shape: ShapeName, n: number): { base: Base; among: RandomStream } {
  const value = valueOf(seed, shape, n);
  const base = readBase(shape, JSON.stringify(value), rootTagOf(shape, value));
  return { base, among: createStream(seed, 'bytes', shape, n) };
}

/** Changed texts and bytes of the n-th valid value. */
export function* bytesCases(seed: number, shape: ShapeName, n: number): Generator<FuzzCase> {
  const { base, among } = baseOf(seed, shape, n);
  for (let k = 0; k < perRound.bytes; k += 1) {
    const made = bytesCaseOf(base, n, k, among);
    if (made !== undefined) yield made;
  }
}

/** One of them by its numbers. */
export function bytesCaseAt(seed: number, shape: ShapeName, n: number, k: number): FuzzCase | undefined {
  const { base, among } = baseOf(seed, shape, n);
  return bytesCaseOf(base, n, k, among);
}
