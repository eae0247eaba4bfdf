import type { ShapeName } from '../../../schema/index.ts';
import { createStream } from '../../../support/random.ts';
import type { FuzzCase } from '../case.ts';
import { cut, isDiscriminator, readBase } from './base.ts';
import type { Base, Place } from './base.ts';
import { perValue } from './shares.ts';
import { valueOf } from './values.ts';

/** What is put in the place of each value: one of every kind, and what readers confuse or round. */
const tokens: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '1',
  '-1',
  '1.5',
  '-0.25',
  '255',
  '65536',
  '2147483647',
  '2147483648',
  '4294967295',
  '4294967296',
  '9007199254740991',
  '1762000000',
  '9007199254740990',
  '""',
  '" "',
  '"text"',
  '"null"',
  '"true"',
  '"0"',
  '"1e3"',
  '"NaN"',
  '"[]"',
  '"{}"',
  '"<b>&amp;</b>"',
  '"\\u0000"',
  '"\\n\\r\\t"',
  '"\\\\"',
  '"é"',
  '"é"',
  '"😀"',
  '"‮"',
  '"2025-01-01"',
  '"chatkit.widget"',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '[{}]',
  '{"a":null}',
  '{"type":"text"}',
  '["text",1,null]',
];

/** A base, and the scalars in it that may become others: all but the discriminator of a union's root. */
interface Cut {
  readonly base: Base;
  readonly spans: readonly Place[];
}

/** The k-th case of a text: each value times each token. Undefined beyond the last. */
function spliceCase(shape: ShapeName, n: number, k: number, { base, spans }: Cut): FuzzCase | undefined {
  const span = spans[k % spans.length];
  const token = tokens[Math.floor(k / spans.length)];
  if (span === undefined || token === undefined) return undefined;
  const body = cut(base, span, token);
  return {
    path: `splices:${shape}:${n}.${k}`,
    source: 'splices',
    shape,
    kind: `${token} in the place of a value of ${shape}`,
    body,
    verdict: undefined,
    plain: { text: body, tag: base.tag, doubles: undefined },
    refusable: undefined,
  };
}

function cutOf(seed: number, shape: ShapeName, n: number): Cut {
  const base = readBase(shape, valueOf(seed, shape, n));
  const spans = base.scalars.filter((place) => !isDiscriminator(base, place));
  return { base, spans };
}

/** One splice by its numbers. */
export const spliceCaseAt = (seed: number, shape: ShapeName, n: number, k: number): FuzzCase | undefined =>
  spliceCase(shape, n, k, cutOf(seed, shape, n));

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** A step with which one comes by all of so many before any twice, and far about in a few. */
function wideStep(count: number): number {
  let step = Math.max(1, Math.floor(count * 0.618));
  while (divisor(count, step) !== 1) step += 1;
  return step;
}

/** One valid value after the other with other values in some of its places, without end. They cost next to nothing. */
export function* spliceCases(seed: number, shape: ShapeName): Generator<FuzzCase> {
  for (let n = 0; ; n += 1) {
    const scalars = cutOf(seed, shape, n);
    const count = scalars.spans.length * tokens.length;
    if (count === 0) continue;
    const start = createStream(seed, 'splices', shape, n).int(0, count - 1);
    const step = wideStep(count);
    for (let i = 0; i < Math.min(perValue.splices, count); i += 1) {
      const made = spliceCase(shape, n, (start + i * step) % count, scalars);
      if (made !== undefined) yield made;
    }
  }
}
