import { readJson } from './read.ts';
import type { JsonReading } from './read.ts';

/** What bytes say, as far as they are text. */
export interface DecodedBytes {
  readonly text: string;
  /**
   * - `utf-8`: well-formed, no byte order mark.
   * - `marked`: the same behind a byte order mark, which `text` lacks. Readers may refuse it (RFC 8259, 8.1).
   * - `broken`: no UTF-8; `text` has U+FFFD where a reader may put anything.
   * - `utf-16`: looks like UTF-16, which no reader need know; `text` says nothing.
   */
  readonly encoding: 'utf-8' | 'marked' | 'broken' | 'utf-16';
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

function looksLikeUtf16(bytes: Uint8Array): boolean {
  const [a, b] = bytes;
  if (a === undefined || b === undefined) return false;
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0) !== (b === 0);
}

/** Reads bytes as UTF-8. Never throws. */
export function decodeBytes(bytes: Uint8Array): DecodedBytes {
  if (looksLikeUtf16(bytes)) return { text: '', encoding: 'utf-16' };
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    return { text: lossy.decode(bytes).replace(/^\uFEFF/, ''), encoding: 'broken' };
  }
  return text.startsWith('\uFEFF')
    ? { text: text.slice(1), encoding: 'marked' }
    : { text, encoding: 'utf-8' };
}

/** Bytes as JSON, with what is known of their encoding. */
export function readBytes(bytes: Uint8Array): DecodedBytes & { readonly json: JsonReading } {
  const decoded = decodeBytes(bytes);
  return { ...decoded, json: readJson(decoded.text) };
}
