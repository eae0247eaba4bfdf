import { readFile } from 'node:fs/promises';
import { describeFileError } from '../../support/files.ts';
import type { OptionReader } from '../options.ts';

/**
 * What stands in the file that `--expect` names; every problem goes to the reader.
 * @param read makes known deviations of a text.
 */
export async function readExpectFile<T>(
  reader: OptionReader,
  file: string | undefined,
  read: (text: string) => { readonly expectations: readonly T[]; readonly problems: readonly string[] },
): Promise<readonly T[]> {
  if (file === undefined) return [];
  try {
    const { expectations, problems } = read(await readFile(file, 'utf8'));
    for (const problem of problems) reader.problem(`--expect: ${file}: ${problem}`);
    return expectations;
  } catch (error) {
    reader.problem(`--expect: ${file}: ${describeFileError(error)}`);
    return [];
  }
}

/**
 * The cases that former runs saved in the folder that `--save` names; every problem goes to the reader.
 * @param read reads such a folder.
 */
export async function readSaveFolder<T>(
  reader: OptionReader,
  folder: string | undefined,
  read: (folder: string) => Promise<{ readonly cases: readonly T[]; readonly problems: readonly string[] }>,
): Promise<readonly T[]> {
  if (folder === undefined) return [];
  try {
    const { cases, problems } = await read(folder);
    for (const problem of problems) reader.problem(`--save: ${problem}`);
    return cases;
  } catch (error) {
    reader.problem(`--save: ${folder}: ${describeFileError(error)}`);
    return [];
  }
}
