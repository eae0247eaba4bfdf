import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The text of a compressed file. */
export function unpack(file: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  // An error of either side ends the iteration with that error.
  pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), gunzip, () => undefined);
  return gunzip as AsyncIterable<Buffer>;
}
