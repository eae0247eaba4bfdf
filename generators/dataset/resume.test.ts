import {
  appendFile,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../index.ts';
import type { WriteDatasetSettings, WriteProgress } from '../index.ts';
import { failure, filesOf, fiveParts, withFolder, writeSmallParts } from './testing/folder.ts';

/** Runs until two of five parts are whole. */
async function interrupt(outDir: string, more: Partial<WriteDatasetSettings> = {}): Promise<void> {
  const abort = new AbortController();
  const onProgress = ({ threads }: WriteProgress) => {
    if (threads >= 600) abort.abort();
  };
  const stopped = await failure(
    writeSmallParts({ outDir, options: fiveParts, ...more, signal: abort.signal, onProgress }),
  );
  expect([stopped.exitCode, stopped.message]).toEqual([
    130,
    'interrupted: no dataset was written; 600 of 1500 threads are kept, and --resume goes on from there',
  ]);
}

/** Resumes, and yields what was kept, and how many threads were made in addition. */
async function resume(outDir: string, more: Partial<WriteDatasetSettings> = {}) {
  const kept: number[] = [];
  let reached: WriteProgress | undefined;
  await writeSmallParts({
    outDir,
    options: fiveParts,
    resume: true,
    ...more,
    onResume: ({ threads }) => kept.push(threads),
    onProgress: (progress) => (reached = progress),
  });
  return { kept, reached: reached?.threads };
}

const wholes = new Map<string, Promise<Record<string, Buffer>>>();
/** What a run writes that nothing interrupts; made once. */
function wholeOf(more: Partial<WriteDatasetSettings>): Promise<Record<string, Buffer>> {
  const key = JSON.stringify(more);
  const made =
    wholes.get(key) ??
    withFolder(async (dir) => {
      await writeSmallParts({ outDir: dir, options: fiveParts, ...more });
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
        'items.00001.ndjson.partial',
        'items.00002.ndjson.partial',
        'progress.ndjson.partial',
        'sessions.ndjson.partial',
        'threads.00001.ndjson.partial',
        'threads.00002.ndjson.partial',
      ]);
      expect((await failure(readDataset(dir))).exitCode).toBe(2);
    }));

  it.each<Partial<WriteDatasetSettings>>([
    {},
    { gzip: true },
    { format: 'json' },
    { format: 'json', gzip: true },
  ])('is taken up where it stopped, with the same bytes in the end: %j', (more) =>
    withInterrupted(async (dir, whole) => {
      expect(await resume(dir, more)).toEqual({ kept: [600], reached: 1500 });
      expect(await filesOf(dir)).toEqual(whole);
    }, more),
  );

  it('makes what is missing alone', () =>
    withInterrupted(async (dir) => {
      const before = await stat(path.join(dir, 'items.00002.ndjson.partial'));
      await resume(dir);
      const after = await stat(path.join(dir, 'items.00002.ndjson'));
      expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    }));

  it('is taken up by any number of workers, more than once', () =>
    withInterrupted(async (dir, whole) => {
      const abort = new AbortController();
      const onProgress = ({ threads }: WriteProgress) => {
        if (threads >= 900) abort.abort();
      };
      const again = { outDir: dir, options: fiveParts, workers: 2, resume: true, onProgress };
      const stopped = await failure(writeSmallParts({ ...again, signal: abort.signal }));
      const [, kept] = /; (600|900|1200) of 1500 threads are kept/.exec(stopped.message) ?? [];
      expect(await resume(dir, { workers: 3 })).toEqual({ kept: [Number(kept)], reached: 1500 });
      expect(await filesOf(dir)).toEqual(whole);
    }));

  it('begins anew unless it is resumed', () =>
    withInterrupted(async (dir, whole) => {
      const made: number[] = [];
      await writeSmallParts({ outDir: dir, options: fiveParts, onProgress: (p) => made.push(p.threads) });
      expect([made[0], made.at(-1)]).toEqual([0, 1500]);
      expect(await filesOf(dir)).toEqual(whole);
    }));

  it.each([1, 2])('says so when the disk is full, and goes on when it is not, with %i workers', (workers) =>
    withInterrupted(async (dir, whole) => {
      // /dev/full takes nothing: the device that answers ENOSPC to every write.
      const file = path.join(dir, 'items.00004.ndjson.partial');
      await symlink('/dev/full', file);
      const stopped = await failure(resume(dir, { workers }));
      expect([stopped.exitCode, stopped.message]).toEqual([
        2,
        expect.stringMatching(
          /^cannot write the dataset to .*: no space is left on the device \(ENOSPC\); \d+ of 1500 threads are kept, and --resume goes on from there$/,
        ),
      ]);
      await rm(file);
      expect((await resume(dir, { workers })).reached).toBe(1500);
      expect(await filesOf(dir)).toEqual(whole);
    }),
  );

  it('leaves nothing behind for a run with other options', () =>
    withInterrupted(async (dir) => {
      await writeSmallParts({ outDir: dir, options: { ...fiveParts, threads: 3 } });
      expect((await readdir(dir)).toSorted()).toEqual([
        'items.ndjson',
        'manifest.json',
        'sessions.ndjson',
        'threads.ndjson',
      ]);
    }));

  it('is not taken up with other options, and stays as it is', () =>
    withInterrupted(async (dir) => {
      const before = await filesOf(dir);
      for (const other of [{ options: { ...fiveParts, seed: 9 } }, { gzip: true }]) {
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
  const first = 'items.00001.ndjson.partial';
  const second = 'items.00002.ndjson.partial';
  it.each<[string, (dir: string) => Promise<void>, number[]]>([
    ['bytes too many in the second part', (dir) => appendFile(path.join(dir, second), 'half a li'), [300]],
    ['a file cut', (dir) => truncate(path.join(dir, first), 100), [300]],
    ['a file that is gone', (dir) => rm(path.join(dir, first)), [300]],
    [
      'all files gone',
      async (dir) => {
        for (const name of [first, second, 'sessions.ndjson.partial']) await rm(path.join(dir, name));
      },
      [],
    ],
    [
      'a byte that changed',
      async (dir) => {
        const bytes = await readFile(path.join(dir, first));
        bytes[7] = 0;
        await writeFile(path.join(dir, first), bytes);
      },
      [300],
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
      (dir) => rename(path.join(dir, first), path.join(dir, 'items.00001.ndjson')),
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
      const settings = { options: fiveParts, shard };
      await writeSmallParts({ outDir: dir, ...settings });
      const whole = await filesOf(dir);
      expect(await resume(dir, settings)).toEqual({ kept: [750], reached: undefined });
      await truncate(path.join(dir, 'items-00002-of-00002.00003.ndjson'), 1000);
      expect((await resume(dir, settings)).kept).toEqual([]);
      expect(await filesOf(dir)).toEqual(whole);
      await rm(path.join(dir, 'items-00002-of-00002.00001.ndjson'));
      expect((await resume(dir, settings)).kept).toEqual([]);
      expect(await filesOf(dir)).toEqual(whole);
    }));

  it('does not replace a dataset with other options, unless it was being replaced', () =>
    withFolder(async (dir) => {
      await writeSmallParts({ outDir: dir, options: { ...fiveParts, seed: 9 } });
      const former = await filesOf(dir);
      const refused = await failure(resume(dir));
      expect([refused.exitCode, refused.message]).toEqual([
        2,
        `${dir} holds a dataset with other options (or of another version): repeat its options, or replace it without resuming`,
      ]);
      expect(await filesOf(dir)).toEqual(former);
      await interrupt(dir);
      expect((await resume(dir)).kept).toEqual([600]);
      expect(await filesOf(dir)).toEqual(await wholeOf({}));
    }));

  it('names a folder that stands where a file is to be written', () =>
    withFolder(async (dir) => {
      await mkdir(path.join(dir, 'items.ndjson'));
      const refused = await failure(resume(dir));
      expect([refused.exitCode, refused.message]).toEqual([
        2,
        `${path.join(dir, 'items.ndjson')} is a folder, where a file is to be written`,
      ]);
      expect(await readdir(dir)).toEqual(['items.ndjson']);
    }));

  it('begins where there is nothing yet', () =>
    withFolder(async (root) => {
      const dir = path.join(root, 'new');
      expect((await resume(dir)).kept).toEqual([]);
      expect((await readDataset(dir)).threads).toHaveLength(1500);
    }));
});
