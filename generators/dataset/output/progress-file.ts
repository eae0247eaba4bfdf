import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileErrorCode } from '../../../support/files.ts';
import { partial, progressNameOf } from './layout.ts';
import type { Shard } from './layout.ts';
import type { Checkpoint } from './checkpoint.ts';

/**
 * The file that says how far an unfinished run came: a line for the run, then a line for each part that is
 * whole. It is for the same version of this program alone, and goes when the dataset is whole.
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
    const { readProgress } = await import('./read-progress.ts');
    return readProgress(text, this.#run);
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
