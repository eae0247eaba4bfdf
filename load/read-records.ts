import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { RecordLines } from './record-lines/read-lines.ts';
import type { RequestRecord } from './records.ts';

export { RecordLineError } from './record-lines/parse-line.ts';

/** Bytes that are read at a time: beside other things, and where their records are held until they are taken. */
const pieceBytes = 2 ** 20;
const heldPieceBytes = 2 ** 18;

/**
 * Reads a `records.ndjson` record by record; memory stays flat, however long the file.
 * @param each called for every record in turn.
 * @param signal aborting it ends the reading.
 * @throws RecordLineError that names the line where one is no record; the system's error when the file cannot be read;
 *   AbortError when aborted.
 */
export async function readRecords(
  file: string,
  each: (record: RequestRecord) => void,
  signal?: AbortSignal,
): Promise<void> {
  const lines = new RecordLines(each);
  signal?.throwIfAborted();
  const handle = await open(file);
  try {
    // One piece of memory for all: a stream would find fresh memory for each.
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let length = -1; length !== 0;) {
      length = (await handle.read(piece, 0, pieceBytes, null)).bytesRead;
      signal?.throwIfAborted();
      lines.push(piece.subarray(0, length));
    }
  } finally {
    await handle.close();
  }
  lines.finish();
}

/**
 * The records of a file, as often as they are asked for; memory stays flat, however long the file. The file is read as the records
 * are taken, and the thread waits for it.
 * @throws (while it is walked through) RecordLineError that names the line where one is no record; the system's error when the file cannot be read.
 * @example for (const { status } of recordsIn('runs/today/records.ndjson')) count(status);
 */
export const recordsIn = (file: string): Iterable<RequestRecord> => ({
  *[Symbol.iterator]() {
    const descriptor = openSync(file, 'r');
    try {
      let records: RequestRecord[] = [];
      const lines = new RecordLines((record) => records.push(record));
      const piece = Buffer.allocUnsafe(heldPieceBytes);
      for (let length = -1; length !== 0; records = []) {
        length = readSync(descriptor, piece, 0, heldPieceBytes, null);
        if (length === 0) lines.finish();
        else lines.push(piece.subarray(0, length));
        yield* records;
      }
    } finally {
      closeSync(descriptor);
    }
  },
});
