import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { blocksOf, makePiece } from './piece.ts';
import type { Job, Piece } from './piece.ts';
import type { PieceDelivery, PieceOrder } from './piece-worker.ts';

/** Pieces in order. A piece may be used until the next is asked for: then its memory is filled again. */
export type PieceSource = AsyncGenerator<Piece, void, undefined>;

/** Makes pieces on this thread, one at a time, from the given one on. */
export async function* makePiecesHere(job: Job, first: number): PieceSource {
  let blocks: ArrayBuffer[] = [];
  for (let number = first; number < job.plan.pieces; number += 1) {
    const making = makePiece(job, number, blocks);
    for (let made = making.next(blocks); made.done !== true; made = making.next(blocks)) {
      yield made.value;
      blocks = blocksOf(made.value);
    }
  }
}

/** Pieces that each worker has ordered at once: one to make, one to go on with while that is being written. */
const ordersEach = 2;

/** What is made is soon gone: more room for it makes nothing faster, and costs every worker 20 MB. */
const maxYoungGenerationSizeMb = 8;

/**
 * Makes pieces on threads of their own. Each worker gets a new order when a piece of its own was used up, so memory
 * holds two pieces a worker, however slow the disk is.
 * @param signal ends the waiting; the workers are stopped in any case.
 */
export async function* makePiecesByWorkers(
  job: Job,
  first: number,
  count: number,
  signal: AbortSignal | undefined,
): PieceSource {
  const { pieces } = job.plan;
  const deliveries = new Map<number, PromiseWithResolvers<{ piece: Piece; worker: Worker }>>();
  let next = first;
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    for (const { reject } of deliveries.values()) reject(failure);
  };
  const order = (worker: Worker, number: number, blocks: ArrayBuffer[]) => {
    const delivery = Promise.withResolvers<{ piece: Piece; worker: Worker }>();
    // A failure is seen by whoever waits; nobody may be waiting for this one.
    delivery.promise.catch(() => undefined);
    deliveries.set(number, delivery);
    worker.postMessage({ piece: number, blocks } satisfies PieceOrder, blocks);
  };
  const orderNext = (worker: Worker, blocks: ArrayBuffer[]) => {
    if (next >= pieces) return;
    order(worker, next, blocks);
    next += 1;
  };
  const start = (): Worker => {
    // Sources run as `.ts`, the installed package as `.js`.
    const extension = path.extname(fileURLToPath(import.meta.url));
    const worker = new Worker(new URL(`./piece-worker${extension}`, import.meta.url), {
      workerData: job,
      resourceLimits: { maxYoungGenerationSizeMb },
    });
    worker.on('message', ({ number, piece }: PieceDelivery) =>
      deliveries.get(number)?.resolve({ piece, worker }),
    );
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`a worker ended with code ${code}`)));
    return worker;
  };
  const stop = () => fail(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const workers: Worker[] = [];
  try {
    while (workers.length < Math.min(count, pieces - first)) workers.push(start());
    for (let round = 0; round < ordersEach; round += 1) for (const worker of workers) orderNext(worker, []);
    for (let number = first; number < pieces;) {
      const delivery = deliveries.get(number);
      if (delivery === undefined || failure !== undefined) throw failure;
      const { piece, worker } = await delivery.promise;
      deliveries.delete(number);
      yield piece;
      if (piece.isLast) {
        number += 1;
        orderNext(worker, blocksOf(piece));
      } else order(worker, number, blocksOf(piece));
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
