export * from './dataset/index.ts';
export * from './factories/index.ts';
export { parseId } from './identity.ts';
export { referenceTime } from './reference-time.ts';
