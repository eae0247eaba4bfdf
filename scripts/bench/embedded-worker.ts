import { parentPort, workerData } from 'node:worker_threads';
import { createDataset } from '../../generators/index.ts';
import { createDeployment, shiftDataset } from '../../server/index.ts';
import { systemClock } from '../../support/clock.ts';
import type { EmbeddedTarget } from './read-settings.ts';

/** What the thread is started with. */
export interface EmbeddedWorkerData extends EmbeddedTarget {
  readonly windowMs: number;
}

// A thread of its own: the deployment must not share an event loop with the clock that measures it.
const { limiter, windowMs } = workerData as EmbeddedWorkerData;
const dataset = createDataset({ seed: 42, users: 3, threads: 12, sessions: 3 });
const deployment = createDeployment({
  dataset: shiftDataset(dataset, systemClock.nowMs()),
  clock: systemClock,
  limiter,
  windowMs,
});
const { url } = await deployment.listen({ port: 0 });
parentPort?.postMessage(url);
