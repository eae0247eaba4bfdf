import { mutantMakers } from '../../../generators/mutants/index.ts';
import type { Mutant } from '../../../generators/mutants/index.ts';
import type { ShapeName } from '../../../schema/index.ts';
import type { FuzzCase } from '../case.ts';
import { perValue } from './shares.ts';
import { isOrdinary, longestBody, rootTagOf, valueOf } from './values.ts';

function mutantCase(shape: ShapeName, n: number, index: number, mutant: Mutant): FuzzCase | undefined {
  const { change, part, expectation, value } = mutant;
  if (change === 'longest' || change === 'too-long') return undefined;
  const body = JSON.stringify(value);
  if (body === undefined || body.length > longestBody) return undefined;
  return {
    path: `mutants:${shape}:${n}.${index}`,
    source: 'mutants',
    shape,
    kind: `${change} ${part.shape} ${part.site}`,
    body,
    verdict: isOrdinary(body) ? expectation : undefined,
    plain: { text: body, tag: rootTagOf(shape, value), doubles: undefined },
    refusable: undefined,
  };
}

/** One mutant by its numbers. */
export function mutantCaseAt(seed: number, shape: ShapeName, n: number, index: number): FuzzCase | undefined {
  const make = [...mutantMakers(shape, valueOf(seed, shape, n))][index];
  return make && mutantCase(shape, n, index, make());
}

/** Mutants of one valid value after the other, without end. A value with very many of them gives every so many. */
export function* mutantCases(seed: number, shape: ShapeName): Generator<FuzzCase> {
  for (let n = 0; ; n += 1) {
    const all = [...mutantMakers(shape, valueOf(seed, shape, n))];
    const stride = Math.max(1, Math.ceil(all.length / perValue.mutants));
    for (let i = n % stride; i < all.length; i += stride) {
      const made = mutantCase(shape, n, i, (all[i] as () => Mutant)());
      if (made !== undefined) yield made;
    }
  }
}
