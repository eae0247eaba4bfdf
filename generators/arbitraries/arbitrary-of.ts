import type { Arbitrary } from 'fast-check';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { PlanArbitrary } from './arbitrary.ts';
import { plansFor } from './compile.ts';
import { resolve } from './constraints.ts';
import type { Constraints } from './constraints.ts';
import { Source } from './source.ts';

/**
 * Any valid value of a shape of the contract: all that a strict reader must take, and nothing else.
 * @throws RangeError for constraints that make no sense.
 * @example
 * import fc from 'fast-check';
 * const threads = arbitraryOf('thread', { text: 'plain', variants: { thread_status: ['locked'] } });
 * fc.sample(threads, { seed: 7, numRuns: 3 }).map(({ status }) => status.type); // => [ 'locked', 'locked', 'locked' ]
 */
export function arbitraryOf<N extends ShapeName>(
  shape: N,
  constraints: Constraints = {},
): Arbitrary<Shape<N>> {
  return new PlanArbitrary(plansFor(resolve(constraints)).shape(shape) as never);
}

/**
 * The plainest value of a shape: what its arbitrary shrinks to when every value fails.
 * @throws RangeError for constraints that make no sense.
 * @example
 * minimalOf('thread_deleted'); // => { id: '', deleted: false, object: 'chatkit.thread.deleted' }
 */
export const minimalOf = <N extends ShapeName>(shape: N, constraints: Constraints = {}): Shape<N> =>
  plansFor(resolve(constraints)).shape(shape).minimal() as Shape<N>;

/**
 * Draws values of a shape as its arbitrary does, without fast-check's sampling, which takes a quarter of the time:
 * for those who need many and shrink none.
 * @returns a function of two numbers of 32 bits, which gives the same value for the same numbers.
 * @throws RangeError for constraints that make no sense.
 */
export function drawsOf<N extends ShapeName>(
  shape: N,
  constraints: Constraints = {},
): (first: number, second: number) => Shape<N> {
  const plan = plansFor(resolve(constraints)).shape(shape);
  const source = new Source();
  return (first, second) => plan.make(source.seed(first, second)) as Shape<N>;
}
