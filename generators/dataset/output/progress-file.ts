import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fileErrorCode } from '../../../support/files.ts';
import { fileKinds, partial, progressNameOf } from './layout.ts';
import type { FileKind, Shard } from './layout.ts';
import type { FileState } from './output-file.ts';

const Count = z.int().min(0);
const Digest = z.object({ bytes: Count, sha256: z.string() });

/** How far a run had come when a piece was written. */
const Checkpoint = z.object({
  pieces: Count,
  threads: Count,
  items: Count,
  files: z.partialRecord(z.enum(fileKinds), Digest.extend({ entries: Count, gzip: Digest.optional() })),
});
export interface Checkpoint {
  /** Pieces that are whole on the disk, from the first on. */
  readonly pieces: number;
  readonly threads: number;
  readonly items: number;
  readonly files: Readonly<Partial<Record<FileKind, FileState>>>;
}

const Header = z.object({ format: z.literal('chatkit-harness/progress'), run: z.string() });

/**
 * The file that says how far an unfinished run came: a line for the run, then a line for each piece that was
 * written. It is for the same version of this program alone, and goes when the dataset is whole.
 */
export class ProgressFile {
  readonly #file: string;
  readonly #run: string;
  #isBegun = false;

  /** @param run all that decides the bytes, as text. */
  constructor(dir: string, shard: Shard | undefined, run: string) {
    this.#file = path.join(dir, partial(progressNameOf(shard)));
    this.#run = run;
  }

  /** The checkpoints of an unfinished run; undefined when there is none; `other` when it is another run's. */
  async read(): Promise<readonly Checkpoint[] | 'other' | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if (fileErrorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
    const [first = '', ...rest] = text.split('\n');
    const header = parseLine(Header, first);
    if (header === undefined) return undefined;
    if (header.run !== this.#run) return 'other';
    const checkpoints: Checkpoint[] = [];
    for (const line of rest) {
      // Whatever follows a line that was cut off has not been written by us.
      const checkpoint = parseLine(Checkpoint, line);
      if (checkpoint === undefined) break;
      checkpoints.push(checkpoint);
    }
    return checkpoints;
  }

  /** Keeps these checkpoints, and goes on after them. */
  async restart(checkpoints: readonly Checkpoint[]): Promise<void> {
    const header = { format: 'chatkit-harness/progress', run: this.#run };
    const lines = [header, ...checkpoints].map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(`${this.#file}.new`, lines);
    await rename(`${this.#file}.new`, this.#file);
    this.#isBegun = true;
  }

  async add(checkpoint: Checkpoint): Promise<void> {
    if (!this.#isBegun) return this.restart([checkpoint]);
    await appendFile(this.#file, `${JSON.stringify(checkpoint)}\n`);
  }

  async remove(): Promise<void> {
    await rm(`${this.#file}.new`, { force: true });
    await rm(this.#file, { force: true });
  }
}

function parseLine<T>(schema: z.ZodType<T>, line: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
