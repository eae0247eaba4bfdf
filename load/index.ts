/** Load and verdicts as a library: engines that leave records, analyses that judge them, the bench that joins both. */
export * from './records.ts';
export { readRecords, recordsIn, RecordLineError } from './read-records.ts';
export * from './analysis/index.ts';
export * from './engine/index.ts';
export * from './bench/index.ts';
export * from './report/index.ts';
export * from './probes/index.ts';
