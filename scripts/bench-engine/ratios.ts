import type { Slice } from './child.ts';

/** One engine's slices against those of the engine it is measured by, round by round. */
export interface Ratios {
  readonly ratePerSecond: number;
  readonly cpuUs: number;
  /** Median over the rounds of rate ÷ its rate; above 1: faster. */
  readonly byRate: number;
  /** Median over the rounds of its processor time a request ÷ ours; above 1: cheaper. */
  readonly byCpu: number;
  /** `byRate` of each round. */
  readonly rounds: readonly number[];
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >>> 1] ?? NaN;

const rateOf = ({ answers, elapsedMs }: Slice): number => (answers * 1000) / elapsedMs;
const cpuUsOf = ({ answers, cpuMs }: Slice): number => (cpuMs * 1000) / answers;

/** Slices of the same round stand side by side: what a busy machine takes from one it takes from the other. */
export function ratiosOf(slices: readonly Slice[], baseline: readonly Slice[]): Ratios {
  const pairs = slices.map((slice, i) => [slice, baseline[i] as Slice] as const);
  const rounds = pairs.map(([mine, its]) => rateOf(mine) / rateOf(its));
  return {
    ratePerSecond: median(slices.map(rateOf)),
    cpuUs: median(slices.map(cpuUsOf)),
    byRate: median(rounds),
    byCpu: median(pairs.map(([mine, its]) => cpuUsOf(its) / cpuUsOf(mine))),
    rounds,
  };
}
