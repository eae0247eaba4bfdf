export { buildOpenApi, renderOpenApi } from './document.ts';
export type { PackageFacts } from './document.ts';
