import type { DatasetManifest } from './manifest.ts';
import { usualSizing } from './output/plan.ts';
import type { LoadedDataset } from './types.ts';
import type { WriteDatasetSettings } from './write-settings.ts';

// What reads and writes is loaded when something is read or written: who makes objects doesn't wait for it.

/**
 * Writes a dataset: `sessions.ndjson`, `threads.ndjson`, `items.ndjson` and `manifest.json`, or what the format, gzip
 * and shard make of these names. Of more than 65,536 entries there are several files: `items.00001.ndjson` and so on. Half
 * a megabyte of text is in memory at a time. Files get their names when all are whole, the manifest last.
 * @returns the manifest.
 * @throws HarnessError with exit code 2 (settings, folder, disk) or 130 (aborted). Files that were whole by then
 * are kept under temporary names for `resume`.
 * @example
 * const manifest = await writeDataset({ outDir: 'dataset', options: { seed: 42, threads: 100 } });
 * manifest.counts.threads; // => 100
 */
export async function writeDataset(settings: WriteDatasetSettings): Promise<DatasetManifest> {
  const { writeInParts } = await import('./write.ts');
  return writeInParts(settings, usualSizing);
}

/**
 * Reads a dataset that `writeDataset` wrote into memory, checking every hash and every line: NDJSON or JSON,
 * compressed or not, whole or as a complete set of parts.
 * @throws HarnessError: exit code 2 when there is no dataset or a part is missing, 1 when it is damaged.
 * @example
 * await writeDataset({ outDir: 'to-read', options: { threads: 3 } });
 * (await readDataset('to-read')).threads.length; // => 3
 */
export async function readDataset(dir: string): Promise<LoadedDataset> {
  const { readFolder } = await import('./read.ts');
  return readFolder(dir);
}
