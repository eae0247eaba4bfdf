export { attachmentOf } from './files.ts';
export {
  annotationsOf,
  callOf,
  firstSentence,
  groupedTaskOf,
  inferenceOptionsOf,
  longestPauseMs,
  taskOf,
} from './tell.ts';
export { tellThread } from './thread.ts';
export type { ThreadFrame, ToldThread } from './thread.ts';
