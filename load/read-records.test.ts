import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordOf } from './analysis/testing/records.ts';
import { readRecords, recordsIn } from './read-records.ts';
import type { RequestRecord } from './records.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'records-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function read(text: string, signal?: AbortSignal): Promise<RequestRecord[]> {
  const file = path.join(dir, 'records.ndjson');
  await writeFile(file, text);
  const records: RequestRecord[] = [];
  await readRecords(file, (record) => records.push(record), signal);
  return records;
}

it('reads each line, across chunks, with or without a last newline, and leaves out empty ones', async () => {
  const records = Array.from({ length: 9000 }, (_, i) =>
    recordOf(i, i, i + 1, { requestId: 'ü'.repeat(100) }),
  );
  const lines = records.map((record) => JSON.stringify(record));
  expect(await read(`${lines.join('\n')}\n`)).toEqual(records);
  expect(await read(lines.slice(0, 2).join('\r\n\r\n'))).toEqual(records.slice(0, 2));
  expect(await read('')).toEqual([]);
});

it.each([
  ['{"id":', 'line 2 is no JSON'],
  ['7', 'line 2 is no record: an object is wanted'],
  ['{}', 'line 2 is no record: id is no number'],
  ['{"id":1}', 'line 2 is no record: session is no text'],
  [
    JSON.stringify({ ...recordOf(1, 1, 2), status: '200' }),
    'line 2 is no record: status is neither a number nor null',
  ],
  [
    JSON.stringify({ ...recordOf(1, 1, 2), headers: { date: 5 } }),
    'line 2 is no record: a header is no text',
  ],
  [JSON.stringify({ ...recordOf(1, 1, 2), headers: null }), 'line 2 is no record: headers is no object'],
])('names the line that is no record: %s', async (line, message) => {
  await expect(read(`${JSON.stringify(recordOf(1, 1, 2))}\n${line}\n`)).rejects.toThrow(message);
});

it('stops when told to, and passes on what the system says', async () => {
  await expect(read('{}', AbortSignal.abort())).rejects.toThrow('aborted');
  await expect(readRecords(path.join(dir, 'none'), () => {})).rejects.toThrow('ENOENT');
});

it('gives the records of a file as often as they are asked for', async () => {
  const file = path.join(dir, 'records.ndjson');
  const records = Array.from({ length: 9000 }, (_, i) => recordOf(i, i, i + 1, { requestId: `req_${i}` }));
  await writeFile(file, records.map((record) => JSON.stringify(record)).join('\n'));
  const inFile = recordsIn(file);
  expect([...inFile]).toEqual(records);
  for (const { id } of inFile) if (id === 5) break;
  expect([...inFile]).toHaveLength(9000);
  await writeFile(file, '{"id":');
  expect(() => [...inFile]).toThrow('line 1 is no JSON');
});
