export { compareRuns } from './compare-runs.ts';
export type { Change, ComparedRuns, Comparison, ComparisonFile, Untold } from './compare-runs.ts';
export { formatComparison, untoldWords } from './format-comparison.ts';
export type { Difference } from './differences.ts';
export { formatChange, formatTold } from './percent.ts';
