export { changeKinds } from './change.ts';
export type { ChangeKind, Expectation } from './change.ts';
export { mutantMakers, mutantsOf, mutate } from './mutate.ts';
export type { Mutant, MutantKind } from './mutate.ts';
export { placesIn, sitesOf } from './places.ts';
export type { Part, Path, Place, Role, Site } from './places.ts';
export type { View } from './view.ts';
export { peel, viewOf } from './view.ts';
export type { Node } from './view.ts';
