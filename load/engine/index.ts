/**
 * The load engines: they drive any HTTP deployment by its URL, and every request leaves one record. They tell
 * by events and know nothing of what is made of them.
 *
 * - open model (undici): requests leave at the times of a timetable, whatever the target does;
 * - closed model (autocannon): users who wait for each answer, for saturation and bursts.
 */
export { createOpenModelEngine } from './open-model.ts';
export type { OpenModelEngine, OpenModelOptions, SendEntry } from './open-model.ts';
export type { OpenModelSummary } from './timetable-run.ts';
export { createClosedModelEngine } from './closed-model.ts';
export type { ClosedModelEngine, ClosedModelOptions } from './closed-model.ts';
export type { ClosedModelSummary, Saturation } from './saturation.ts';
export { burst, constantRate, linearRamp, merge } from './timetable.ts';
export type { Burst, ConstantRate, Timetable, TimetableEntry } from './timetable.ts';
export { isLoopback, requestUrl } from './target.ts';
export type { DrivenRequest, SessionCredential, Target } from './target.ts';
export { failures } from './failure.ts';
export type { EngineEvents, SentEvent, Subscribe } from './events.ts';
export type { DelayStats, PacingStats } from './pacing-stats.ts';
