import type { RequestRecord } from '../records.ts';
import { parseRecordLine } from './parse-line.ts';
import { RecordScanner } from './scan-record.ts';

const lineFeed = 0x0a;

/** The records in pieces of a `records.ndjson`, wherever it was cut. */
export class RecordLines {
  readonly #scanner = new RecordScanner();
  readonly #each: (record: RequestRecord) => void;
  #rest: Buffer = Buffer.alloc(0);
  #count = 0;

  /** @param each called for every record in turn. */
  constructor(each: (record: RequestRecord) => void) {
    this.#each = each;
  }

  /**
   * Tells the records of the lines that this piece completes.
   * @throws RecordLineError that names the line where one is no record.
   */
  push(piece: Buffer): void {
    let start = 0;
    if (this.#rest.length > 0) {
      const end = piece.indexOf(lineFeed);
      if (end >= 0) {
        const line = Buffer.concat([this.#rest, piece.subarray(0, end)]);
        this.#rest = Buffer.alloc(0);
        this.#line(line, 0, line.length);
        start = end + 1;
      }
    }
    if (this.#rest.length === 0) start = this.#lines(piece, start);
    // A copy: the piece's memory may be used again.
    if (start < piece.length) this.#rest = Buffer.concat([this.#rest, piece.subarray(start)]);
  }

  /** The whole lines from `start` on; where they end. */
  #lines(piece: Buffer, from: number): number {
    for (let start = from; ;) {
      // Most lines are of our own form, which tells where they end.
      const record = this.#scanner.scan(piece, start, piece.length);
      const end = record === null ? -1 : this.#scanner.end;
      if (record !== null && piece[end] === lineFeed) {
        this.#count += 1;
        this.#each(record);
        start = end + 1;
        continue;
      }
      const feed = piece.indexOf(lineFeed, start);
      if (feed < 0) return start;
      this.#line(piece, start, feed);
      start = feed + 1;
    }
  }

  /** Tells the record of a last line without an end. */
  finish(): void {
    if (this.#rest.length > 0) this.#line(this.#rest, 0, this.#rest.length);
  }

  #line(buffer: Buffer, start: number, end: number): void {
    this.#count += 1;
    const scanned = this.#scanner.scan(buffer, start, end);
    const record = scanned !== null && this.#scanner.end === end ? scanned : this.#parse(buffer, start, end);
    if (record !== null) this.#each(record);
  }

  #parse(buffer: Buffer, start: number, end: number): RequestRecord | null {
    const line = buffer.toString('utf8', start, end);
    return line.trim() === '' ? null : parseRecordLine(line, this.#count);
  }
}
