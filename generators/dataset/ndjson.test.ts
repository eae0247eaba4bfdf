import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ndjsonOf, writeDataset } from './index.ts';
import type { DatasetOptions } from './index.ts';
import { kinds } from './output/layout.ts';
import { withFolder } from './testing/folder.ts';

it.each<DatasetOptions>([
  { seed: 7, sessions: 300, threads: 200 },
  { profile: 'edge', sessions: 40, threads: 30 },
])('hands over what is written to files: %j', (options) =>
  withFolder(async (dir) => {
    await writeDataset({ outDir: dir, options });
    for (const kind of kinds) {
      const chunks = [...ndjsonOf(kind, options)];
      expect(Buffer.concat(chunks).equals(await readFile(`${dir}/${kind}.ndjson`))).toBe(true);
    }
  }),
);

it('hands over whole lines, some 64 KiB at a time', () => {
  const chunks = [...ndjsonOf('items', { threads: 100 })];
  expect(chunks.length).toBeGreaterThan(5);
  for (const chunk of chunks) expect(chunk.at(-1)).toBe(0x0a);
  for (const { length } of chunks.slice(0, -1)) {
    expect(length).toBeGreaterThanOrEqual(64 * 1024);
    expect(length).toBeLessThan(80 * 1024);
  }
});

it('makes nothing of nothing, and refuses what makes no sense at once that it is asked for', () => {
  expect([...ndjsonOf('threads', { threads: 0 })]).toEqual([]);
  expect([...ndjsonOf('sessions', { sessions: 0 })]).toEqual([]);
  expect(() => ndjsonOf('items', { threads: -1 }).next()).toThrow(/threads/);
  expect(() => ndjsonOf('items', { items: 5 as never }).next()).toThrow('got 5; it is { min, max }');
  expect(() => ndjsonOf('items', { locales: 'de' as never }).next()).toThrow(
    "expected a list such as ['en', 'ja'], got de",
  );
  expect(() => ndjsonOf('item' as 'items').next()).toThrow(
    'kind: expected sessions, threads, items, got item',
  );
});
