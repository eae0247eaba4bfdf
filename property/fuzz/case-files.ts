import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What was read, and what is wrong with the rest, in words. */
export interface ReadFiles<T> {
  readonly read: readonly T[];
  readonly problems: readonly string[];
}

/**
 * Reads lines of which each is one value; empty ones and those that begin with `#` are left out.
 * @param readLine makes a value of a line and its number, from 1, or says what is wrong with it.
 */
export function readLines<T extends object>(
  text: string,
  readLine: (line: string, number: number) => T | string,
): ReadFiles<T> {
  const read: T[] = [];
  const problems: string[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const value = readLine(line, i + 1);
    if (typeof value === 'string') problems.push(`line ${i + 1}: ${value}`);
    else read.push(value);
  }
  return { read, problems };
}

/** A word, so that it is told from the number of a line. */
const idForm = /^[a-z][\w.-]*$/i;

/**
 * The path of a known deviation: by the id that its line has, else by its number in the file, which is another one as
 * soon as lines are put before it.
 * @returns undefined when the id is none.
 */
export function expectedPath(id: unknown, line: number): string | undefined {
  if (id === undefined) return `expected:${line}`;
  return typeof id === 'string' && idForm.test(id) ? `expected:${id}` : undefined;
}

/** What is wrong with lines whose path another line has too. */
export const doublePaths = (lines: readonly { readonly line: number; readonly path: string }[]): string[] =>
  lines
    .filter(({ path: one }, i) => lines.findIndex((each) => each.path === one) < i)
    .map(
      ({ line, path: one }) => `line ${line}: another line has the id '${one.slice('expected:'.length)}' too`,
    );

/**
 * Reads the JSON files of a folder in the order of their names; nothing when there is no such folder yet.
 * @param readCase makes a value of a file's name and content, or says what is wrong with it.
 * @throws Error of the file system.
 */
export async function readJsonFiles<T extends object>(
  folder: string,
  readCase: (name: string, content: string) => T | string,
): Promise<ReadFiles<T>> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { read: [], problems: [] };
    throw error;
  }
  const read: T[] = [];
  const problems: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.json')).toSorted()) {
    const value = readCase(name, await readFile(path.join(folder, name), 'utf8'));
    if (typeof value === 'string') problems.push(`${path.join(folder, name)}: ${value}`);
    else read.push(value);
  }
  return { read, problems };
}
