import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../../support/errors.ts';
import { fileErrorCode } from '../../../support/files.ts';
import type { DatasetManifest } from '../manifest.ts';
import { describeRun, runOf } from './describe-run.ts';
import { takeBack } from './folder.ts';
import type { OutputFolder } from './folder.ts';
import { fileKindsOf, fileNameOf, manifestNameOf, partial } from './layout.ts';
import { OutputFile, digestFile, storedDigest } from './output-file.ts';
import type { Job } from './piece.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { ProgressFile } from './progress-file.ts';

/** How far a run has come, with its open files. */
export interface Standing {
  readonly outputs: readonly OutputFile[];
  /** Pieces written. */
  readonly pieces: number;
  readonly threads: number;
  readonly items: number;
}

const closeAll = async (outputs: readonly OutputFile[]): Promise<void> => {
  for (const output of outputs) await output.close().catch(() => undefined);
};

/** Begins every file anew. */
export async function begin({ layout }: Job, dir: string): Promise<Standing> {
  const outputs: OutputFile[] = [];
  try {
    for (const kind of fileKindsOf(layout)) {
      const file = path.join(dir, partial(fileNameOf(kind, layout)));
      outputs.push(await OutputFile.create(kind, file, layout.gzip));
    }
  } catch (error) {
    await closeAll(outputs);
    throw error;
  }
  return { outputs, pieces: 0, threads: 0, items: 0 };
}

/** Opens the files after the last of these checkpoints that all of them confirm. */
async function reopenAll({ layout }: Job, dir: string, checkpoints: readonly Checkpoint[]) {
  const outputs: OutputFile[] = [];
  let good = checkpoints.length;
  try {
    for (const kind of fileKindsOf(layout)) {
      const states = checkpoints.flatMap(({ files }) => files[kind] ?? []);
      const file = path.join(dir, partial(fileNameOf(kind, layout)));
      const reopened = await OutputFile.reopen(kind, file, states);
      outputs.push(reopened.output);
      good = Math.min(good, reopened.good);
    }
  } catch (error) {
    await closeAll(outputs);
    if (fileErrorCode(error) === 'ENOENT') return { outputs: [], good: 0 };
    throw error;
  }
  return { outputs, good };
}

/**
 * Takes up an unfinished run of the same job: each file is hashed from its beginning, and cut after the last piece
 * that all files hold whole.
 * @returns undefined when there is nothing to go on from.
 * @throws HarnessError when the unfinished run is of another job.
 */
export async function takeUp(
  job: Job,
  folder: OutputFolder,
  progress: ProgressFile,
): Promise<(Standing & { readonly last: Checkpoint }) | undefined> {
  const found = await progress.read();
  if (found === undefined) return undefined;
  if (found === 'other') {
    throw usageError(
      `${folder.dir} holds an unfinished run with other options (or of another version): repeat its options, or begin anew without resuming`,
    );
  }
  await takeBack(folder);
  for (let checkpoints = found; ;) {
    const last = checkpoints.at(-1);
    if (last === undefined) return undefined;
    const { outputs, good } = await reopenAll(job, folder.dir, checkpoints);
    if (good === checkpoints.length) {
      await progress.restart(checkpoints);
      return { outputs, pieces: last.pieces, threads: last.threads, items: last.items, last };
    }
    await closeAll(outputs);
    checkpoints = checkpoints.slice(0, good);
  }
}

/** The manifest in the folder, when it is of this job and every file is what it says. */
export async function findWhole(job: Job, dir: string): Promise<DatasetManifest | undefined> {
  try {
    const text = await readFile(path.join(dir, manifestNameOf(job.layout.shard)), 'utf8');
    const manifest = (await import('../manifest.ts')).parseManifest(text);
    if (Array.isArray(manifest) || runOf(manifest) !== runOf(describeRun(job))) return undefined;
    for (const state of manifest.files) {
      const { bytes, sha256 } = await digestFile(path.join(dir, path.basename(state.name)));
      const wanted = storedDigest(state);
      if (bytes !== wanted.bytes || sha256 !== wanted.sha256) return undefined;
    }
    return manifest;
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
