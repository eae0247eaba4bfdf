import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import type { RunFile } from './run-file.ts';
import { createRunFolder, runFolderName } from './run-folder.ts';

const record = {
  id: 1,
  session: 's1',
  step: '1x',
  intendedMs: 0,
  sentMs: 0,
  firstByteMs: 1,
  endMs: 1,
  status: 200,
} satisfies RequestRecord;
const run = { formatVersion: 1, kind: 'bench' } as RunFile;
let base: string;

beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'run-folder-'));
});
afterEach(() => rm(base, { recursive: true }));

it('holds the records as lines and run.json once it is whole', async () => {
  const dir = path.join(base, 'deep', 'run');
  const folder = await createRunFolder(dir);
  folder.add(record);
  folder.add({ ...record, id: 2 });
  expect(await readdir(dir)).toEqual(['records.ndjson']);
  await folder.finish(run);
  expect((await readdir(dir)).toSorted()).toEqual(['records.ndjson', 'run.json']);
  const lines = (await readFile(path.join(dir, 'records.ndjson'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as RequestRecord).id)).toEqual([1, 2]);
  expect(JSON.parse(await readFile(path.join(dir, 'run.json'), 'utf8'))).toEqual(run);
});

it('never mixes two runs', async () => {
  const folder = await createRunFolder(base);
  await folder.finish(run);
  await expect(createRunFolder(base)).rejects.toMatchObject({
    exitCode: 2,
    message: `--out: ${base} holds a run already; name another folder`,
  });
});

it('takes back what it made, and only that', async () => {
  await (await createRunFolder(path.join(base, 'deep', 'run'))).discard();
  expect(await readdir(base)).toEqual([]);
  const made = path.join(base, 'made');
  await (await createRunFolder(made)).discard();
  expect(await readdir(base)).toEqual([]);
  await mkdir(made);
  await writeFile(path.join(made, 'mine.txt'), '');
  await (await createRunFolder(made)).discard();
  expect(await readdir(made)).toEqual(['mine.txt']);
});

it('says why a folder cannot be written', async () => {
  const file = path.join(base, 'file');
  await writeFile(file, '');
  await expect(createRunFolder(path.join(file, 'run'))).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('ENOTDIR'),
  });
  // Where Node's own recursive mkdir would never return.
  await expect(createRunFolder('/proc/nowhere/run')).rejects.toMatchObject({
    message: '--out: /proc/nowhere/run cannot be written (ENOENT)',
  });
});

it('is named by its start, without characters that a file system minds', () => {
  expect(runFolderName(Date.UTC(2026, 0, 31, 12, 0, 0, 250))).toBe('2026-01-31T12-00-00-250Z');
});
