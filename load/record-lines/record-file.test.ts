import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordOf } from '../analysis/testing/records.ts';
import { createRecordFile } from './record-file.ts';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'record-file-'));
  file = path.join(dir, 'records.ndjson');
});
afterEach(() => rm(dir, { recursive: true }));

const record = (id: number) => recordOf(id, id, id + 1, { requestId: `req_${id}` });
const linesOf = (count: number): string =>
  Array.from({ length: count }, (_, i) => `${JSON.stringify(record(i))}\n`).join('');

it.each([
  ['at its leisure', 2 ** 25],
  ['as soon as a piece is full, where nothing may wait', 0],
  ['by turns, where one piece may wait', 2 ** 18],
])('holds every record in its place, written %s', async (_, mostWaitingBytes) => {
  const records = createRecordFile(file, mostWaitingBytes);
  for (let i = 0; i < 20_000; i += 1) {
    records.add(record(i));
    // Here and there the disk gets a turn.
    if (i % 5300 === 0) await sleep(1);
  }
  expect(await records.close()).toBeNull();
  expect((await readFile(file, 'utf8')) === linesOf(20_000)).toBe(true);
});

it('gives what was written so far while it goes on', async () => {
  const records = createRecordFile(file);
  for (let i = 0; i < 3000; i += 1) records.add(record(i));
  expect(Array.from(records.records(), ({ id }) => id)).toEqual(Array.from({ length: 3000 }, (_, i) => i));
  for (let i = 3000; i < 6000; i += 1) records.add(record(i));
  expect(Array.from(records.records())).toHaveLength(6000);
  await records.close();
  expect(await readFile(file, 'utf8')).toBe(linesOf(6000));
});

it('has the records of a slow run in the file, too', async () => {
  const records = createRecordFile(file);
  records.add(record(0));
  await expect.poll(() => readFile(file, 'utf8')).toBe(linesOf(1));
  await records.close();
});
