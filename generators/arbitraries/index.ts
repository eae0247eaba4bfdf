export { arbitraryOf, minimalOf } from './arbitrary-of.ts';
export type { Constraints, Level, UnionShape } from './constraints.ts';
