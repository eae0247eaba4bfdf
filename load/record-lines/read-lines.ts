import type { RequestRecord } from '../records.ts';
import { parseRecordLine } from './parse-line.ts';
import { RecordScanner } from './scan-record.ts';

const lineFeed = 0x0a;

/** The records in pieces of a `records.ndjson`, wherever it was cut. */
export class RecordLines {
  readonly #scanner = new RecordScanner();
  readonly #each: (record: RequestRecord) => void;
  #rest: Buffer = Buffer.alloc(0);
  #lines = 0;

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
    let end = piece.indexOf(lineFeed);
    if (this.#rest.length > 0 && end >= 0) {
      const line = Buffer.concat([this.#rest, piece.subarray(0, end)]);
      this.#rest = Buffer.alloc(0);
      this.#line(line, 0, line.length);
      start = end + 1;
      end = piece.indexOf(lineFeed, start);
    }
    for (; end >= 0; start = end + 1, end = piece.indexOf(lineFeed, start)) this.#line(piece, start, end);
    // A copy: the piece's memory may be used again.
    if (start < piece.length) this.#rest = Buffer.concat([this.#rest, piece.subarray(start)]);
  }

  /** Tells the record of a last line without an end. */
  finish(): void {
    if (this.#rest.length > 0) this.#line(this.#rest, 0, this.#rest.length);
  }

  #line(buffer: Buffer, start: number, end: number): void {
    this.#lines += 1;
    const record = this.#scanner.scan(buffer, start, end) ?? this.#parse(buffer, start, end);
    if (record !== null) this.#each(record);
  }

  #parse(buffer: Buffer, start: number, end: number): RequestRecord | null {
    const line = buffer.toString('utf8', start, end);
    return line.trim() === '' ? null : parseRecordLine(line, this.#lines);
  }
}
