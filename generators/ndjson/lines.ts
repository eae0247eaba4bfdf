import { isUtf8 } from 'node:buffer';

/** One line of a text file, or why it can't be read. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line break; empty when there is a fault. */
  readonly text: string;
  /** False when the file ends without a line break after it. */
  readonly ended: boolean;
  /** What is wrong with the bytes, in words that follow "line 7 ". */
  readonly fault?: string;
}

/** Longest line that is read by default, in bytes: 64 MiB. */
export const defaultMaxLineBytes = 64 * 1024 * 1024;

const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = '\u{FEFF}';
/** The byte-order mark of UTF-16, in both orders: bytes that UTF-8 never has. */
const utf16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])] as const;

/** `64 MiB` */
export const formatMebibytes = (bytes: number): string =>
  `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`;

/**
 * Splits bytes into lines, in batches as they come. Memory holds one chunk and one unfinished line; a line
 * beyond the bound is reported and skipped, not kept.
 * @param maxLineBytes default 64 MiB.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number = defaultMaxLineBytes,
): AsyncGenerator<Line[], void, undefined> {
  let parts: Buffer[] = [];
  let partBytes = 0;
  let number = 0;

  const finish = (tail: Buffer, ended: boolean): Line => {
    number += 1;
    const length = partBytes + tail.length;
    const bytes = length > maxLineBytes || parts.length === 0 ? tail : Buffer.concat([...parts, tail]);
    parts = [];
    partBytes = 0;
    const fault = (text: string): Line => ({ number, text: '', ended, fault: text });
    if (length > maxLineBytes) return fault(`is longer than ${formatMebibytes(maxLineBytes)}`);
    if (!isUtf8(bytes)) {
      const isUtf16 = number === 1 && (bytes.indexOf(utf16[0]) === 0 || bytes.indexOf(utf16[1]) === 0);
      return fault(isUtf16 ? 'begins a text in UTF-16, where UTF-8 is wanted' : 'is not UTF-8');
    }
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
    const text = bytes.toString('utf8', 0, end);
    if (number === 1 && text.startsWith(byteOrderMark))
      return { ...fault('begins with a byte-order mark'), text: text.slice(1) };
    return { number, text, ended };
  };

  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (let at = buffer.indexOf(newline); at !== -1; at = buffer.indexOf(newline, start)) {
      lines.push(finish(buffer.subarray(start, at), true));
      start = at + 1;
    }
    const rest = buffer.subarray(start);
    partBytes += rest.length;
    if (partBytes > maxLineBytes) parts = [];
    else if (rest.length > 0) parts.push(rest);
    if (lines.length > 0) yield lines;
  }
  if (partBytes > 0) yield [finish(Buffer.alloc(0), false)];
}
