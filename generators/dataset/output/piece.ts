import type { ResolvedDatasetOptions } from '../options.ts';
import { sessionAt } from '../session.ts';
import { LineBlock } from '../../line-block.ts';
import { threadAt, writtenThreadAt } from '../thread.ts';
import { gzipMember } from './gzip.ts';
import { kinds } from './layout.ts';
import type { FileKind, Kind, Layout } from './layout.ts';
import { pieceSpan } from './plan.ts';
import type { Plan } from './plan.ts';

/** What one piece adds to one file. */
export interface FilePiece {
  readonly kind: FileKind;
  readonly entries: number;
  readonly text: Uint8Array<ArrayBuffer>;
  /** The same, compressed; undefined when files are not. */
  readonly packed?: Uint8Array | undefined;
}

/** What one piece adds to each file of a dataset; of a long one an instalment, for a thread may be larger than memory. */
export interface Piece {
  /** Whether the piece is whole with it. */
  readonly isLast: boolean;
  readonly threads: number;
  readonly items: number;
  readonly files: readonly FilePiece[];
}

/** All that decides the bytes of a piece; plain data, so that it can be sent to another thread. */
export interface Job {
  readonly options: ResolvedDatasetOptions;
  readonly layout: Layout;
  readonly plan: Plan;
}

/** Compresses where the layout says so. Even an empty file needs one member: no bytes at all are no gzip. */
export function packed(text: Uint8Array, layout: Layout, isFirst: boolean): Uint8Array | undefined {
  if (!layout.gzip) return undefined;
  return text.length > 0 || isFirst ? gzipMember(text) : new Uint8Array();
}

/** Whether a thread of the span before this one has items. Threads are seldom empty: it looks at one or two. */
function hasItemsBefore(options: ResolvedDatasetOptions, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    if (options.items.min > 0 || threadAt(options, index).items.length > 0) return true;
  }
  return false;
}

/** Text of items after which an instalment ends: what is left of four megabytes, to which a block grows, is for one more exchange. */
const instalmentBytes = 3 * 1024 * 1024;

/**
 * Makes one piece: a pure function of the job and the number of the piece. The texts of all pieces joined are the
 * files; an array's elements each begin a line, with the comma before all but the first. It comes in instalments, of
 * which most pieces have one; each time memory to fill is handed in.
 * @param piece from 0.
 * @param blocks memory to fill first; emptied.
 */
export function* makePiece(
  { options, layout, plan }: Job,
  piece: number,
  blocks: ArrayBuffer[] = [],
): Generator<Piece, undefined, ArrayBuffer[] | undefined> {
  const { span } = plan;
  const { sessions, threads } = pieceSpan(plan, piece);
  const isArray = layout.format === 'json';
  const block = (isContinued: () => boolean) =>
    isArray ? new LineBlock(blocks.pop(), ',', isContinued()) : new LineBlock(blocks.pop());
  const items = block(() => hasItemsBefore(options, span.threads.from, threads.from));
  const files: Readonly<Record<Kind, LineBlock>> = {
    items,
    threads: block(() => threads.from > span.threads.from),
    sessions: block(() => sessions.from > span.sessions.from),
  };
  let isFirst = piece === 0;
  let done = 0;
  const take = (isLast: boolean): Piece => {
    const texts = kinds.map((kind) => {
      const text = files[kind].written;
      return { kind, entries: files[kind].entries, text, packed: packed(text, layout, isFirst) };
    });
    const taken = { isLast, threads: done, items: items.entries, files: texts };
    isFirst = false;
    done = 0;
    return taken;
  };
  if (isArray && piece === 0) for (const kind of kinds) files[kind].text('[\n');
  for (let index = sessions.from; index < sessions.to; index += 1)
    files.sessions.add(JSON.stringify(sessionAt(options, index)));
  for (let index = threads.from; index < threads.to; index += 1) {
    const written = writtenThreadAt(options, index);
    files.threads.add(written.thread);
    const telling = written.items(items);
    while (telling.next().done !== true) {
      if (items.length < instalmentBytes) continue;
      const memory = yield take(false);
      for (const kind of ['items', 'threads', 'sessions'] as const) files[kind].refill(memory?.pop());
    }
    done += 1;
  }
  if (isArray && piece === plan.pieces - 1) for (const kind of kinds) files[kind].text(']\n');
  yield take(true);
}

/** The memory behind a piece's texts, largest last, to be filled again. */
export const blocksOf = (piece: Piece): ArrayBuffer[] =>
  piece.files.map(({ text }) => text.buffer).toSorted((a, b) => a.byteLength - b.byteLength);
