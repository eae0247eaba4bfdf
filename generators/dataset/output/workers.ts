import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerTask } from './part-worker.ts';
import type { PartEvent } from './write-part.ts';

/**
 * What is made is soon gone. Without a bound, the long texts of `edge` make V8 take 130 MB and more for it, and only a thread of
 * its own can be given a bound. More room than this makes nothing faster.
 */
const maxYoungGenerationSizeMb = 8;

/** Threads beside this one, and what they tell. */
export class Workers {
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
