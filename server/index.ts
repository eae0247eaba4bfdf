export { createDeployment, defaultApiKey, defaultMaxBodyBytes, defaultWindowMs } from './deployment.ts';
export type { Deployment, DeploymentOptions } from './deployment.ts';
export type { ListenOptions, Listening } from './listen.ts';
export { shiftDataset } from './shift-dataset.ts';
export { createLimiter, defaultLimiter, isLimiterName, limiterNames } from './limiter/index.ts';
export type { Decision, Limiter, LimiterFactory, LimiterName } from './limiter/index.ts';
export type { Store } from './store/store.ts';
export type { SessionBook } from './sessions.ts';
