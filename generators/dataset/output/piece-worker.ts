import { parentPort, workerData } from 'node:worker_threads';
import { resolveDatasetOptions } from '../options.ts';
import { blocksOf, makePiece } from './piece.ts';
import type { Job, Piece } from './piece.ts';

/** Asks a worker for a piece, and hands it memory to fill. */
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
parentPort?.on('message', ({ piece: number, blocks }: PieceOrder) => {
  const piece = makePiece(job, number, blocks);
  // What was compressed may stand in memory that zlib shares; it is small and copied.
  parentPort?.postMessage({ number, piece } satisfies PieceDelivery, blocksOf(piece));
});
