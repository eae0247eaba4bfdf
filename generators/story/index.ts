export { longestPauseMs } from './tell.ts';
export { readExchanges, readThread, tellThread, writeThread } from './thread.ts';
export type { ThreadFrame, ToldThread, WrittenThread } from './thread.ts';
export {
  annotationsOf,
  askOf,
  attachmentOf,
  callOf,
  drawInferenceOptions,
  drawWholeness,
  firstSentence,
  firstStepOf,
  groupedTasksOf,
  planOf,
} from './wire.ts';
