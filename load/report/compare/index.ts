export { compareRuns } from './compare-runs.ts';
export type { Change, ComparedRuns, Comparison } from './compare-runs.ts';
export { formatComparison } from './format-comparison.ts';
