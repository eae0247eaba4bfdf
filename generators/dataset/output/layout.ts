/** The kinds of entries, in the order in which they are written; each has a file of its own. */
export const kinds = ['sessions', 'threads', 'items'] as const;
export type Kind = (typeof kinds)[number];
/** What a file holds: one kind of entries, or a recorded walk through all of them. */
export const fileKinds = [...kinds, 'har'] as const;
export type FileKind = (typeof fileKinds)[number];

/** An object a line; one array; one HTTP archive. */
export const datasetFormats = ['ndjson', 'json', 'har'] as const;
export type DatasetFormat = (typeof datasetFormats)[number];

/** One of `count` parts of a dataset, made alone. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** Most shards: their numbers have five digits, so that the order of names is the order of parts. */
export const maxShards = 99_999;

/** Most threads of a recorded walk: their order, twelve bytes each, is in memory. */
export const maxWalkThreads = 10_000_000;

/** Which of the files of a kind, where one would be too long. */
export interface PartNumber {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** How a dataset lies in files. */
export interface Layout {
  readonly format: DatasetFormat;
  readonly gzip: boolean;
  readonly shard?: Shard | undefined;
}

const digits = (number: number): string => String(number).padStart(5, '0');
const suffix = (shard: Shard | undefined): string =>
  shard === undefined ? '' : `-${digits(shard.index)}-of-${digits(shard.count)}`;

/** `items.ndjson`, `items.00002.ndjson`, `items-00003-of-00016.json.gz`, `dataset.har`: the order of names is that of the parts. */
export function fileNameOf(kind: FileKind, { format, gzip, shard }: Layout, part: PartNumber): string {
  const name = kind === 'har' ? 'dataset' : kind;
  const number = part.count === 1 ? '' : `.${digits(part.index)}`;
  return `${name}${suffix(shard)}${number}.${format}${gzip ? '.gz' : ''}`;
}

/** The file that makes a folder, or a part of one, a dataset. It is written last: without it nothing is whole. */
export const manifestNameOf = (shard?: Shard): string => `manifest${suffix(shard)}.json`;

/** Where an unfinished run keeps how far it came. */
export const progressNameOf = (shard?: Shard): string => `progress${suffix(shard)}.ndjson`;

/** The name of a file that is being written. */
export const partial = (name: string): string => `${name}.partial`;

const ownName =
  /^(?:(?:sessions|threads|items)(-\d{5}-of-\d{5})?(?:\.\d{5})?\.(?:nd)?json(?:\.gz)?|dataset\.har(?:\.gz)?|(?:manifest(-\d{5}-of-\d{5})?\.json|progress(-\d{5}-of-\d{5})?\.ndjson))(\.partial(?:\.new)?)?$/;

/** What a name of a file in a dataset's folder says; undefined when it is none of ours. */
export function parseName(name: string): { suffix: string; isPartial: boolean } | undefined {
  const match = ownName.exec(name);
  if (match === null) return undefined;
  const [, data, manifest, progress, ending] = match;
  return { suffix: data ?? manifest ?? progress ?? '', isPartial: ending !== undefined };
}

/** Whether a file belongs to the same part as the manifest of this shard (or of the whole). */
export const isOfShard = (name: string, shard: Shard | undefined): boolean =>
  parseName(name)?.suffix === suffix(shard);

const shardManifest = /^manifest-\d{5}-of-\d{5}\.json$/;

/** Whether a file is the manifest of a part. */
export const isShardManifest = (name: string): boolean => shardManifest.test(name);
