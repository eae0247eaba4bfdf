/**
 * k6 as an engine: finds it, runs the scenarios of `load/k6` with it, and makes the records of all its instances into one outcome.
 */
export { createSessions } from './create-sessions.ts';
export { type ClockBounds, correctionOf, createDateBounds } from './date-clock.ts';
export { builtK6, findK6, type K6Binary } from './find-k6.ts';
export { createSampleJoiner, type ClockCorrection, type JoinOptions, type K6Events } from './join-samples.ts';
export { type K6Pacing, pacingOf } from './pacing.ts';
export { planK6, type K6Plan } from './plan-k6.ts';
export { type K6Output, readK6Output } from './read-output.ts';
export { type K6Context, type K6Outcome, measureWithK6 } from './measure-with-k6.ts';
export { runK6Bench } from './run-k6-bench.ts';
export { equalSegments, type Segment } from './segments.ts';
export type { K6BenchSettings } from './settings.ts';
export { csvOutput } from './sample.ts';
export { scenarioFile } from './scenario-file.ts';
