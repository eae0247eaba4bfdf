export { planThread } from './plan.ts';
export { longestPauseMs, tell } from './tell.ts';
