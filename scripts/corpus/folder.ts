import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Files } from './build.ts';

/** What is written by people in the folder of the corpus. */
const byHand = new Set(['README.md']);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .map((name) => name.split(sep).join('/'))
      .filter((name) => !byHand.has(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** How a folder differs from what it should be. */
export interface Difference {
  /** Files that should be there and are not. */
  readonly missing: readonly string[];
  /** Files with other bytes. */
  readonly changed: readonly string[];
  /** Files that nothing asks for. */
  readonly orphans: readonly string[];
}

/** Compares a folder with the files that should be in it. */
export function compareFolder(folder: string, files: Files): Difference {
  const there = new Set(namesIn(folder));
  const names = [...files.keys()];
  const same = (name: string) => readFileSync(join(folder, name)).equals(files.get(name) ?? new Uint8Array());
  return {
    missing: names.filter((name) => !there.has(name)).toSorted(),
    changed: names.filter((name) => there.has(name) && !same(name)).toSorted(),
    orphans: [...there].filter((name) => !files.has(name)).toSorted(),
  };
}

/** Makes a folder hold these files and no others, but for what people write in it. */
export function updateFolder(folder: string, files: Files, difference: Difference): void {
  for (const name of difference.orphans) rmSync(join(folder, name));
  for (const name of [...difference.missing, ...difference.changed]) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, files.get(name) ?? '');
  }
  removeEmptyFolders(folder);
}

function removeEmptyFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const below = join(folder, entry.name);
    removeEmptyFolders(below);
    if (readdirSync(below).length === 0) rmSync(below, { recursive: true });
  }
}
