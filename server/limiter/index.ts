export type { Decision, Limiter, LimiterFactory } from './limiter.ts';
export { createLimiter, defaultLimiter, isLimiterName, limiterNames } from './registry.ts';
export type { LimiterName } from './registry.ts';
