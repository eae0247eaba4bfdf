import { parentPort, workerData } from 'node:worker_threads';
import { resolveDatasetOptions } from '../options.ts';
import type { Job } from './part.ts';
import { writePart } from './write-part.ts';
import type { PartEvent } from './write-part.ts';
import { takeNext } from './take-next.ts';

/** What a worker is told when it starts. */
export interface WorkerTask {
  readonly job: Job;
  readonly dir: string;
  /** Parts that are to be made. */
  readonly parts: readonly number[];
  /** Shared by all that make them: how many were taken. */
  readonly taken: SharedArrayBuffer;
}

/** Items of which one message tells: each costs both threads a tenth of a millisecond. */
const itemsTold = 8192;

/** What happened, told seldom. */
function* seldom(events: Iterable<PartEvent>): Generator<PartEvent, void, undefined> {
  let [threads, items] = [0, 0];
  for (const event of events) {
    threads += event.threads;
    items += event.items;
    if (items < itemsTold && event.whole === undefined) continue;
    yield { ...event, threads, items };
    [threads, items] = [0, 0];
  }
}

const { job: sent, dir, parts, taken } = workerData as WorkerTask;
// Options are looked at once for all threads; a copy from elsewhere has not been looked at here.
const job: Job = { ...sent, options: resolveDatasetOptions(sent.options) };
for (let part = takeNext(parts, taken); part !== undefined; part = takeNext(parts, taken))
  for (const event of seldom(writePart(job, dir, part))) parentPort?.postMessage(event);
