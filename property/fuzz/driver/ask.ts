import { isUtf8 } from 'node:buffer';

/** A case of parse mode: bytes for a client to read. */
export interface ParseAsk {
  readonly shape: string;
  /** The bytes; a text stands for its UTF-8. */
  readonly body: Uint8Array | string;
  /** What the asker knows it by; kept with recent requests. */
  readonly path?: string;
  readonly kind?: string;
}

/** What a driver is asked: a case of parse mode, or any other request as a JSON object without its braces and id. */
export type Ask = string | ParseAsk;

/** Bodies are written here before they are put into base64; a longer one makes it longer. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);

function base64Of(body: Uint8Array | string): string {
  if (typeof body !== 'string')
    return Buffer.from(body.buffer, body.byteOffset, body.length).toString('base64');
  // No text takes more bytes than three for each of its units.
  if (body.length * 3 > scratch.length) scratch = Buffer.allocUnsafeSlow(body.length * 3);
  return scratch.toString('base64', 0, scratch.write(body));
}

/** A request of the protocol, without its braces and id. */
export const requestOf = (ask: Ask): string =>
  typeof ask === 'string' ? ask : `"cmd":"parse","shape":"${ask.shape}","body":"${base64Of(ask.body)}"`;

const lineFeed = 0x0a;

/** Whether bytes can be a line of their own: UTF-8 without a line feed. */
function isLine(body: ParseAsk['body']): boolean {
  return typeof body === 'string' ? !body.includes('\n') : isUtf8(body) && !body.includes(lineFeed);
}

/**
 * Bytes in the making. Each text is written where it belongs: to join them first, and then to encode the whole, takes
 * three times as long.
 */
class Written {
  #bytes = Buffer.allocUnsafeSlow(256 * 1024);
  #length = 0;

  text(text: string | Uint8Array): void {
    // No text takes more bytes than three for each of its units; one more is for the end of a line.
    const most = this.#length + text.length * 3 + 1;
    if (most > this.#bytes.length) {
      const longer = Buffer.allocUnsafeSlow(2 * most);
      longer.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = longer;
    }
    if (typeof text === 'string') this.#length += this.#bytes.write(text, this.#length);
    else {
      this.#bytes.set(text, this.#length);
      this.#length += text.length;
    }
  }

  line(text: string | Uint8Array): void {
    this.text(text);
    this.#bytes[this.#length] = lineFeed;
    this.#length += 1;
  }

  /** What was written since it was last taken; it is as it is until something else is written. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }
}

const written = new Written();

/** How many requests in a row, from one on, have bodies of one shape that can be lines. */
function countLines(asks: readonly Ask[], from: number): number {
  const first = asks[from];
  let at = from;
  for (; at < asks.length; at += 1) {
    const ask = asks[at] as Ask;
    if (typeof ask === 'string' || typeof first === 'string') break;
    if (ask.shape !== first?.shape || !isLine(ask.body)) break;
  }
  return at - from;
}

/**
 * Requests as they are written, with ids that follow one another. The bytes are to be copied before anything else is
 * written.
 * @param asLines whether the driver takes bodies as lines: those of one shape in a row stand behind one request.
 */
export function writeAsks(asks: readonly Ask[], firstId: number, asLines: boolean): Buffer {
  for (let i = 0; i < asks.length;) {
    const ask = asks[i] as Ask;
    const id = firstId + i;
    const count = asLines ? countLines(asks, i) : 0;
    if (count === 0 || typeof ask === 'string') {
      written.line(`{"id":${id},${requestOf(ask)}}`);
      i += 1;
      continue;
    }
    written.line(`{"id":${id},"cmd":"lines","shape":"${ask.shape}","count":${count}}`);
    for (const end = i + count; i < end; i += 1) written.line((asks[i] as ParseAsk).body);
  }
  return written.take();
}

/** What the asker knows requests by, as bytes: so many texts would be moved again and again by the garbage collector. */
export function writeNotes(asks: readonly Ask[]): Buffer {
  let notes = '';
  for (const ask of asks)
    notes += typeof ask === 'string' ? '\0\0' : `${ask.path ?? ''}\0${ask.kind ?? ''}\0`;
  written.text(notes);
  return written.take();
}

/** A request of one line as it was asked. */
function readAsk(row: string): Ask {
  const request = JSON.parse(row) as { cmd: unknown; shape: string; body: string };
  if (request.cmd !== 'parse') return row.slice(row.indexOf(',') + 1, -1);
  return { shape: request.shape, body: Buffer.from(request.body, 'base64') };
}

const linesHead = /^\{"id":\d+,"cmd":"lines","shape":"(\w+)","count":(\d+)\}$/;

/** Reads what `writeAsks` and `writeNotes` wrote of the same requests. */
export function readAsks(bytes: Buffer, notes: Buffer): Ask[] {
  const rows = bytes.toString('utf8').split('\n').slice(0, -1);
  const asks: Ask[] = [];
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as string;
    const [, shape, count] = linesHead.exec(row) ?? [];
    if (shape === undefined) asks.push(readAsk(row));
    else {
      for (const body of rows.slice(i + 1, i + 1 + Number(count))) asks.push({ shape, body });
      i += Number(count);
    }
  }
  const noted = notes.toString('utf8').split('\0');
  return asks.map((ask, i) =>
    typeof ask === 'string' ? ask : { ...ask, path: noted[2 * i] ?? '', kind: noted[2 * i + 1] ?? '' },
  );
}
