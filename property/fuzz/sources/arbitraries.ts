import type { ShapeName } from '../../../schema/index.ts';
import type { FuzzCase } from '../case.ts';
import { isOrdinary, rootTagOf, valueOf } from './values.ts';

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
    plain: { text: body, tag: rootTagOf(shape, value), doubles: undefined },
    refusable: undefined,
  };
}

/** One valid value after the other, without end. */
export function* arbitraryCases(seed: number, shape: ShapeName): Generator<FuzzCase> {
  for (let n = 0; ; n += 1) yield arbitraryCase(seed, shape, n);
}
