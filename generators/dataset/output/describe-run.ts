import packageJson from 'chatkit-harness/package.json' with { type: 'json' };
import type { DatasetManifest } from '../manifest.ts';
import type { Checkpoint } from './checkpoint.ts';
import { fileKinds, fileNameOf } from './layout.ts';
import type { FileKind } from './layout.ts';
import type { Job } from './part.ts';

const notes = [
  'Everything here is synthetic. Client secrets have the form of real ones, but no real deployment knows them.',
];

/** All that decides the bytes: two runs that agree in it make the same files. */
export type RunDescription = Pick<DatasetManifest, 'generator' | 'seed' | 'options' | 'layout' | 'shard'>;

export function describeRun({ options, layout, plan }: Job): RunDescription {
  const { seed, ...rest } = options;
  const { format, gzip, shard } = layout;
  return {
    generator: { name: packageJson.name, version: packageJson.version },
    seed,
    options: rest,
    layout: { format, gzip },
    ...(shard === undefined ? {} : { shard: { ...shard, ...plan.span } }),
  };
}

const sortKeys = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The description of a run as text, to be compared, whatever the order of its keys. */
export function runOf({ generator, seed, options, layout, shard }: RunDescription): string {
  return JSON.stringify({ generator, seed, options, layout, shard }, sortKeys);
}

/** What all parts of one set have in common, as text. */
export const setOf = (part: RunDescription): string =>
  `${runOf({ ...part, shard: undefined })}/${part.shard?.count ?? 1}`;

/** A file of a job, and what it belongs to. */
export interface PlannedFile {
  readonly kind: FileKind;
  readonly name: string;
  /** The number of its part. */
  readonly part: number;
}

/** All files of a job but the manifest: kind after kind, each in the order of its parts. */
export function filesOf({ layout, plan }: Job): PlannedFile[] {
  return fileKinds.flatMap((kind) =>
    plan.parts.flatMap(({ kinds, part }, number) =>
      kinds.includes(kind) ? [{ kind, name: fileNameOf(kind, layout, part), part: number }] : [],
    ),
  );
}

/** What a run says of itself when all is written. */
export function createManifest(
  job: Job,
  parts: ReadonlyMap<number, Checkpoint>,
  counts: { threads: number; items: number },
): DatasetManifest {
  const { generator, seed, options, layout, shard } = describeRun(job);
  const files = filesOf(job).flatMap(({ kind, name, part }) => {
    const state = parts.get(part)?.files[kind];
    if (state === undefined) return [];
    // One order of keys, whether it was made now or read from a checkpoint.
    const { entries, bytes, sha256, gzip } = state;
    const packed = gzip === undefined ? {} : { gzip: { bytes: gzip.bytes, sha256: gzip.sha256 } };
    return [{ name, kind, entries, bytes, sha256, ...packed }];
  });
  const sessions = files
    .filter(({ kind }) => kind === 'sessions')
    .reduce((sum, { entries }) => sum + entries, 0);
  return {
    format: 'chatkit-harness/dataset',
    formatVersion: 1,
    generator,
    seed,
    options,
    layout,
    ...(shard === undefined ? {} : { shard }),
    counts: { sessions, ...counts },
    files,
    notes,
  };
}
