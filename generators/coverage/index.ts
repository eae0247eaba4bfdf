export type { Branch, BranchKind } from './branches.ts';
export { createCoverage } from './coverage.ts';
export type { Coverage, CoverageReport } from './coverage.ts';
export { coverDataset } from './dataset.ts';
