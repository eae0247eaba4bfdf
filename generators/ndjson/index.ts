export { describeJsonError, lineOfJsonError } from './json-error.ts';
export { defaultMaxLineBytes, formatMebibytes, readLines } from './lines.ts';
export type { Line } from './lines.ts';
