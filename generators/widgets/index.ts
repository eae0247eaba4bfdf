export * from './builders.ts';
export type * from './types.ts';
