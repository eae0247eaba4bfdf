import { LineBlock } from '../line-block.ts';
import { resolveDatasetOptions } from './options.ts';
import type { DatasetOptions, ResolvedDatasetOptions } from './options.ts';
import { kinds } from './output/layout.ts';
import type { Kind } from './output/layout.ts';
import { sessionAt } from './session.ts';
import { writtenThreadAt } from './thread.ts';

/** Text after which it is handed over. */
const chunkBytes = 64 * 1024;

/** Adds the entries of one kind that belong to an index; pauses where the block may be emptied. */
const writers: Readonly<
  Record<Kind, (block: LineBlock, options: ResolvedDatasetOptions, index: number) => Iterable<undefined>>
> = {
  *sessions(block, options, index) {
    block.add(JSON.stringify(sessionAt(options, index)));
    yield;
  },
  *threads(block, options, index) {
    block.add(writtenThreadAt(options, index).thread);
    yield;
  },
  items: (block, options, index) => writtenThreadAt(options, index).items(block),
};

/**
 * The NDJSON of one kind, in chunks of whole lines: what `writeDataset` writes to its files, for whoever sends it elsewhere.
 * It is made on the way: memory holds some 64 KiB, and no object is made of an item.
 * @param kind `sessions`, `threads` or `items`.
 * @throws RangeError for another kind; HarnessError that lists every option that makes no sense.
 * @example
 * const text = Buffer.concat([...ndjsonOf('items', { threads: 3 })]).toString();
 * text.trimEnd().split('\n').length === createDataset({ threads: 3 }).items.length; // => true
 */
export function* ndjsonOf(kind: Kind, options: DatasetOptions = {}): Generator<Uint8Array, void, undefined> {
  if (!kinds.includes(kind)) throw new RangeError(`kind: expected ${kinds.join(', ')}, got ${kind}`);
  const resolved = resolveDatasetOptions(options);
  const count = kind === 'sessions' ? resolved.sessions : resolved.threads;
  const block = new LineBlock();
  // The memory of the block is filled again; what is handed over may be kept.
  const take = (): Uint8Array => {
    const chunk = new Uint8Array(block.written);
    block.clear();
    return chunk;
  };
  for (let index = 0; index < count; index += 1)
    for (const _ of writers[kind](block, resolved, index)) if (block.length >= chunkBytes) yield take();
  if (block.length > 0) yield take();
}
