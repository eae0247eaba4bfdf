import { parentPort, workerData } from 'node:worker_threads';
import { resolveDatasetOptions } from '../options.ts';
import { blocksOf, makePiece } from './piece.ts';
import type { Job, Piece } from './piece.ts';

/** Asks a worker for a piece, or for more of it, and hands it memory to fill. */
export interface PieceOrder {
  readonly piece: number;
  readonly blocks: ArrayBuffer[];
}

/** What a worker made. Its memory changes hands, no byte of it is copied. */
export interface PieceDelivery {
  readonly number: number;
  readonly piece: Piece;
}

const sent = workerData as Job;
// Options are looked at once for all threads; a copy from elsewhere has not been looked at here.
const job: Job = { ...sent, options: resolveDatasetOptions(sent.options) };
/** Pieces of which more is to come. */
const begun = new Map<number, ReturnType<typeof makePiece>>();
parentPort?.on('message', ({ piece: number, blocks }: PieceOrder) => {
  const making = begun.get(number) ?? makePiece(job, number, blocks);
  const piece = making.next(blocks).value;
  if (piece === undefined) throw new RangeError(`piece ${number} was whole already`);
  if (piece.isLast) begun.delete(number);
  else begun.set(number, making);
  // What was compressed may stand in memory that zlib shares; it is small and copied.
  parentPort?.postMessage({ number, piece } satisfies PieceDelivery, blocksOf(piece));
});
