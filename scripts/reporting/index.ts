export { formatAnnotations } from './annotations.ts';
export { detailLines } from './details.ts';
export { countByStatus, describeCounts, findingStatuses } from './finding.ts';
export type { Finding, FindingStatus } from './finding.ts';
export { formatJunit } from './junit.ts';
export type { JunitOptions } from './junit.ts';
export { codeBlock, escapeCell, formatStepSummary } from './step-summary.ts';
