import type { Shape, ShapeName } from '../../schema/index.ts';
import { branchesOf } from './branches.ts';
import type { Branch } from './branches.ts';

/** Counts which branches of a shape occur in a stream of its values. Memory does not grow with their number. */
export interface Coverage<N extends ShapeName = ShapeName> {
  readonly shape: N;
  /** Counts one value; it must be valid. */
  add(value: Shape<N>): void;
  report(): CoverageReport;
}

export interface CoverageReport {
  readonly shape: ShapeName;
  /** How many values were counted. */
  readonly values: number;
  /** How many branches occurred, of how many. */
  readonly covered: number;
  readonly total: number;
  readonly branches: readonly Readonly<Branch>[];
}

/**
 * A count of a shape's branches: optional and absent, null and not, values of enumerations and booleans, members of
 * unions, empty lists and maps. They are read off the schema of the contract.
 * @example
 * const coverage = createCoverage('thread');
 * for (const { thread } of threadsOf({ profile: 'edge' })) coverage.add(thread);
 * coverage.report().values; // => 50
 */
export function createCoverage<N extends ShapeName>(shape: N): Coverage<N> {
  const { branches, count } = branchesOf(shape);
  let values = 0;
  return {
    shape,
    add(value) {
      values += 1;
      count(value);
    },
    report: () => ({
      shape,
      values,
      covered: branches.filter((branch) => branch.count > 0).length,
      total: branches.length,
      branches: branches.map((branch) => ({ ...branch })),
    }),
  };
}
