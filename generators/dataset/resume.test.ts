import { appendFile, readFile, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataset, writeDataset } from '../index.ts';
import type { WriteDatasetSettings, WriteProgress } from '../index.ts';
import { failure, filesOf, fivePieces, withFolder } from './testing/folder.ts';

/** Runs until two of five pieces are whole. */
async function interrupt(outDir: string, more: Partial<WriteDatasetSettings> = {}): Promise<void> {
  const abort = new AbortController();
  const onProgress = ({ threads }: WriteProgress) => {
    if (threads >= 600) abort.abort();
  };
  const stopped = await failure(
    writeDataset({ outDir, options: fivePieces, ...more, signal: abort.signal, onProgress }),
  );
  expect([stopped.exitCode, stopped.message]).toEqual([
    130,
    'interrupted: no dataset was written; 600 of 1500 threads are kept, and --resume goes on from there',
  ]);
}

/** Resumes, and yields what was kept and what was made in addition. */
async function resume(outDir: string, more: Partial<WriteDatasetSettings> = {}) {
  const kept: number[] = [];
  const made: number[] = [];
  await writeDataset({
    outDir,
    options: fivePieces,
    resume: true,
    ...more,
    onResume: ({ threads }) => kept.push(threads),
    onProgress: ({ threads }) => made.push(threads),
  });
  return { kept, made };
}

const wholes = new Map<string, Promise<Record<string, Buffer>>>();
/** What a run writes that nothing interrupts; made once. */
function wholeOf(more: Partial<WriteDatasetSettings>): Promise<Record<string, Buffer>> {
  const key = JSON.stringify(more);
  const made =
    wholes.get(key) ??
    withFolder(async (dir) => {
      await writeDataset({ outDir: dir, options: fivePieces, ...more });
      return filesOf(dir);
    });
  wholes.set(key, made);
  return made;
}

const withInterrupted = (
  work: (dir: string, whole: Record<string, Buffer>) => Promise<void>,
  more: Partial<WriteDatasetSettings> = {},
): Promise<void> =>
  withFolder(async (root) => {
    const dir = path.join(root, 'data');
    await interrupt(dir, more);
    await work(dir, await wholeOf(more));
  });

describe('a run that was interrupted', () => {
  it('leaves nothing that looks whole', () =>
    withInterrupted(async (dir) => {
      expect((await readdir(dir)).toSorted()).toEqual([
        'items.ndjson.partial',
        'progress.ndjson.partial',
        'sessions.ndjson.partial',
        'threads.ndjson.partial',
      ]);
      expect((await failure(readDataset(dir))).exitCode).toBe(2);
    }));

  it.each<Partial<WriteDatasetSettings>>([
    {},
    { gzip: true },
    { format: 'json' },
    { format: 'json', gzip: true },
    { workers: 2 },
  ])('is taken up where it stopped, with the same bytes in the end: %j', (more) =>
    withInterrupted(async (dir, whole) => {
      expect(await resume(dir, more)).toEqual({ kept: [600], made: [900, 1200, 1500] });
      expect(await filesOf(dir)).toEqual(whole);
    }, more),
  );

  it('is taken up by any number of workers, more than once', () =>
    withInterrupted(async (dir, whole) => {
      const abort = new AbortController();
      const onProgress = () => abort.abort();
      const again = { outDir: dir, options: fivePieces, workers: 2, resume: true, onProgress };
      const stopped = await failure(writeDataset({ ...again, signal: abort.signal }));
      expect(stopped.message).toContain('900 of 1500 threads are kept');
      expect(await resume(dir)).toEqual({ kept: [900], made: [1200, 1500] });
      expect(await filesOf(dir)).toEqual(whole);
    }));

  it('begins anew unless it is resumed', () =>
    withInterrupted(async (dir, whole) => {
      const made: number[] = [];
      await writeDataset({ outDir: dir, options: fivePieces, onProgress: (p) => made.push(p.threads) });
      expect(made).toEqual([300, 600, 900, 1200, 1500]);
      expect(await filesOf(dir)).toEqual(whole);
    }));

  it('is not taken up with other options, and stays as it is', () =>
    withInterrupted(async (dir) => {
      const before = await filesOf(dir);
      for (const other of [{ options: { ...fivePieces, seed: 9 } }, { gzip: true }]) {
        const refused = await failure(resume(dir, other));
        expect([refused.exitCode, refused.message]).toEqual([
          2,
          `${dir} holds an unfinished run with other options (or of another version): repeat its options, or begin anew without resuming`,
        ]);
      }
      expect(await filesOf(dir)).toEqual(before);
    }));
});

describe('what is kept is checked', () => {
  const items = 'items.ndjson.partial';
  it.each<[string, (dir: string) => Promise<void>, number[]]>([
    ['bytes beyond the last piece', (dir) => appendFile(path.join(dir, items), 'half a li'), [600]],
    ['a file cut within the second piece', (dir) => truncate(path.join(dir, items), 2_000_000), [300]],
    ['a file cut within the first piece', (dir) => truncate(path.join(dir, items), 100), []],
    ['a file that is gone', (dir) => rm(path.join(dir, items)), []],
    [
      'a byte that changed in the first piece',
      async (dir) => {
        const bytes = await readFile(path.join(dir, items));
        bytes[7] = 0;
        await writeFile(path.join(dir, items), bytes);
      },
      [],
    ],
    [
      'a checkpoint that was cut off',
      async (dir) => {
        const file = path.join(dir, 'progress.ndjson.partial');
        await truncate(file, (await readFile(file)).length - 9);
      },
      [300],
    ],
    [
      'a file that was named already',
      (dir) => rename(path.join(dir, items), path.join(dir, 'items.ndjson')),
      [600],
    ],
  ])('%s', (_, damage, kept) =>
    withInterrupted(async (dir, whole) => {
      await damage(dir);
      // As a run leaves it that was killed while it gave the files their names.
      await writeFile(path.join(dir, 'manifest.json.partial'), '');
      expect((await resume(dir)).kept).toEqual(kept);
      expect(await filesOf(dir)).toEqual(whole);
    }),
  );
});

describe('resuming', () => {
  it('makes nothing where all is whole, and makes anew what is not', () =>
    withFolder(async (dir) => {
      const shard = { index: 2, count: 2 };
      const settings = { options: fivePieces, shard };
      await writeDataset({ outDir: dir, ...settings });
      const whole = await filesOf(dir);
      expect(await resume(dir, settings)).toEqual({ kept: [750], made: [] });
      await truncate(path.join(dir, 'items-00002-of-00002.ndjson'), 1000);
      expect((await resume(dir, settings)).kept).toEqual([]);
      expect(await filesOf(dir)).toEqual(whole);
      await rm(path.join(dir, 'items-00002-of-00002.ndjson'));
      expect((await resume(dir, settings)).kept).toEqual([]);
      expect(await filesOf(dir)).toEqual(whole);
    }));

  it('begins where there is nothing yet', () =>
    withFolder(async (root) => {
      const dir = path.join(root, 'new');
      expect((await resume(dir)).kept).toEqual([]);
      expect((await readDataset(dir)).threads).toHaveLength(1500);
    }));
});
