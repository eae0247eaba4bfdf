import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Job } from './part.ts';
import type { WorkerTask } from './part-worker.ts';
import { takeNext } from './take-next.ts';
import { writePart } from './write-part.ts';
import type { PartEvent } from './write-part.ts';

/** What is made is soon gone: more room for it makes nothing faster, and costs every worker 20 MB. */
const maxYoungGenerationSizeMb = 8;

/** Threads beside this one, and what they tell. */
class Helpers {
  readonly #workers: Worker[] = [];
  readonly #signal: AbortSignal | undefined;
  #events: PartEvent[] = [];
  #failure: unknown;
  #working = 0;
  #wake = (): void => undefined;
  readonly #stop = () => this.#fail(this.#signal?.reason);

  constructor(task: WorkerTask, count: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.#stop, { once: true });
    while (this.#workers.length < count) this.#start(task);
  }

  #start(task: WorkerTask): void {
    // Sources run as `.ts`, the installed package as `.js`.
    const extension = path.extname(fileURLToPath(import.meta.url));
    const worker = new Worker(new URL(`./part-worker${extension}`, import.meta.url), {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb },
    });
    this.#working += 1;
    worker.on('message', (event: PartEvent) => {
      this.#events.push(event);
      this.#wake();
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) => {
      this.#working -= 1;
      if (code !== 0) this.#fail(new Error(`a worker ended with code ${code}`));
      this.#wake();
    });
    this.#workers.push(worker);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }

  /** What was told since the last time. @throws what a worker failed of. */
  take(): readonly PartEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    const taken = this.#events;
    this.#events = [];
    return taken;
  }

  /** All that is still told, until every worker has ended. */
  async *rest(): AsyncGenerator<PartEvent, void, undefined> {
    for (;;) {
      yield* this.take();
      if (this.#working === 0) {
        yield* this.take();
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      if (this.#events.length === 0 && this.#failure === undefined) await promise;
    }
  }

  async end(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#stop);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/**
 * Makes and writes parts on this thread and others. Each takes the next part that nobody has taken, and makes, writes and
 * hashes it alone: no byte is handed from one to another.
 * @param parts numbers of those that are wanted.
 * @param threads that work at it, this one among them.
 * @param signal ends the waiting; the others are stopped in any case.
 */
export async function* makeParts(
  job: Job,
  dir: string,
  parts: readonly number[],
  threads: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<PartEvent, void, undefined> {
  const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const helpers = new Helpers({ job, dir, parts, taken }, Math.min(threads, parts.length) - 1, signal);
  try {
    for (let part = takeNext(parts, taken); part !== undefined; part = takeNext(parts, taken)) {
      for (const event of writePart(job, dir, part)) {
        yield event;
        // Between two instalments others have their turn: signals, and what the helpers tell.
        await turn();
        yield* helpers.take();
      }
    }
    yield* helpers.rest();
  } finally {
    await helpers.end();
  }
}
