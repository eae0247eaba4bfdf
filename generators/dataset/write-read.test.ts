import { createHash } from 'node:crypto';
import { existsSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import packageJson from 'chatkit-harness/package.json' with { type: 'json' };
import { HarnessError } from '../../support/errors.ts';
import { createDataset, readDataset, resolveDatasetOptions, writeDataset } from '../index.ts';
import type { DatasetManifest, DatasetOptions, WriteProgress } from '../index.ts';

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'dataset-'));
  dir = path.join(root, 'data');
});
afterEach(() => rm(root, { recursive: true }));

const options: DatasetOptions = { seed: 5, threads: 12, sessions: 4 };
const files = ['items.ndjson', 'manifest.json', 'sessions.ndjson', 'threads.ndjson'];
const inDir = (name: string) => path.join(dir, name);
const failure = async (work: Promise<unknown>): Promise<HarnessError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HarnessError);
  return error as HarnessError;
};

describe('writeDataset', () => {
  it('writes what createDataset makes, and a manifest that describes it', async () => {
    const manifest = await writeDataset({ outDir: dir, options });
    const { sessions, threads, items } = createDataset(options);
    expect((await readdir(dir)).toSorted()).toEqual(files);
    for (const [kind, entries] of Object.entries({ sessions, threads, items })) {
      const bytes = await readFile(inDir(`${kind}.ndjson`));
      expect(bytes.toString()).toBe(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      expect(manifest.files.find((file) => file.kind === kind)).toEqual({
        name: `${kind}.ndjson`,
        kind,
        entries: entries.length,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
    const { files: _, ...rest } = manifest;
    const { seed: __, ...manifestOptions } = resolveDatasetOptions(options);
    expect(rest).toEqual({
      format: 'chatkit-harness/dataset',
      formatVersion: 1,
      generator: { name: 'chatkit-harness', version: packageJson.version },
      seed: 5,
      options: manifestOptions,
      layout: { format: 'ndjson', gzip: false },
      counts: { sessions: 4, threads: 12, items: items.length },
      notes: [expect.stringContaining('synthetic')],
    });
    expect(JSON.parse(await readFile(inDir('manifest.json'), 'utf8'))).toEqual(manifest);
  });

  it('reports how far it came', async () => {
    const seen: WriteProgress[] = [];
    const { counts } = await writeDataset({
      outDir: dir,
      options: { ...options, threads: 600 },
      onProgress: (progress) => seen.push(progress),
    });
    const reached = seen.map(({ threads }) => threads);
    expect(reached.length).toBeGreaterThan(3);
    expect(reached).toEqual(reached.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ threads: 600, totalThreads: 600, items: counts.items });
  });

  it('replaces a former dataset, and writes into an empty folder', async () => {
    await mkdir(dir);
    await writeDataset({ outDir: dir, options });
    await writeDataset({ outDir: dir, options: { ...options, seed: 6 } });
    expect((await readDataset(dir)).manifest.seed).toBe(6);
  });

  it('refuses a folder with other files, unless forced, and leaves them alone', async () => {
    await mkdir(dir);
    await writeFile(inDir('notes.txt'), 'mine');
    const refused = await failure(writeDataset({ outDir: dir, options }));
    expect([refused.exitCode, refused.message]).toEqual([
      2,
      `${dir} already holds other files (notes.txt): choose an empty folder, or write beside them with --force`,
    ]);
    expect(await readdir(dir)).toEqual(['notes.txt']);
    await writeDataset({ outDir: dir, options, force: true });
    expect((await readdir(dir)).toSorted()).toEqual([...files, 'notes.txt'].toSorted());
    expect(await readFile(inDir('notes.txt'), 'utf8')).toBe('mine');
  });

  it('refuses files of our names that no manifest explains', async () => {
    await mkdir(dir);
    await writeFile(inDir('items.ndjson'), 'mine');
    const refused = await failure(writeDataset({ outDir: dir, options }));
    expect(refused.message).toContain('holds items.ndjson, which no dataset of ours explains');
    expect(await readFile(inDir('items.ndjson'), 'utf8')).toBe('mine');
  });

  it('leaves nothing when it is interrupted, and a former dataset as it was', async () => {
    const abort = new AbortController();
    const onProgress = ({ threads }: { threads: number }) => {
      if (threads === 12) abort.abort();
    };
    const stopped = await failure(writeDataset({ outDir: dir, options, signal: abort.signal, onProgress }));
    expect([stopped.exitCode, stopped.message]).toEqual([130, 'interrupted: no dataset was written']);
    await expect(stat(dir)).rejects.toThrow('ENOENT');

    const former = await writeDataset({ outDir: dir, options });
    await failure(writeDataset({ outDir: dir, options: { seed: 9 }, signal: abort.signal }));
    expect((await readdir(dir)).toSorted()).toEqual(files);
    expect((await readDataset(dir)).manifest).toEqual(former);
  });

  it('takes no notice of what a killed run left', async () => {
    await mkdir(dir);
    await writeFile(inDir('items.ndjson.partial'), 'half');
    await writeDataset({ outDir: dir, options });
    expect((await readdir(dir)).toSorted()).toEqual(files);
  });

  it('says why a folder cannot be written', async () => {
    await writeFile(dir, 'a file');
    expect((await failure(writeDataset({ outDir: dir, options }))).message).toBe(
      `cannot read the folder ${dir}: a part of the path is a file, not a folder (ENOTDIR)`,
    );
    expect((await failure(writeDataset({ outDir: path.join(dir, 'below'), options }))).message).toContain(
      '(ENOTDIR)',
    );
    expect((await failure(writeDataset({ outDir: '/proc/nowhere', options }))).message).toBe(
      'cannot make the folder /proc/nowhere: no such file or folder (ENOENT)',
    );
  });

  it('says so when the disk is full', async () => {
    // /dev/full takes nothing: the device that answers ENOSPC to every write.
    const file = inDir('items.ndjson.partial');
    const onProgress = () => existsSync(file) || symlinkSync('/dev/full', file);
    const full = await failure(writeDataset({ outDir: dir, options, onProgress }));
    expect([full.exitCode, full.message]).toEqual([
      2,
      `cannot write the dataset to ${dir}: no space is left on the device (ENOSPC)`,
    ]);
    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });

  it('checks its options before it touches anything', async () => {
    const refused = await failure(writeDataset({ outDir: dir, options: { threads: -1, seed: 0.5 } }));
    expect(refused.problems).toHaveLength(2);
    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });
});

describe('readDataset', () => {
  const rewriteManifest = async (change: (manifest: DatasetManifest) => unknown) => {
    const manifest = JSON.parse(await readFile(inDir('manifest.json'), 'utf8')) as DatasetManifest;
    await writeFile(inDir('manifest.json'), JSON.stringify(change(manifest)));
  };
  /** Writes a file, and a manifest that agrees with it. */
  const plant = async (kind: 'items' | 'threads', text: string) => {
    await writeFile(inDir(`${kind}.ndjson`), text);
    await rewriteManifest((manifest) => ({
      ...manifest,
      files: manifest.files.map((file) =>
        file.kind === kind ? { ...file, sha256: createHash('sha256').update(text).digest('hex') } : file,
      ),
    }));
  };

  beforeEach(() => writeDataset({ outDir: dir, options }));

  it('reads back what was written', async () => {
    const { manifest, ...dataset } = await readDataset(dir);
    expect(dataset).toEqual(createDataset(options));
    expect(manifest.seed).toBe(5);
  });

  it('refuses a file that was changed or cut off, and names the first fault in it', async () => {
    const text = await readFile(inDir('items.ndjson'), 'utf8');
    await writeFile(inDir('items.ndjson'), text.replace('chatkit.thread_item', 'chatkit.thread_thing'));
    const changed = await failure(readDataset(dir));
    expect(changed.exitCode).toBe(1);
    expect(changed.message).toContain(
      'items.ndjson is not the file that manifest.json describes (its SHA-256 differs)',
    );
    expect(changed.message).toContain(
      'items.ndjson:1: $.object: expected "chatkit.thread_item", got string "chatkit.thread_thing"',
    );
    await writeFile(inDir('items.ndjson'), text.slice(0, -20));
    expect((await failure(readDataset(dir))).message).toContain('its SHA-256 differs');
  });

  it('refuses lines that are no valid entries, though the hash agrees', async () => {
    await plant('threads', '{"object":"chatkit.thread"}\n');
    expect((await failure(readDataset(dir))).message).toMatch(
      /threads\.ndjson:1: \$\.id: expected string, got nothing; \$\.created_at/,
    );
    await plant('threads', 'ek_secret\n');
    const broken = await failure(readDataset(dir));
    expect(broken.message).toMatch(/threads\.ndjson:1: not JSON: Unexpected token 'e'$/);
  });

  it('refuses a count that is not that of the manifest', async () => {
    const lines = (await readFile(inDir('threads.ndjson'), 'utf8')).split('\n');
    await plant('threads', `${lines[0]}\n`);
    expect((await failure(readDataset(dir))).message).toContain(
      'manifest.json counts 12 entries, the file has 1',
    );
  });

  it('says what is missing', async () => {
    const none = await failure(readDataset(path.join(root, 'nowhere')));
    expect([none.exitCode, none.message]).toEqual([
      2,
      `cannot read ${path.join(root, 'nowhere', 'manifest.json')}: no such file or folder (ENOENT); \`generate --out\` writes a dataset`,
    ]);
    expect((await failure(readDataset(inDir('items.ndjson')))).message).toContain(
      'is a file; the folder of a dataset',
    );
    await rm(inDir('items.ndjson'));
    expect((await failure(readDataset(dir))).message).toBe(
      `cannot read ${inDir('items.ndjson')}: no such file or folder (ENOENT)`,
    );
  });

  it('refuses a manifest that it doesn’t know', async () => {
    await rewriteManifest((manifest) => ({ ...manifest, formatVersion: 2, seed: 'x' }));
    const unknown = await failure(readDataset(dir));
    expect([unknown.exitCode, unknown.problems.length]).toEqual([2, 2]);
    expect(unknown.message).toContain('$.formatVersion: expected 1, got integer 2');
    await writeFile(inDir('manifest.json'), '{');
    expect((await failure(readDataset(dir))).message).toContain('not JSON');
  });

  it('reads a manifest from before there were profiles, and refuses profiles and locales that there are not', async () => {
    await rewriteManifest(({ options: { profile: _p, locales: _l, ...rest }, ...manifest }) => ({
      ...manifest,
      options: rest,
    }));
    const { manifest } = await readDataset(dir);
    expect([manifest.options.profile, manifest.options.locales]).toEqual(['typical', ['en']]);
    await rewriteManifest((each) => ({
      ...each,
      options: { ...each.options, profile: 'odd', locales: ['xx'] },
    }));
    const unknown = await failure(readDataset(dir));
    expect([unknown.exitCode, unknown.problems.length]).toEqual([2, 2]);
    expect(unknown.message).toContain('$.options.profile: expected "typical" or "edge", got string "odd"');
  });

  it('never reads outside its folder, whatever the manifest says', async () => {
    await writeFile(path.join(root, 'outside.ndjson'), '');
    await rewriteManifest((manifest) => ({
      ...manifest,
      files: manifest.files.map((file) => ({ ...file, name: '../outside.ndjson' })),
    }));
    expect((await failure(readDataset(dir))).message).toContain(`cannot read ${inDir('outside.ndjson')}`);
  });

  it('says when it may not read', async () => {
    await chmod(inDir('items.ndjson'), 0o000);
    const outcome = await readDataset(dir).then(
      () => 'read',
      (error: unknown) => (error as Error).message,
    );
    // Root may read everything.
    expect(['read', `cannot read ${inDir('items.ndjson')}: permission is denied (EACCES)`]).toContain(
      outcome,
    );
  });
});
