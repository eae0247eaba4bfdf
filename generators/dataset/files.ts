import { createHash } from 'node:crypto';
import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { usageError } from '../../support/errors.ts';
import { describeFileError, makeFolders } from '../../support/files.ts';
import { fileNameOf, kinds, manifestName, parseManifest } from './manifest.ts';

const partial = (name: string): string => `${name}.partial`;
const ownNames: readonly string[] = [manifestName, ...kinds.map(fileNameOf)];
const flushAtBytes = 512 * 1024;

/** A file under its temporary name: text goes in, its size and hash are known at the end. */
export interface Sink {
  /** Adds a line; resolves when there is room for more. Undefined while nothing needs waiting for. */
  add(line: string): Promise<void> | undefined;
  /** Writes what is left and closes. */
  finish(): Promise<{ entries: number; bytes: number; sha256: string }>;
  close(): Promise<void>;
}

/** Writes lines in blocks of half a megabyte, each awaited, so that memory stays flat however slow the disk is. */
export async function openSink(dir: string, name: string): Promise<Sink> {
  const file: FileHandle = await open(path.join(dir, partial(name)), 'w');
  const hash = createHash('sha256');
  let buffer = Buffer.alloc(0);
  let text = '';
  let entries = 0;
  let bytes = 0;
  const flush = async () => {
    // Each block is awaited, so one buffer serves them all; a character takes three bytes at most.
    if (buffer.length < text.length * 3) buffer = Buffer.allocUnsafe(text.length * 3);
    const block = buffer.subarray(0, buffer.write(text));
    text = '';
    hash.update(block);
    bytes += block.length;
    await file.writeFile(block);
  };
  return {
    add(line) {
      text += line;
      text += '\n';
      entries += 1;
      return text.length >= flushAtBytes ? flush() : undefined;
    },
    async finish() {
      await flush();
      // Renamed files whose bytes are still on their way could survive a crash empty.
      await file.sync();
      await file.close();
      return { entries, bytes, sha256: hash.digest('hex') };
    },
    close: () => file.close(),
  };
}

/**
 * Makes the folder, or takes one that is empty or holds a former dataset and nothing else.
 * @param force whether other files may stand beside the dataset; they are left alone.
 * @returns whether the folder had to be made.
 * @throws HarnessError when it holds something else, or can't be written.
 */
export async function prepareFolder(dir: string, force: boolean): Promise<{ made: boolean }> {
  let made: boolean;
  try {
    made = (await makeFolders(dir)) !== undefined;
  } catch (error) {
    throw usageError(`cannot make the folder ${dir}: ${describeFileError(error)}`);
  }
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (error) {
    throw usageError(`cannot read the folder ${dir}: ${describeFileError(error)}`);
  }
  if (force) return { made };
  const strangers = names.filter((name) => !ownNames.includes(name) && !ownNames.map(partial).includes(name));
  if (strangers.length > 0) {
    const shown = strangers.slice(0, 3).join(', ') + (strangers.length > 3 ? ', …' : '');
    throw usageError(
      `${dir} already holds other files (${shown}): choose an empty folder, or write beside them with --force`,
    );
  }
  const held = names.filter((name) => ownNames.includes(name));
  if (held.length === 0) return { made };
  const manifest = held.includes(manifestName)
    ? parseManifest(await readFile(path.join(dir, manifestName), 'utf8'))
    : [];
  if (Array.isArray(manifest)) {
    throw usageError(
      `${dir} holds ${held.join(', ')}, which no dataset of ours explains: choose another folder, or replace them with --force`,
    );
  }
  return { made };
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

/** Gives the files their names: the old manifest goes first and the new one comes last. */
export async function commitFiles(dir: string): Promise<void> {
  await rm(path.join(dir, manifestName), { force: true });
  for (const kind of kinds) {
    const name = fileNameOf(kind);
    await rename(path.join(dir, partial(name)), path.join(dir, name));
  }
  await rename(path.join(dir, partial(manifestName)), path.join(dir, manifestName));
}

/** Removes what an unfinished run left. */
export async function discardPartials(dir: string): Promise<void> {
  for (const name of ownNames) await rm(path.join(dir, partial(name)), { force: true });
}
