export * from './dataset/index.ts';
export { referenceTime } from './reference-time.ts';
