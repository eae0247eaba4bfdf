import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkOutput } from './check-output.ts';
import { OptionReader } from './options.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'output-'));
  await mkdir(path.join(dir, 'folder'));
  await writeFile(path.join(dir, 'file'), '');
});
afterAll(() => rm(dir, { recursive: true }));

const problemsOf = (name: string | undefined, wanted: 'file' | 'folder'): string => {
  const reader = new OptionReader();
  checkOutput(reader, '--out', name === undefined ? undefined : path.join(dir, name), wanted);
  try {
    reader.check();
    return '';
  } catch (error) {
    return (error as Error).message.replaceAll(dir, 'DIR');
  }
};

it.each([
  [undefined, 'file'],
  ['file', 'file'],
  ['new', 'file'],
  ['a/b/new', 'file'],
  ['folder', 'folder'],
  ['a/b', 'folder'],
] as const)('%s can be written as a %s', (name, wanted) => {
  expect(problemsOf(name, wanted)).toBe('');
});

it.each([
  ['folder', 'file', '--out: DIR/folder cannot be written: a folder of this name is in the way'],
  ['file', 'folder', '--out: DIR/file cannot be written: a file of this name is in the way'],
  [
    'file/x',
    'file',
    '--out: DIR/file/x cannot be written: a part of the path is a file, not a folder (ENOTDIR)',
  ],
] as const)('%s cannot be written as a %s', (name, wanted, problem) => {
  expect(problemsOf(name, wanted)).toBe(problem);
});
