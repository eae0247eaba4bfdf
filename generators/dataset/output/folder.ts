import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../../support/errors.ts';
import { describeFileError, makeFolders, removeEmptyFolders } from '../../../support/files.ts';
import type { DatasetManifest } from '../manifest.ts';
import { describeRun, filesOf, setOf } from './describe-run.ts';
import type { RunDescription } from './describe-run.ts';
import { isOfShard, isShardManifest, manifestNameOf, parseName, partial, progressNameOf } from './layout.ts';
import type { Job } from './part.ts';

/** A folder that may be written to. */
export interface OutputFolder {
  readonly dir: string;
  readonly job: Job;
  /** The topmost folder that had to be made. */
  readonly made: string | undefined;
  /** Files of the former dataset, its manifests first; they go when the new one is whole. */
  readonly former: readonly string[];
}

const isManifest = (name: string): boolean => name === manifestNameOf() || isShardManifest(name);

/** As much of a manifest as says which files are its own; all of it is checked by whoever reads the data. */
type Claim = RunDescription & { readonly files: readonly { readonly name: string }[] };

async function readManifestIn(dir: string, name: string): Promise<Claim | undefined> {
  const text = await readFile(path.join(dir, name), 'utf8');
  try {
    const claim = JSON.parse(text) as Partial<DatasetManifest> | null;
    const isOurs = claim?.format === 'chatkit-harness/dataset' && claim.formatVersion === 1;
    return isOurs && claim.files?.every((file) => typeof file.name === 'string') === true
      ? (claim as Claim)
      : undefined;
  } catch {
    // Not JSON, or files that are no list of files.
    return undefined;
  }
}

/** The parts of a set must come from one run's options; `description` is that of the part to be written. */
async function checkNeighbours(
  dir: string,
  names: readonly string[],
  description: RunDescription,
  own: string,
): Promise<void> {
  if (names.includes(manifestNameOf()))
    throw usageError(`${dir} holds a whole dataset: parts of another one need a folder of their own`);
  if (names.includes(partial(progressNameOf())))
    throw usageError(`${dir} holds an unfinished dataset: parts of another one need a folder of their own`);
  for (const name of names.filter((each) => isShardManifest(each) && each !== own)) {
    const other = await readManifestIn(dir, name);
    if (other === undefined || setOf(other) !== setOf(description))
      throw usageError(
        `${dir} holds a part of another dataset (${name} has other options): choose another folder`,
      );
  }
}

/**
 * Makes the folder, or takes one that is empty or holds a former dataset and nothing else.
 * @param force whether other files may stand beside the dataset; they are left alone.
 * @throws HarnessError when it holds something else, or can't be written.
 */
export async function prepareFolder(dir: string, job: Job, force: boolean): Promise<OutputFolder> {
  const failed = (what: string) => (error: unknown) => {
    throw usageError(`cannot ${what} the folder ${dir}: ${describeFileError(error)}`);
  };
  const made = await makeFolders(dir).catch(failed('make'));
  const entries = await readdir(dir, { withFileTypes: true }).catch(failed('read'));
  const names = entries.map(({ name }) => name);
  const inTheWay = entries.find((entry) => entry.isDirectory() && parseName(entry.name) !== undefined);
  if (inTheWay !== undefined)
    throw usageError(`${path.join(dir, inTheWay.name)} is a folder, where a file is to be written`);
  const strangers = names.filter((name) => parseName(name) === undefined);
  if (strangers.length > 0 && !force) {
    const shown = strangers.slice(0, 3).join(', ') + (strangers.length > 3 ? ', …' : '');
    throw usageError(
      `${dir} already holds other files (${shown}): choose an empty folder, or write beside them with --force`,
    );
  }
  const { shard } = job.layout;
  if (shard !== undefined) await checkNeighbours(dir, names, describeRun(job), manifestNameOf(shard));

  // A part looks at its own files alone; a whole replaces whatever dataset there is.
  const ours = names.filter(
    (name) => parseName(name) !== undefined && (shard === undefined || isOfShard(name, shard)),
  );
  const former: string[] = ours.filter(isManifest);
  // What was being named when a run was killed has its manifest beside it under its temporary name.
  let isExplained = ours.includes(partial(manifestNameOf(shard)));
  for (const name of ours.filter(isManifest)) {
    const manifest = await readManifestIn(dir, name);
    if (manifest === undefined) continue;
    isExplained = true;
    // A manifest is data: it may not point outside its own folder.
    former.push(...manifest.files.map((file) => path.basename(file.name)));
  }
  const held = ours.filter((name) => parseName(name)?.isPartial === false);
  if (held.length > 0 && !isExplained && !force) {
    throw usageError(
      `${dir} holds ${held.join(', ')}, which no dataset of ours explains: choose another folder, or replace them with --force`,
    );
  }
  return { dir, job, made, former };
}

/** Writes a small file under its temporary name. */
export async function writePartial(dir: string, name: string, text: string): Promise<void> {
  const file = await open(path.join(dir, partial(name)), 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives the files their names: the old manifests go first and the new one comes last. */
export async function commitFiles({ dir, job, former }: OutputFolder): Promise<void> {
  const manifest = manifestNameOf(job.layout.shard);
  const names = filesOf(job).map(({ name }) => name);
  const kept = new Set(names);
  for (const name of former) if (!kept.has(name)) await rm(path.join(dir, name), { force: true });
  for (const name of [...names, manifest]) await rename(path.join(dir, partial(name)), path.join(dir, name));
}

/** Files that were named already when a run was killed get their temporary names back. */
export async function takeBack({ dir, job }: OutputFolder): Promise<void> {
  const names = new Set(await readdir(dir));
  // With a manifest they are a dataset, not an unfinished one.
  if (names.has(manifestNameOf(job.layout.shard))) return;
  for (const { name } of filesOf(job)) {
    if (names.has(name) && !names.has(partial(name)))
      await rename(path.join(dir, name), path.join(dir, partial(name)));
  }
}

/** Removes what unfinished runs left, whatever their options were; of a part, what is of the same part. */
export async function removePartials({ dir, job }: OutputFolder): Promise<void> {
  for (const name of await readdir(dir)) {
    if (parseName(name)?.isPartial === true && isOfShard(name, job.layout.shard))
      await rm(path.join(dir, name), { force: true });
  }
}

/** The same, and removes the folders that were made. */
export async function discardPartials(folder: OutputFolder): Promise<void> {
  await removePartials(folder);
  if (folder.made !== undefined) await removeEmptyFolders(folder.dir, folder.made);
}
