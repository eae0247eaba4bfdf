import { closeSync, openSync, write, writeSync } from 'node:fs';
import { recordsIn } from '../read-records.ts';
import type { RequestRecord } from '../records.ts';
import { RecordEncoder } from './encode-record.ts';

/** A `records.ndjson` that is being written. */
export interface RecordFile {
  /**
   * Appends a record. Never waits while the disk keeps up; when it is too far behind, waits for it, so that memory stays bounded: a
   * sender that is held up shows in its own pacing, a process that runs out of memory shows nothing.
   */
  add(record: RequestRecord): void;
  /** The records so far, read from the file again as often as asked. */
  records(): Iterable<RequestRecord>;
  /** Resolves with what went wrong with the file since it was opened, or null, when all is written and it is closed. */
  close(): Promise<Error | null>;
}

/** Bytes that are written at a time. */
const pieceBytes = 2 ** 17;
/** Buffers are used again: fresh memory for each piece would have to be found, and cleared away. So many are kept at the most. */
const mostSpares = 4;
/** Records that are made lines of at a time: one between two requests finds nothing of what it needs in the processor's caches. */
const batch = 128;
/** A slow run's records are in the file after this long, too. */
const lingerMs = 250;
const defaultMostWaitingBytes = 2 ** 25;

interface Piece {
  readonly bytes: Buffer;
  readonly position: number;
}

/**
 * Begins a file of records.
 * @param file must not be there yet.
 * @param mostWaitingBytes the most that may wait for the disk in memory; default 32 MiB.
 * @throws the system's error when it cannot be made.
 */
export function createRecordFile(file: string, mostWaitingBytes = defaultMostWaitingBytes): RecordFile {
  // `wx` refuses to mix two runs' records.
  const descriptor = openSync(file, 'wx');
  const encoder = new RecordEncoder(2 * pieceBytes);
  let recent: RequestRecord[] = [];
  /** Not written yet, the first of them perhaps under way. Each has its place in the file, so it does no harm to write one twice. */
  let waiting: Piece[] = [];
  let waitingBytes = 0;
  let position = 0;
  const spares: Buffer[] = [];
  let underWay: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failure: Error | null = null;

  function encode(): void {
    for (const record of recent) encoder.add(record);
    recent = [];
  }

  function queue(): void {
    clearTimeout(timer);
    timer = undefined;
    encode();
    if (encoder.length === 0 || failure !== null) return;
    const bytes = encoder.take(spares.pop());
    waiting.push({ bytes, position });
    position += bytes.length;
    waitingBytes += bytes.length;
    if (waitingBytes > mostWaitingBytes) writeAll();
    else underWay ??= writeNext();
  }

  /** Writes what waits, piece by piece, beside whatever else goes on. */
  async function writeNext(): Promise<void> {
    for (let piece = waiting[0]; piece !== undefined && failure === null; piece = waiting[0]) {
      const written = await writePiece(piece);
      // Whoever could not wait may have written it meanwhile.
      if (waiting[0] === piece) {
        waiting.shift();
        waitingBytes -= piece.bytes.length;
        if (written < piece.bytes.length) writeFrom(piece, written);
      }
      // Only here, where nothing reads it any more: `writeAll` may have written what is still under way.
      if (spares.length < mostSpares) spares.push(Buffer.from(piece.bytes.buffer));
    }
    underWay = null;
  }

  function writePiece({ bytes, position: at }: Piece): Promise<number> {
    return new Promise((resolve) => {
      write(descriptor, bytes, 0, bytes.length, at, (error, written) => {
        if (error !== null) failure ??= error;
        resolve(error === null ? written : bytes.length);
      });
    });
  }

  function writeFrom({ bytes, position: at }: Piece, from: number): void {
    try {
      for (let done = from; done < bytes.length;)
        done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
    } catch (error) {
      failure ??= error as Error;
    }
  }

  function writeAll(): void {
    const pieces = waiting;
    waiting = [];
    waitingBytes = 0;
    for (const piece of pieces) if (failure === null) writeFrom(piece, 0);
  }

  return {
    add(record) {
      if (failure !== null) return;
      recent.push(record);
      timer ??= setTimeout(queue, lingerMs).unref();
      if (recent.length < batch) return;
      encode();
      if (encoder.length >= pieceBytes) queue();
    },
    records() {
      queue();
      writeAll();
      return recordsIn(file);
    },
    async close() {
      queue();
      writeAll();
      await underWay;
      try {
        closeSync(descriptor);
      } catch (error) {
        failure ??= error as Error;
      }
      return failure;
    },
  };
}
