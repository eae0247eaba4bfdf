import packageJson from 'chatkit-harness/package.json' with { type: 'json' };
import type { DatasetManifest } from '../manifest.ts';
import { fileNameOf, kinds } from './layout.ts';
import type { FileKind } from './layout.ts';
import type { FileState } from './output-file.ts';
import type { Job } from './piece.ts';

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

/** What a run says of itself when all is written. */
export function createManifest(
  job: Job,
  states: ReadonlyMap<FileKind, FileState>,
  counts: { threads: number; items: number },
): DatasetManifest {
  const { generator, seed, options, layout, shard } = describeRun(job);
  return {
    format: 'chatkit-harness/dataset',
    formatVersion: 1,
    generator,
    seed,
    options,
    layout,
    ...(shard === undefined ? {} : { shard }),
    counts: { sessions: states.get('sessions')?.entries ?? 0, ...counts },
    files: [...kinds, 'har' as const].flatMap((kind) => {
      const state = states.get(kind);
      return state === undefined ? [] : [{ name: fileNameOf(kind, job.layout), kind, ...state }];
    }),
    notes,
  };
}
