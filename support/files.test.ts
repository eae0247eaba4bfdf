import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeFileError, makeFolders, removeEmptyFolders } from './files.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'files-'));
});
afterEach(() => rm(base, { recursive: true }));

it('makes a folder and those above it, and names the topmost that it made', async () => {
  const deep = path.join(base, 'a', 'b', 'c');
  expect(await makeFolders(deep)).toBe(path.join(base, 'a'));
  expect(await makeFolders(deep)).toBe(undefined);
  expect(await makeFolders(path.join(deep, 'd'))).toBe(path.join(deep, 'd'));
});

it('ends where a file system answers ENOENT for good', async () => {
  await expect(makeFolders('/proc/nowhere/deep')).rejects.toMatchObject({ code: 'ENOENT' });
});

it('takes back what it made and no more', async () => {
  const deep = path.join(base, 'a', 'b');
  const top = (await makeFolders(deep)) as string;
  await writeFile(path.join(base, 'a', 'mine.txt'), '');
  await removeEmptyFolders(deep, top);
  expect(await readdir(path.join(base, 'a'))).toEqual(['mine.txt']);
  await rm(path.join(base, 'a', 'mine.txt'));
  await mkdir(path.join(base, 'a', 'b'));
  await removeEmptyFolders(deep, deep);
  expect(await readdir(base)).toEqual(['a']);
  await mkdir(deep);
  await removeEmptyFolders(deep, top);
  expect(await readdir(base)).toEqual([]);
});

const fault = (code: string | undefined) => Object.assign(new Error('as the system says'), { code });

it('says what went wrong in words', () => {
  expect(describeFileError(fault('ENOSPC'))).toBe('no space is left on the device (ENOSPC)');
  expect(describeFileError(fault('EIO'))).toBe('as the system says');
  expect(describeFileError(fault(undefined))).toBe('as the system says');
});
