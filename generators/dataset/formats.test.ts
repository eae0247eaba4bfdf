import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createDataset, readDataset, writeDataset } from '../index.ts';
import { failure, filesOf, fiveParts, withFolder, writeSmallParts } from './testing/folder.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const small = { seed: 5, threads: 12, sessions: 4 };

describe('gzip', () => {
  it('holds the plain files, with a header that tells nothing of time and place', () =>
    withFolder(async (root) => {
      await writeDataset({ outDir: path.join(root, 'plain'), options: fiveParts });
      const manifest = await writeDataset({
        outDir: path.join(root, 'packed'),
        options: fiveParts,
        gzip: true,
      });
      const plain = await filesOf(path.join(root, 'plain'));
      const packed = await filesOf(path.join(root, 'packed'));
      expect(Object.keys(packed)).toEqual([
        'items.ndjson.gz',
        'manifest.json',
        'sessions.ndjson.gz',
        'threads.ndjson.gz',
      ]);
      for (const { name, kind, bytes, sha256: hash, gzip } of manifest.files) {
        const text = plain[`${kind}.ndjson`] as Buffer;
        const file = packed[name] as Buffer;
        expect(gunzipSync(file).equals(text)).toBe(true);
        expect([bytes, hash, gzip]).toEqual([
          text.length,
          sha256(text),
          { bytes: file.length, sha256: sha256(file) },
        ]);
        // ID1 ID2 CM FLG, MTIME four times 0, XFL, OS unknown (RFC 1952).
        expect([...file.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, expect.any(Number), 255]);
      }
      expect((await readDataset(path.join(root, 'packed'))).items).toEqual(createDataset(fiveParts).items);
    }));

  it('is whole where there is nothing to compress', () =>
    withFolder(async (dir) => {
      await writeDataset({ outDir: dir, options: { threads: 0, sessions: 0 }, gzip: true });
      const packed = Object.entries(await filesOf(dir)).filter(([name]) => name.endsWith('.gz'));
      expect(packed.map(([, bytes]) => gunzipSync(bytes).length)).toEqual([0, 0, 0]);
      expect((await readDataset(dir)).threads).toEqual([]);
    }));

  it('is refused when it was changed or cut off', () =>
    withFolder(async (dir) => {
      await writeDataset({ outDir: dir, options: small, gzip: true });
      const file = path.join(dir, 'items.ndjson.gz');
      const bytes = await readFile(file);
      for (const broken of [bytes.subarray(0, -9), Buffer.from('not gzip')]) {
        await writeFile(file, broken);
        const error = await failure(readDataset(dir));
        expect([error.exitCode, error.message]).toEqual([
          1,
          `${file} is not the file that manifest.json describes (its SHA-256 differs): it was changed or cut off; generate it again`,
        ]);
      }
    }));
});

describe('json', () => {
  it.each([
    small,
    fiveParts,
    { threads: 0, sessions: 0 },
    { threads: 1, items: { min: 0, max: 0 } },
    // The first threads may be empty.
    { seed: 3, threads: 6000, sessions: 1, items: { min: 0, max: 1 } },
    { threads: 2, items: { min: 5000, max: 5000 } },
  ])('is one array a file, an element a line: %j', (options) =>
    withFolder(async (dir) => {
      const manifest = await writeDataset({ outDir: dir, options, format: 'json' });
      const { sessions, threads, items } = createDataset(options);
      for (const [kind, entries] of Object.entries({ sessions, threads, items })) {
        const lines = entries.map((entry, index) => `${index > 0 ? ',' : ''}${JSON.stringify(entry)}\n`);
        const text = await readFile(path.join(dir, `${kind}.json`), 'utf8');
        expect(text === `[\n${lines.join('')}]\n`).toBe(true);
        expect(JSON.parse(text)).toHaveLength(entries.length);
      }
      const read = await readDataset(dir);
      expect([read.sessions, read.threads, read.items]).toEqual([sessions, threads, items]);
      expect(manifest.layout).toEqual({ format: 'json', gzip: false });
    }),
  );

  it('is an array of each part where there are several', () =>
    withFolder(async (dir) => {
      const { files } = await writeSmallParts({ outDir: dir, options: fiveParts, format: 'json' });
      const parts = files.filter(({ kind }) => kind === 'items');
      expect(parts.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5].map((part) => `items.0000${part}.json`));
      const texts = await Promise.all(parts.map(({ name }) => readFile(path.join(dir, name), 'utf8')));
      const { items } = createDataset(fiveParts);
      expect(texts.flatMap((text) => JSON.parse(text) as unknown[])).toEqual(items);
      expect((await readDataset(dir)).items).toEqual(items);
    }));

  it('replaces the files of another format', () =>
    withFolder(async (dir) => {
      await writeDataset({ outDir: dir, options: small });
      await writeDataset({ outDir: dir, options: small, format: 'json', gzip: true });
      expect(Object.keys(await filesOf(dir))).toEqual([
        'items.json.gz',
        'manifest.json',
        'sessions.json.gz',
        'threads.json.gz',
      ]);
      expect((await readDataset(dir)).threads).toHaveLength(12);
    }));
});

it('reads a manifest from before there were layouts', () =>
  withFolder(async (dir) => {
    const { layout: _, ...manifest } = await writeDataset({ outDir: dir, options: small });
    await writeFile(path.join(dir, 'manifest.json'), JSON.stringify(manifest));
    expect((await readDataset(dir)).manifest.layout).toEqual({ format: 'ndjson', gzip: false });
  }));
