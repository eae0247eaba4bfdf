import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../../support/errors.ts';
import { fileErrorCode } from '../../../support/files.ts';
import type { DatasetManifest } from '../manifest.ts';
import type { Checkpoint } from './checkpoint.ts';
import { describeRun, filesOf, runOf } from './describe-run.ts';
import { takeBack } from './folder.ts';
import type { OutputFolder } from './folder.ts';
import { manifestNameOf, partial } from './layout.ts';
import { digestFile, sameDigest, storedDigest } from './part-file.ts';
import type { FileState } from './part-file.ts';
import type { ProgressFile } from './progress-file.ts';

async function isIntact(file: string, state: FileState): Promise<boolean> {
  try {
    return sameDigest(await digestFile(file), storedDigest(state));
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Takes up an unfinished run of the same job: every file of a part that was whole is hashed.
 * @returns the parts whose files are what they were.
 * @throws HarnessError when the unfinished run is of another job.
 */
export async function takeUp(folder: OutputFolder, progress: ProgressFile): Promise<Map<number, Checkpoint>> {
  const kept = new Map<number, Checkpoint>();
  const found = await progress.read();
  if (found === undefined) return kept;
  const { dir, job } = folder;
  if (found === 'other') {
    throw usageError(
      `${dir} holds an unfinished run with other options (or of another version): repeat its options, or begin anew without resuming`,
    );
  }
  await takeBack(folder);
  const planned = Map.groupBy(filesOf(job), ({ part }) => part);
  for (const checkpoint of found) {
    let isWhole = planned.has(checkpoint.part);
    for (const { kind, name } of planned.get(checkpoint.part) ?? []) {
      const state = checkpoint.files[kind];
      isWhole &&= state !== undefined && (await isIntact(path.join(dir, partial(name)), state));
    }
    if (isWhole) kept.set(checkpoint.part, checkpoint);
  }
  if (kept.size > 0) await progress.restart([...kept.values()]);
  return kept;
}

/** The manifest in the folder, when it is of this job and every file is what it says; `other` when it is of another job. */
export async function findWhole({ dir, job }: OutputFolder): Promise<DatasetManifest | 'other' | undefined> {
  try {
    const text = await readFile(path.join(dir, manifestNameOf(job.layout.shard)), 'utf8');
    const manifest = (await import('../manifest.ts')).parseManifest(text);
    if (Array.isArray(manifest)) return undefined;
    if (runOf(manifest) !== runOf(describeRun(job))) return 'other';
    const names = manifest.files.map(({ name }) => name);
    // Files of another division would join to the same text, but a run with these options writes others.
    if (
      names.join() !==
      filesOf(job)
        .map(({ name }) => name)
        .join()
    )
      return undefined;
    for (const state of manifest.files)
      if (!(await isIntact(path.join(dir, path.basename(state.name)), state))) return undefined;
    return manifest;
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
