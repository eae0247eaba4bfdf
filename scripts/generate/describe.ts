import path from 'node:path';
import { manifestNameOf } from '../../generators/dataset/output/layout.ts';
import type { DatasetManifest } from '../../generators/index.ts';

const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};

/** What was written, a file a line, with the size that it has on the disk. */
export function describeDataset(out: string, manifest: DatasetManifest): string {
  const { seed, shard, files } = manifest;
  const manifestPath = path.join(out, manifestNameOf(shard));
  const rows = files.map(({ name, entries, bytes, gzip }) => ({
    file: path.join(out, name),
    text: `${String(entries).padStart(10)} ${formatBytes(gzip?.bytes ?? bytes).padStart(10)}`,
  }));
  const width = Math.max(32, manifestPath.length, ...rows.map(({ file }) => file.length));
  const part = shard === undefined ? 'Dataset' : `Part ${shard.index} of ${shard.count} of the dataset`;
  return (
    `${part} of seed ${seed}\n${rows.map(({ file, text }) => `  ${file.padEnd(width)} ${text}\n`).join('')}` +
    `  ${manifestPath.padEnd(width)} hashes, counts and options\n` +
    'Everything in it is synthetic, client secrets included.\n'
  );
}
