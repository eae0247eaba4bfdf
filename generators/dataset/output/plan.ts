import type { ResolvedDatasetOptions } from '../options.ts';
import { kinds } from './layout.ts';
import type { DatasetFormat, FileKind, PartNumber, Shard } from './layout.ts';

/** Indices `from` up to but not including `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Which sessions and threads are to be made. */
export interface Span {
  readonly sessions: Range;
  readonly threads: Range;
}

/** What is made, written, hashed and kept as one: some files of their own, by one thread alone. */
export interface Part extends Span {
  /** What it has a file of. */
  readonly kinds: readonly FileKind[];
  /** Which of the files of these kinds. */
  readonly part: PartNumber;
}

/** A span cut into parts. */
export interface Plan {
  readonly span: Span;
  /** At least 1; what a part of a kind is number 1 of stands before what is number 2. */
  readonly parts: readonly Part[];
}

/** When one file of a kind becomes several. */
export interface Sizing {
  /** Entries that are one part. */
  readonly wholeUpTo: number;
  /** Entries of a part beyond that, about. */
  readonly entriesEach: number;
  /** Parts grow instead of becoming more. */
  readonly mostParts: number;
  /** As many parts, and fewer, a single worker makes on the thread that asked for them. */
  readonly partsHere: number;
}

/**
 * Up to 65,536 entries, some 35 MB, stand in one file; then come parts of 18 MB. Beyond 33 million
 * entries there are 1,024 of them, and they grow: a folder of more files is of no use to anybody. A part is what an interruption loses at most, and what a worker makes at a time: enough of them keep all workers busy
 * until the end, and their number depends on the options alone, so that the files do not depend on who made them.
 *
 * One file a kind is made here, for that is done before a thread of its own would be up to speed.
 */
export const usualSizing: Sizing = { wholeUpTo: 65_536, entriesEach: 32_768, mostParts: 1024, partsHere: 2 };

const cut = ({ from, to }: Range, { index, count }: PartNumber): Range => ({
  from: from + Math.floor(((index - 1) * (to - from)) / count),
  to: from + Math.floor((index * (to - from)) / count),
});

/** The span of a shard, or of the whole. Shards in order join without gap; their sizes differ by one at most. */
export function spanOf(options: ResolvedDatasetOptions, shard: Shard = { index: 1, count: 1 }): Span {
  return {
    sessions: cut({ from: 0, to: options.sessions }, shard),
    threads: cut({ from: 0, to: options.threads }, shard),
  };
}

const size = ({ from, to }: Range): number => to - from;
const nothing: Range = { from: 0, to: 0 };

function partsFor(entries: number, most: number, { wholeUpTo, entriesEach, mostParts }: Sizing): number {
  if (entries <= wholeUpTo) return 1;
  return Math.min(most, mostParts, Math.ceil(entries / entriesEach));
}

const numbers = (count: number): PartNumber[] =>
  Array.from({ length: count }, (_, at) => ({ index: at + 1, count }));

/** Cuts a span into parts: sessions, and threads with their items. */
export function planParts(
  options: ResolvedDatasetOptions,
  span: Span,
  format: DatasetFormat = 'ndjson',
  sizing: Sizing = usualSizing,
): Plan {
  if (format === 'har') return { span, parts: [{ kinds: ['har'], part: { index: 1, count: 1 }, ...span }] };
  const [sessions, threads] = [size(span.sessions), size(span.threads)];
  const { min, max } = options.items;
  const [sessionKind, ...threadKinds] = kinds;
  const sessionParts = numbers(partsFor(sessions, sessions, sizing));
  const threadParts = numbers(partsFor(threads * (1 + (min + max) / 2), threads, sizing));
  return {
    span,
    parts: [
      ...sessionParts.map((part) => ({
        kinds: [sessionKind],
        part,
        sessions: cut(span.sessions, part),
        threads: nothing,
      })),
      ...threadParts.map((part) => ({
        kinds: threadKinds,
        part,
        sessions: nothing,
        threads: cut(span.threads, part),
      })),
    ],
  };
}
