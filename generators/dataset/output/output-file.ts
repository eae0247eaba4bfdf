import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FileKind } from './layout.ts';
import type { FilePiece } from './piece.ts';

/** Length and hash of some bytes. */
export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

/** How far a file has come: what its text is, and what lies on the disk where that is compressed. */
export interface FileState extends Digest {
  readonly entries: number;
  readonly gzip?: Digest | undefined;
}

/** Counts and hashes bytes as they come. */
class Meter {
  bytes = 0;
  #hash: Hash = createHash('sha256');

  add(block: Uint8Array): void {
    this.#hash.update(block);
    this.bytes += block.length;
  }

  /** What has come so far; more may come. */
  digest(): Digest {
    return { bytes: this.bytes, sha256: this.#hash.copy().digest('hex') };
  }
}

const sameDigest = (a: Digest, b: Digest): boolean => a.bytes === b.bytes && a.sha256 === b.sha256;

/** The digest of what lies on the disk. */
export const storedDigest = (state: FileState): Digest => state.gzip ?? state;

/** A file that grows piece by piece, under its temporary name. */
export class OutputFile {
  readonly kind: FileKind;
  readonly #file: FileHandle;
  #entries = 0;
  #text = new Meter();
  #stored: Meter | undefined;

  private constructor(kind: FileKind, file: FileHandle, isPacked: boolean) {
    this.kind = kind;
    this.#file = file;
    if (isPacked) this.#stored = new Meter();
  }

  /** Begins an empty file. */
  static async create(kind: FileKind, file: string, isPacked: boolean): Promise<OutputFile> {
    return new OutputFile(kind, await open(file, 'w'), isPacked);
  }

  /**
   * Takes up a file that was begun, after its last state that the bytes on the disk confirm.
   * @param states how far it had come, in order.
   * @returns the number of states that hold good; with the file cut to the last of them.
   */
  static async reopen(
    kind: FileKind,
    file: string,
    states: readonly FileState[],
  ): Promise<{ output: OutputFile; good: number }> {
    const isPacked = states[0]?.gzip !== undefined;
    const meter = new Meter();
    let good = 0;
    let stored = new Meter();
    for (const state of states) {
      const wanted = storedDigest(state);
      await feed(meter, file, meter.bytes, wanted.bytes);
      if (!sameDigest(meter.digest(), wanted)) break;
      good += 1;
    }
    const last = states[good - 1];
    const handle = await open(file, 'r+');
    const output = new OutputFile(kind, handle, isPacked);
    try {
      const length = last === undefined ? 0 : storedDigest(last).bytes;
      if (good < states.length) await feed(stored, file, 0, length);
      else stored = meter;
      if (isPacked) {
        output.#stored = stored;
        if (length > 0) for await (const block of unpack(file, length)) output.#text.add(block);
      } else output.#text = stored;
      output.#entries = last?.entries ?? 0;
      await handle.truncate(length);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return { output, good };
  }

  /** Writes what a piece adds, and hashes it meanwhile. */
  async append({ entries, text, packed }: FilePiece): Promise<void> {
    const writing = writeAt(this.#file, packed ?? text, this.#stored?.bytes ?? this.#text.bytes);
    this.#entries += entries;
    this.#text.add(text);
    if (packed !== undefined) this.#stored?.add(packed);
    await writing;
  }

  state(): FileState {
    const gzip = this.#stored?.digest();
    return { entries: this.#entries, ...this.#text.digest(), ...(gzip === undefined ? {} : { gzip }) };
  }

  /** Brings all bytes to the disk: a renamed file whose bytes are still on their way could survive a crash empty. */
  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Writes a block whole, which may take several writes. */
async function writeAt(file: FileHandle, block: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < block.length;)
    done += (await file.write(block, done, block.length - done, position + done)).bytesWritten;
}

async function feed(meter: Meter, file: string, from: number, to: number): Promise<void> {
  if (to <= from) return;
  const options = { start: from, end: to - 1, highWaterMark: 1024 * 1024 };
  for await (const block of createReadStream(file, options) as AsyncIterable<Buffer>) meter.add(block);
}

/** The text of a compressed file's first bytes. */
export function unpack(file: string, bytes = Number.POSITIVE_INFINITY): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  // An error of either side ends the iteration with that error.
  pipeline(createReadStream(file, { end: bytes - 1, highWaterMark: 256 * 1024 }), gunzip, () => undefined);
  return gunzip as AsyncIterable<Buffer>;
}

/** The digest of a file as it lies on the disk. */
export async function digestFile(file: string): Promise<Digest> {
  const meter = new Meter();
  await feed(meter, file, 0, Number.POSITIVE_INFINITY);
  return meter.digest();
}
