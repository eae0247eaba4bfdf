import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { describeFileError, fileErrorCode } from '../support/files.ts';
import type { OptionReader } from './options.ts';

/** Whether there is a folder; false when there is nothing. @throws the system's error. */
function isFolder(place: string): boolean | undefined {
  try {
    return statSync(place).isDirectory();
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The folder itself, or the nearest one above it that there is. */
function nearest(folder: string): string {
  const above = path.dirname(folder);
  return isFolder(folder) === undefined && above !== folder ? nearest(above) : folder;
}

function problemOf(place: string, wanted: 'file' | 'folder'): string | undefined {
  try {
    const found = isFolder(place);
    if (found !== undefined && found !== (wanted === 'folder'))
      return found ? 'a folder of this name is in the way' : 'a file of this name is in the way';
    const written = found === undefined ? nearest(path.dirname(place)) : place;
    if (found === undefined && isFolder(written) === false) return `${written} is a file, not a folder`;
    accessSync(written, constants.W_OK);
    return undefined;
  } catch (error) {
    return describeFileError(error);
  }
}

/**
 * Looks whether what a run will write at its end can be written, before the run: its results would be lost otherwise.
 * @param place undefined when nothing is to be written.
 */
export function checkOutput(
  reader: OptionReader,
  option: string,
  place: string | undefined,
  wanted: 'file' | 'folder',
): void {
  if (place === undefined) return;
  const problem = problemOf(path.resolve(place), wanted);
  if (problem !== undefined) reader.problem(`${option}: ${place} cannot be written: ${problem}`);
}
