export { createDataset, sessionsOf, threadsOf } from './dataset.ts';
export { datasetDefaults, maxItemsPerThread, resolveDatasetOptions } from './options.ts';
export type { DatasetOptions, ResolvedDatasetOptions } from './options.ts';
export { sessionAt } from './session.ts';
export { threadAt } from './thread.ts';
export type { ToldThread } from './thread.ts';
export type { Dataset } from './types.ts';
