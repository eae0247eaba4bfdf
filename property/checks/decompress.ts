import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

export type Decompressed =
  | { readonly ok: true; readonly body: Uint8Array }
  | { readonly ok: false; readonly failure: 'decompression_bomb' | 'bad_encoding'; readonly code: string };

const decoders = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
} as const;

/**
 * Undoes the content encodings of a body, last one first. Zlib stops at the bound, so that a bomb costs no more
 * memory than the bound.
 * @param encodings the value of `content-encoding`; an unknown encoding is `bad_encoding`.
 */
export function decompress(body: Uint8Array, encodings: string, maxBytes: number): Decompressed {
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  // Each layer may blow up a thousandfold; nobody compresses twice in earnest.
  if (names.length > 2) return { ok: false, failure: 'bad_encoding', code: 'too_many_encodings' };
  let plain = body;
  for (const name of names.toReversed()) {
    const decode = Object.hasOwn(decoders, name) ? decoders[name as keyof typeof decoders] : undefined;
    if (decode === undefined) return { ok: false, failure: 'bad_encoding', code: 'unknown_encoding' };
    if (plain.length === 0) continue;
    try {
      plain = decode(plain, { maxOutputLength: maxBytes });
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      const isBomb = code === 'ERR_BUFFER_TOO_LARGE';
      return { ok: false, failure: isBomb ? 'decompression_bomb' : 'bad_encoding', code };
    }
  }
  return { ok: true, body: plain };
}
