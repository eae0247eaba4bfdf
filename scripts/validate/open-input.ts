import { createReadStream } from 'node:fs';
import { Readable, addAbortSignal, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes of a file or of standard input (`-`). Reading stops with an AbortError when the signal aborts. */
export function openInput(name: string, stdin: Readable, signal: AbortSignal): AsyncIterable<Buffer> {
  const source = name === '-' ? stdin : createReadStream(name, { highWaterMark: 256 * 1024 });
  addAbortSignal(signal, source);
  return unpacked(source as AsyncIterable<Buffer>);
}

/** The bytes as they are, or unpacked when they begin like gzip: the content decides, not the name. */
async function* unpacked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const rest = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let ended = false;
  while (head.length < 2 && !ended) {
    const next = await rest.next();
    if (next.done === true) ended = true;
    else head = Buffer.concat([head, next.value]);
  }
  const whole = async function* () {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const gunzip = createGunzip();
  // An error of either side ends the iteration below with that error.
  pipeline(Readable.from(whole()), gunzip, () => undefined);
  yield* gunzip as AsyncIterable<Buffer>;
}
