import type { Arbitrary } from 'fast-check';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { PlanArbitrary } from './arbitrary.ts';
import { plansFor } from './compile.ts';
import { resolve } from './constraints.ts';
import type { Constraints } from './constraints.ts';

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
