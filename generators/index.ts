export * from './coverage/index.ts';
export * from './dataset/index.ts';
export * from './factories/index.ts';
export { parseId } from './identity.ts';
export { referenceTime } from './reference-time.ts';
export { changeKinds, mutantsOf, mutate } from './mutants/index.ts';
export type { ChangeKind, Expectation, Mutant, MutantKind } from './mutants/index.ts';
