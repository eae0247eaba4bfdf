export { edgeSession, edgeSessionFrame } from './session.ts';
export { edgeItemCount, edgeThread } from './thread.ts';
export { beginsWith, edgeReferenceTime } from './times.ts';
export { edgeUserAt } from './user.ts';
