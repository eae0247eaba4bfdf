export * from './builders.ts';
export * from './patterns.ts';
export type * from './types.ts';
