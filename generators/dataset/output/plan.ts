import type { ResolvedDatasetOptions } from '../options.ts';
import type { Shard } from './layout.ts';

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

/** A span cut into pieces that are made, written and kept one by one. */
export interface Plan {
  readonly span: Span;
  /** At least 1. */
  readonly pieces: number;
  readonly sessionsEach: number;
  readonly threadsEach: number;
}

const shardRange = (total: number, { index, count }: Shard): Range => ({
  from: Math.floor(((index - 1) * total) / count),
  to: Math.floor((index * total) / count),
});

/** The span of a shard, or of the whole. Shards in order join without gap; their sizes differ by one at most. */
export function spanOf(options: ResolvedDatasetOptions, shard: Shard = { index: 1, count: 1 }): Span {
  return { sessions: shardRange(options.sessions, shard), threads: shardRange(options.threads, shard) };
}

const size = ({ from, to }: Range): number => to - from;

/**
 * Entries of a piece, about: some two megabytes. What an interruption loses, what a worker makes at a time, and a
 * member of a gzip file. It depends on the options alone, so that the bytes do not depend on who made them.
 */
const entriesPerPiece = 4096;

/** Cuts a span into pieces. */
export function planPieces(options: ResolvedDatasetOptions, span: Span): Plan {
  const { min, max } = options.items;
  const wantedThreads = Math.max(1, Math.floor(entriesPerPiece / (1 + (min + max) / 2)));
  const pieces = Math.max(
    1,
    Math.ceil(size(span.threads) / wantedThreads),
    Math.ceil(size(span.sessions) / entriesPerPiece),
  );
  return {
    span,
    pieces,
    sessionsEach: Math.ceil(size(span.sessions) / pieces),
    threadsEach: Math.ceil(size(span.threads) / pieces),
  };
}

const cut = ({ from, to }: Range, piece: number, each: number): Range => ({
  from: Math.min(from + piece * each, to),
  to: Math.min(from + (piece + 1) * each, to),
});

/** The span of a piece, counted from 0. */
export const pieceSpan = (plan: Plan, piece: number): Span => ({
  sessions: cut(plan.span.sessions, piece, plan.sessionsEach),
  threads: cut(plan.span.threads, piece, plan.threadsEach),
});
