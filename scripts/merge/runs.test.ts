import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RequestRecord } from '../../load/records.ts';
import { judgeRuns } from './judge-runs.ts';
import { runsInTime } from './runs-in-time.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'runs-'));
});
afterEach(() => rm(dir, { recursive: true }));

const record = (id: number, sentMs: number | null, endMs: number | null, status = 200): RequestRecord => ({
  id,
  session: 's1',
  step: '2x',
  intendedMs: sentMs,
  sentMs,
  firstByteMs: endMs,
  endMs,
  status: endMs === null ? null : status,
});

async function source(label: string, offsetMs: number, records: readonly RequestRecord[], text = '') {
  const folder = path.join(dir, label);
  await mkdir(folder);
  const lines = records.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(path.join(folder, 'records.ndjson'), lines + text);
  return { dir: folder, told: records.length, label, offsetMs, uncertaintyMs: 0 };
}

it('takes the records of several runs in the order of their answers on one clock, as often as asked', async () => {
  const sources = [
    // Never answered, and never sent: right after what came before them.
    await source('a', 0, [record(1, 0, 10), record(2, 5, null), record(3, null, null), record(4, 500, 510)]),
    await source('b', 100, [record(1, 0, 5), record(2, 300, 405)]),
    await source('c', 0, []),
  ];
  const merged = runsInTime(sources, {});
  const seen = () => Array.from(merged, ({ id, session, sentMs }) => [id, session, sentMs]);
  const expected = [
    [1, 'a/s1', 0],
    [2, 'a/s1', 5],
    [3, 'a/s1', null],
    [4, 'b/s1', 100],
    [5, 'b/s1', 400],
    [6, 'a/s1', 500],
  ];
  expect(seen()).toEqual(expected);
  expect(seen()).toEqual(expected);
});

it('refuses a run whose records are not all there, and one that has more than it tells of', async () => {
  const whole = await source('a', 0, [record(1, 0, 1)]);
  const other = await source('b', 0, [record(1, 0, 1), record(2, 3, 4)]);
  for (const told of [1, 3])
    expect(() => [...runsInTime([whole, { ...other, told }], {})]).toThrow(
      expect.objectContaining({
        exitCode: 2,
        problems: [`${other.dir}: records.ndjson holds 2 of the ${told} requests that run.json tells of`],
      }),
    );
});

it('names the folder and the line that is no record', async () => {
  const sources = [await source('a', 0, [record(1, 0, 1)]), await source('b', 0, [record(1, 0, 1)], '{')];
  expect(() => [...runsInTime(sources, {})]).toThrow(
    expect.objectContaining({
      exitCode: 2,
      problems: [`${path.join(dir, 'b')}: records.ndjson: line 2 is no JSON`],
    }),
  );
});

const judged = {
  options: {},
  policies: new Map([['a/s1', { limit: 5, windowMs: 1000 }]]),
  fresh: true,
  health: null,
} as const;

it('judges in a thread of its own, and tells how far it is', async () => {
  const many = Array.from({ length: 30_000 }, (_, i) =>
    record(i + 1, i * 20, i * 20 + 1, i % 10 < 5 ? 200 : 429),
  );
  const sources = [await source('a', 0, many)];
  const kinds = new Set<string>();
  const verdicts = await judgeRuns(
    { ...judged, sources },
    { signal: new AbortController().signal, onProgress: ({ kind }) => kinds.add(kind) },
  );
  // Five at the beginning of each of ten: six in any window that begins with the last of them.
  expect(verdicts?.rolling.overall.outcome).toBe('proved');
  expect([...kinds]).toContain('claim');
});

it('lets go when it is interrupted, at whatever point', async () => {
  const many = Array.from({ length: 30_000 }, (_, i) =>
    record(i + 1, i * 20, i * 20 + 1, i % 10 < 5 ? 200 : 429),
  );
  const runs = { ...judged, sources: [await source('a', 0, many)] };
  const abort = new AbortController();
  expect(await judgeRuns(runs, { signal: abort.signal, onProgress: () => abort.abort() })).toBeNull();
  expect(await judgeRuns(runs, { signal: abort.signal, onProgress: () => undefined })).toBeNull();
});
