import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createDataset, readDataset, writeDataset } from '../index.ts';
import { failure, filesOf, withFolder } from './testing/folder.ts';

const options = { seed: 5, threads: 12, sessions: 4 };
const makeAll = async (outDir: string, count: number, more: { gzip?: boolean; format?: 'json' } = {}) => {
  // Last first: no part needs another.
  for (let index = count; index >= 1; index -= 1)
    await writeDataset({ outDir, options, shard: { index, count }, ...more });
};
const joined = (files: Record<string, Buffer>, kind: string): Buffer =>
  Buffer.concat(
    Object.keys(files)
      .filter((name) => name.startsWith(`${kind}-`))
      .map((name) => (name.endsWith('.gz') ? gunzipSync(files[name] as Buffer) : (files[name] as Buffer))),
  );

describe('parts', () => {
  it.each([1, 2, 3, 5, 12, 16])('%i joined by name are the whole, byte for byte', (count) =>
    withFolder(async (root) => {
      const [whole, parts] = [path.join(root, 'whole'), path.join(root, 'parts')];
      await writeDataset({ outDir: whole, options });
      await makeAll(parts, count);
      const [one, many] = [await filesOf(whole), await filesOf(parts)];
      expect(Object.keys(many)).toHaveLength(4 * count);
      for (const kind of ['sessions', 'threads', 'items'])
        expect(joined(many, kind).equals(one[`${kind}.ndjson`] as Buffer)).toBe(true);
      const read = await readDataset(parts);
      expect([read.sessions, read.threads, read.items]).toEqual(Object.values(createDataset(options)));
      expect(read.manifest.counts).toEqual((await readDataset(whole)).manifest.counts);
    }),
  );

  it('may be made at the same time, in one folder', () =>
    withFolder(async (root) => {
      const [whole, parts] = [path.join(root, 'whole'), path.join(root, 'parts')];
      const each = Array.from({ length: 16 }, (_, at) => ({ index: at + 1, count: 16 }));
      await Promise.all([
        writeDataset({ outDir: whole, options }),
        ...each.map((shard) => writeDataset({ outDir: parts, options, shard })),
      ]);
      const [one, many] = [await filesOf(whole), await filesOf(parts)];
      expect(Object.keys(many)).toHaveLength(4 * 16);
      for (const kind of ['sessions', 'threads', 'items'])
        expect(joined(many, kind).equals(one[`${kind}.ndjson`] as Buffer)).toBe(true);
    }));

  it('are named so that their order is that of the names, and say what they hold', () =>
    withFolder(async (dir) => {
      const manifest = await writeDataset({ outDir: dir, options, shard: { index: 2, count: 5 } });
      expect(Object.keys(await filesOf(dir))).toEqual([
        'items-00002-of-00005.ndjson',
        'manifest-00002-of-00005.json',
        'sessions-00002-of-00005.ndjson',
        'threads-00002-of-00005.ndjson',
      ]);
      expect([manifest.shard, manifest.options, manifest.counts.threads]).toEqual([
        { index: 2, count: 5, sessions: { from: 0, to: 1 }, threads: { from: 2, to: 4 } },
        expect.objectContaining({ threads: 12, sessions: 4 }),
        2,
      ]);
    }));

  it.each([{ gzip: true }, { format: 'json' as const }, { format: 'json' as const, gzip: true }])(
    'are read in other forms too: %j',
    (form) =>
      withFolder(async (dir) => {
        await makeAll(dir, 3, form);
        expect((await readDataset(dir)).items).toEqual(createDataset(options).items);
      }),
  );

  it('are gone when a whole dataset replaces them', () =>
    withFolder(async (dir) => {
      await makeAll(dir, 3);
      await writeDataset({ outDir: dir, options });
      expect(Object.keys(await filesOf(dir))).toHaveLength(4);
    }));

  it.each([
    [{ index: 0, count: 3 }, 'shard: expected a part from 1 to 3, got 0'],
    [{ index: 4, count: 3 }, 'shard: expected a part from 1 to 3, got 4'],
    [{ index: 1, count: 100_000 }, 'shard: expected 1 to 99999 parts, got 100000'],
  ])('must exist: %j', (shard, message) =>
    withFolder(async (dir) => {
      expect((await failure(writeDataset({ outDir: dir, options, shard }))).message).toBe(message);
    }),
  );
});

describe('a set that is not complete', () => {
  it('is refused with the names of what is missing', () =>
    withFolder(async (dir) => {
      await makeAll(dir, 9);
      await rm(path.join(dir, 'manifest-00003-of-00009.json'));
      const one = await failure(readDataset(dir));
      expect([one.exitCode, one.message]).toEqual([
        2,
        `${dir} lacks part 3/9 (manifest-00003-of-00009.json): make what is missing with \`generate --shard\``,
      ]);
      for (const index of [1, 2, 4, 5, 6, 7]) await rm(path.join(dir, `manifest-0000${index}-of-00009.json`));
      expect((await failure(readDataset(dir))).message).toMatch(
        /lacks parts 1\/9 \(.*\), 2\/9 .*, 5\/9 \(manifest-00005-of-00009\.json\), …: make/,
      );
    }));

  it('is no whole dataset, whatever its manifest is called', () =>
    withFolder(async (dir) => {
      await writeDataset({ outDir: dir, options, shard: { index: 2, count: 2 } });
      await rename(path.join(dir, 'manifest-00002-of-00002.json'), path.join(dir, 'manifest.json'));
      expect((await failure(readDataset(dir))).message).toContain('lacks part 1/2');
    }));

  it('is refused when its parts are of different datasets, by the reader and by the writer', () =>
    withFolder(async (root) => {
      const [one, other] = [path.join(root, 'one'), path.join(root, 'other')];
      await writeDataset({ outDir: one, options, shard: { index: 1, count: 2 } });
      const foreign = { outDir: one, options: { ...options, seed: 6 }, shard: { index: 2, count: 2 } };
      const refused = await failure(writeDataset(foreign));
      expect([refused.exitCode, refused.message]).toEqual([
        2,
        `${one} holds a part of another dataset (manifest-00001-of-00002.json has other options): choose another folder`,
      ]);
      await writeDataset({ ...foreign, outDir: other });
      for (const [name, bytes] of Object.entries(await filesOf(other)))
        await writeFile(path.join(one, name), bytes);
      const mixed = await failure(readDataset(one));
      expect(mixed.exitCode).toBe(1);
      expect(mixed.message).toContain('are parts of different datasets');
    }));

  it('is not written beside an unfinished one', () =>
    withFolder(async (dir) => {
      await writeFile(path.join(dir, 'progress.ndjson.partial'), '');
      const error = await failure(writeDataset({ outDir: dir, options, shard: { index: 1, count: 2 } }));
      expect(error.message).toBe(
        `${dir} holds an unfinished dataset: parts of another one need a folder of their own`,
      );
    }));

  it('has a format that there is', () =>
    withFolder(async (dir) => {
      const error = await failure(writeDataset({ outDir: dir, options, format: 'xml' as 'json' }));
      expect(error.message).toBe('format: expected one of ndjson, json, har, got xml');
    }));

  it('is not written beside a whole dataset', () =>
    withFolder(async (dir) => {
      await writeDataset({ outDir: dir, options });
      const error = await failure(writeDataset({ outDir: dir, options, shard: { index: 1, count: 2 } }));
      expect(error.message).toBe(
        `${dir} holds a whole dataset: parts of another one need a folder of their own`,
      );
    }));
});
