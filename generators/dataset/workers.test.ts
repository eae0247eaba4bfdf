import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDataset, readDataset } from '../index.ts';
import type { DatasetOptions, WriteDatasetSettings } from '../index.ts';
import { failure, filesOf, fiveParts, withFolder, writeSmallParts } from './testing/folder.ts';

type Form = Partial<WriteDatasetSettings> & Pick<DatasetOptions, 'profile'>;

describe('workers', () => {
  it.each<Form>([
    {},
    { gzip: true },
    { format: 'json' },
    { shard: { index: 2, count: 2 } },
    { shard: { index: 7, count: 10 }, profile: 'edge', gzip: true },
  ])('change nothing but the time: %j', ({ profile = 'typical', ...form }) =>
    withFolder(async (root) => {
      const made = [];
      for (const workers of [1, 2, 7]) {
        const outDir = path.join(root, String(workers));
        await writeSmallParts({ outDir, options: { ...fiveParts, profile }, workers, ...form });
        made.push(await filesOf(outDir));
      }
      expect(Object.keys(made[0] ?? {}).length).toBeGreaterThan(profile === 'edge' ? 7 : 6);
      for (const other of made.slice(1)) {
        expect(Object.keys(other)).toEqual(Object.keys(made[0] ?? {}));
        for (const [name, bytes] of Object.entries(other)) expect(made[0]?.[name]?.equals(bytes)).toBe(true);
      }
    }),
  );

  it.each<Form>([{}, { gzip: true }, { format: 'json' }, { profile: 'edge', format: 'json' }])(
    'and a thread that is larger than memory may come in instalments: %j',
    ({ profile = 'typical', ...form }) =>
      withFolder(async (root) => {
        const options = { seed: 3, threads: 3, items: { min: 5000, max: 5000 }, profile };
        const [one, two] = ['one', 'two'].map((name) => path.join(root, name)) as [string, string];
        await writeSmallParts({ outDir: one, options, ...form });
        await writeSmallParts({ outDir: two, options, ...form, workers: 2 });
        const [alone, together] = [await filesOf(one), await filesOf(two)];
        expect(Object.keys(alone)).toHaveLength(8);
        expect(
          Object.entries(alone).filter(([name, bytes]) => together[name]?.equals(bytes) !== true),
        ).toEqual([]);
        const { items, threads } = await readDataset(one);
        const { sessions: _, ...expected } = createDataset(options);
        expect({ items, threads }).toEqual(expected);
      }),
  );

  it('make all but a few parts beside the thread that asked, also when there is but one of them', () =>
    withFolder(async (root) => {
      const [here, beside] = ['here', 'beside'].map((name) => path.join(root, name)) as [string, string];
      await writeSmallParts({ outDir: here, options: fiveParts });
      const seen = new Set<boolean>();
      const onProgress = () => {
        seen.add(process.getActiveResourcesInfo().includes('MessagePort'));
      };
      await writeSmallParts({ outDir: beside, options: fiveParts, onProgress }, { partsHere: 5 });
      expect([...seen]).toEqual([true]);
      const [one, other] = [await filesOf(here), await filesOf(beside)];
      expect(Object.keys(other)).toEqual(Object.keys(one));
      expect(Object.entries(one).filter(([name, bytes]) => other[name]?.equals(bytes) !== true)).toEqual([]);
    }));

  it('end when the run is interrupted', () =>
    withFolder(async (root) => {
      const outDir = path.join(root, 'data');
      const abort = new AbortController();
      const run = writeSmallParts({
        outDir,
        options: { ...fiveParts, threads: 200_000 },
        workers: 2,
        signal: abort.signal,
        onProgress: ({ threads }) => {
          if (threads > 2000) abort.abort();
        },
      });
      const stopped = await failure(run);
      expect([stopped.exitCode, stopped.message]).toEqual([
        130,
        expect.stringMatching(
          /^interrupted: no dataset was written; \d+ of 200000 threads are kept, and --resume goes on from there$/,
        ),
      ]);
      expect(process.getActiveResourcesInfo().filter((name) => name === 'Worker')).toEqual([]);
    }));

  it('are from 1 to 256', () =>
    withFolder(async (dir) => {
      for (const workers of [0, 257, 1.5])
        expect((await failure(writeSmallParts({ outDir: dir, workers }))).message).toBe(
          `workers: expected a whole number from 1 to 256, got ${workers}`,
        );
    }));
});
