export * from './invariants/index.ts';
export * from './model/index.ts';
