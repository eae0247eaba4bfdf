import type { RequestRecord } from '../records.ts';
import { bytesOf, put, putJsonText, putJsonWhole, putTime } from './put-bytes.ts';

const parts = {
  id: bytesOf('{"id":'),
  sentMs: bytesOf(',"sentMs":'),
  firstByteMs: bytesOf(',"firstByteMs":'),
  endMs: bytesOf(',"endMs":'),
  status: bytesOf(',"status":'),
  error: bytesOf(',"error":'),
  headers: bytesOf(',"headers":{'),
  requestId: bytesOf(',"requestId":'),
  null: bytesOf('null'),
  end: bytesOf('}\n'),
};
const [comma, closing] = [0x2c, 0x7d];
/** Numbers take no more than 25 bytes each; six of them, and the names around them. */
const mostNumberBytes = 300;
/** JSON makes six bytes of one character at the most. */
const mostBytesPerCharacter = 6;

/** A header as it last stood at one place of the list: `"name":` and the whole of it. */
interface Place {
  name: string;
  value: string;
  nameBytes: Buffer;
  bytes: Buffer;
}

const noPlace = (): Place => ({ name: '', value: '', nameBytes: bytesOf('"":'), bytes: bytesOf('"":""') });

/**
 * Writes records as `JSON.stringify` does, a line each, straight into bytes: a small part of the cost, because what is as on the record before
 * (labels, headers or single ones of them) is copied, and times are whole microseconds, whose digits are few.
 */
export class RecordEncoder {
  readonly #size: number;
  #bytes: Buffer;
  #at = 0;
  #session = '';
  #step = '';
  /** From the id up to `intendedMs`, and with `null` for that on to `sentMs`. */
  #labels = labelBytes('', '');
  #unplanned = unplannedBytes(this.#labels);
  /** From the status to the end of the line, of a record with nothing but headers after it. */
  #tail = bytesOf(',"status":null}\n');
  #tailStatus: number | null = null;
  #tailHeaders: RequestRecord['headers'];
  #headersBefore: RequestRecord['headers'];
  readonly #places: Place[] = [];

  /** @param size bytes at first; a line that is longer makes it grow. */
  constructor(size: number) {
    this.#size = size;
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Bytes that were written since the last `take`. */
  get length(): number {
    return this.#at;
  }

  add(record: RequestRecord): void {
    const { session, step, intendedMs, status, headers, error, requestId } = record;
    if (session !== this.#session || step !== this.#step) this.#label(session, step);
    this.#reserve(mostNumberBytes + this.#unplanned.length + this.#tail.length);
    const bytes = this.#bytes;
    let at = put(bytes, this.#at, parts.id);
    at = putJsonWhole(bytes, at, record.id);
    if (intendedMs === null) at = put(bytes, at, this.#unplanned);
    else {
      at = put(bytes, at, this.#labels);
      at = putTime(bytes, at, intendedMs);
      at = put(bytes, at, parts.sentMs);
    }
    at = putTimeOrNull(bytes, at, record.sentMs);
    at = put(bytes, at, parts.firstByteMs);
    at = putTimeOrNull(bytes, at, record.firstByteMs);
    at = put(bytes, at, parts.endMs);
    at = putTimeOrNull(bytes, at, record.endMs);
    const isShort = error === undefined && requestId === undefined;
    if (isShort && status === this.#tailStatus && headers === this.#tailHeaders) {
      this.#at = put(bytes, at, this.#tail);
      return;
    }
    const from = at;
    at = put(bytes, at, parts.status);
    this.#at = status === null ? put(bytes, at, parts.null) : putJsonWhole(bytes, at, status);
    if (error !== undefined) this.#addText(parts.error, error);
    if (headers !== undefined) this.#addHeaders(headers);
    if (requestId !== undefined) this.#addText(parts.requestId, requestId);
    this.#reserve(parts.end.length);
    this.#at = put(this.#bytes, this.#at, parts.end);
    if (isShort && headers === this.#headersBefore) {
      this.#tail = Buffer.from(this.#bytes.subarray(from, this.#at));
      this.#tailStatus = status;
      this.#tailHeaders = headers;
    }
    this.#headersBefore = headers;
  }

  /**
   * What was written; the encoder goes on in other memory.
   * @param spare memory that it may use: all that an earlier piece stood in, once nobody reads that any more. Default: new memory.
   * @returns at the beginning of memory of its own.
   */
  take(spare?: Buffer): Buffer {
    const taken = this.#bytes.subarray(0, this.#at);
    this.#bytes = spare ?? Buffer.allocUnsafeSlow(this.#size);
    this.#at = 0;
    return taken;
  }

  #label(session: string, step: string): void {
    this.#session = session;
    this.#step = step;
    this.#labels = labelBytes(session, step);
    this.#unplanned = unplannedBytes(this.#labels);
  }

  #addText(name: Buffer, text: string): void {
    this.#reserve(mostNumberBytes + text.length * mostBytesPerCharacter);
    this.#at = putJsonText(this.#bytes, put(this.#bytes, this.#at, name), text);
  }

  #addHeaders(headers: Readonly<Record<string, string>>): void {
    const names = Object.keys(headers);
    this.#reserve(mostNumberBytes);
    this.#at = put(this.#bytes, this.#at, parts.headers);
    for (let i = 0; i < names.length; i += 1) {
      const name = names[i] as string;
      this.#addHeader(i, name, headers[name] as string);
    }
    this.#reserve(mostNumberBytes);
    this.#bytes[this.#at++] = closing;
  }

  #addHeader(i: number, name: string, value: string): void {
    const place = (this.#places[i] ??= noPlace());
    this.#reserve(mostNumberBytes + (name.length + value.length) * mostBytesPerCharacter);
    const bytes = this.#bytes;
    if (i > 0) bytes[this.#at++] = comma;
    if (place.name !== name) {
      place.name = name;
      place.nameBytes = Buffer.from(`${JSON.stringify(name)}:`);
    } else if (place.value === value) {
      this.#at = put(bytes, this.#at, place.bytes);
      return;
    }
    const from = this.#at;
    this.#at = putJsonText(bytes, put(bytes, from, place.nameBytes), value);
    place.value = value;
    place.bytes = Buffer.from(bytes.subarray(from, this.#at));
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#at + count));
    wider.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = wider;
  }
}

const labelBytes = (session: string, step: string): Buffer =>
  bytesOf(`,"session":${JSON.stringify(session)},"step":${JSON.stringify(step)},"intendedMs":`);

const unplannedBytes = (labels: Buffer): Buffer => Buffer.concat([labels, parts.null, parts.sentMs]);

const putTimeOrNull = (bytes: Buffer, at: number, ms: number | null): number =>
  ms === null ? put(bytes, at, parts.null) : putTime(bytes, at, ms);
