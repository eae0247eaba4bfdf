import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Job } from './part.ts';
import type { WorkerTask } from './part-worker.ts';
import { writePart } from './write-part.ts';
import type { PartEvent } from './write-part.ts';

/**
 * What is made is soon gone. Without a bound, the long texts of `edge` make V8 take 130 MB and more for it, and only a thread of
 * its own can be given a bound. More room than this makes nothing faster.
 */
const maxYoungGenerationSizeMb = 8;

/** Threads beside this one, and what they tell. */
class Workers {
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

  /** All that is told, until every worker has ended. @throws what a worker failed of. */
  async *events(): AsyncGenerator<PartEvent, void, undefined> {
    for (;;) {
      // Whoever has ended has told all before.
      const isOver = this.#working === 0;
      if (this.#failure !== undefined) throw this.#failure;
      const told = this.#events;
      this.#events = [];
      yield* told;
      if (isOver) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      if (this.#events.length === 0 && this.#working > 0 && this.#failure === undefined) await promise;
    }
  }

  async end(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#stop);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** The same on this thread. Between two instalments others have their turn: signals, and the disk. */
async function* makeHere(
  job: Job,
  dir: string,
  parts: readonly number[],
): AsyncGenerator<PartEvent, void, undefined> {
  for (const part of parts) {
    for (const event of writePart(job, dir, part)) {
      yield event;
      await turn();
    }
  }
}

/** How the work is done. */
export interface Labour {
  /** Threads that make parts. */
  readonly workers: number;
  /** As many parts, and fewer, a single worker makes on this thread. */
  readonly partsHere: number;
}

/**
 * Makes and writes parts. Of more than a few, this thread makes none: each worker takes the next part that nobody has taken,
 * and makes, writes and hashes it alone; no byte is handed from one to another, and this thread sees to signals and the disk.
 * @param parts numbers of those that are wanted.
 * @param signal ends the waiting; workers are stopped in any case.
 */
export async function* makeParts(
  job: Job,
  dir: string,
  parts: readonly number[],
  { workers, partsHere }: Labour,
  signal: AbortSignal | undefined,
): AsyncGenerator<PartEvent, void, undefined> {
  if (parts.length <= (workers === 1 ? partsHere : 1)) {
    yield* makeHere(job, dir, parts);
    return;
  }
  const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const made = new Workers({ job, dir, parts, taken }, Math.min(workers, parts.length), signal);
  try {
    yield* made.events();
  } finally {
    await made.end();
  }
}
