import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { gzipMember } from './gzip.ts';

/** Length and hash of some bytes. */
export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

/** What a file is: its text, and what lies on the disk where that is compressed. */
export interface FileState extends Digest {
  readonly entries: number;
  readonly gzip?: Digest | undefined;
}

/** Counts and hashes bytes as they come. */
class Meter {
  #bytes = 0;
  #hash: Hash = createHash('sha256');

  add(block: Uint8Array): void {
    this.#hash.update(block);
    this.#bytes += block.length;
  }

  /** Of all that came; nothing more may come. */
  digest(): Digest {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

export const sameDigest = (a: Digest, b: Digest): boolean => a.bytes === b.bytes && a.sha256 === b.sha256;

/** The digest of what lies on the disk. */
export const storedDigest = (state: FileState): Digest => state.gzip ?? state;

/**
 * A file of one part, under its temporary name. It is written and hashed by the thread that makes its text, at once, while
 * that is in the processor's cache: so as many files are written at a time as there are threads.
 */
export class PartFile {
  readonly #file: number;
  readonly #text = new Meter();
  readonly #stored: Meter | undefined;
  #entries = 0;
  #isEmpty = true;
  #isOpen = true;

  /** Begins an empty file. @throws the system's error */
  constructor(file: string, isPacked: boolean) {
    this.#file = openSync(file, 'w');
    this.#stored = isPacked ? new Meter() : undefined;
  }

  append(entries: number, text: Uint8Array): void {
    this.#entries += entries;
    this.#text.add(text);
    if (this.#stored === undefined) this.#write(text);
    else if (text.length > 0) this.#pack(text);
  }

  #pack(text: Uint8Array): void {
    const member = gzipMember(text);
    this.#stored?.add(member);
    this.#write(member);
  }

  #write(block: Uint8Array): void {
    this.#isEmpty = false;
    for (let done = 0; done < block.length;) done += writeSync(this.#file, block, done);
  }

  /** Closes the file. @returns what it is. */
  finish(): FileState {
    // Even an empty file needs one member: no bytes at all are no gzip.
    if (this.#stored !== undefined && this.#isEmpty) this.#pack(new Uint8Array());
    this.close();
    const gzip = this.#stored?.digest();
    return { entries: this.#entries, ...this.#text.digest(), ...(gzip === undefined ? {} : { gzip }) };
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}

/** Brings a file to the disk: a renamed file whose bytes are still on their way could survive a crash empty. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The digest of a file as it lies on the disk. */
export async function digestFile(file: string): Promise<Digest> {
  const meter = new Meter();
  const blocks = createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
  for await (const block of blocks) meter.add(block);
  return meter.digest();
}
