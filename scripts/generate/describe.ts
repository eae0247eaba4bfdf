import path from 'node:path';
import { manifestNameOf } from '../../generators/dataset/output/layout.ts';
import type { DatasetManifest } from '../../generators/index.ts';

const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};

type Kind = DatasetManifest['files'][number]['kind'];

/** A file, or how many there are of a kind, with what they hold. */
function rowOf(out: string, files: DatasetManifest['files'], kind: Kind) {
  const own = files.filter((file) => file.kind === kind);
  const [first] = own;
  if (first === undefined) return [];
  const sum = (of: (file: (typeof own)[number]) => number) =>
    own.reduce((total, file) => total + of(file), 0);
  const entries = String(sum((file) => file.entries)).padStart(10);
  const size = formatBytes(sum(({ bytes, gzip }) => gzip?.bytes ?? bytes)).padStart(10);
  const name = own.length === 1 ? first.name : first.name.replace(/\.\d{5}\./, '.*.');
  return [
    {
      file: path.join(out, name),
      text: `${entries} ${size}${own.length === 1 ? '' : `  in ${own.length} files`}`,
    },
  ];
}

/** What was written, a kind a line, with the size that it has on the disk. */
export function describeDataset(out: string, manifest: DatasetManifest): string {
  const { seed, shard, files } = manifest;
  const manifestPath = path.join(out, manifestNameOf(shard));
  const rows = (['sessions', 'threads', 'items', 'har'] as const).flatMap((kind) => rowOf(out, files, kind));
  const width = Math.max(32, manifestPath.length, ...rows.map(({ file }) => file.length));
  const part = shard === undefined ? 'Dataset' : `Part ${shard.index} of ${shard.count} of the dataset`;
  return (
    `${part} of seed ${seed}\n${rows.map(({ file, text }) => `  ${file.padEnd(width)} ${text}\n`).join('')}` +
    `  ${manifestPath.padEnd(width)} hashes, counts and options\n` +
    'Everything in it is synthetic, client secrets included.\n'
  );
}
