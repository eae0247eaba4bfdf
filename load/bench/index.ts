export { runBench } from './run-bench.ts';
export type { BenchContext } from './run-bench.ts';
export { planBench } from './plan.ts';
export type { BenchPlan, PlannedStep } from './plan.ts';
export type { BenchEvent, BenchOutcome, DrivenSession } from './outcome.ts';
export type { BenchSettings, SessionSource } from './settings.ts';
export { remoteProblem } from './remote-guard.ts';
export { lifeMarginSeconds, longestLifeSeconds } from './session-pool.ts';
