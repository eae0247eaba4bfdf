import { createStream } from '../../support/random.ts';
import { beginsWith, edgeItemCount, edgeThread, edgeUserAt } from '../edge/index.ts';
import { longestPauseMs, tellThread } from '../story/index.ts';
import type { ToldThread } from '../story/index.ts';
import { resolveDatasetOptions } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { ownerOf, userAt, wordsOf } from './users.ts';

/** The threads of a dataset began within this time: 90 days. */
export const historySeconds = 90 * 86_400;

const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * When the thread began, in Unix milliseconds. Steps of the golden ratio spread any number of threads evenly
 * over the history without two of them falling together, and thread 7 stays where it is when more are made.
 */
function beginMs(seed: number, index: number, now: number, longestThread: number): number {
  const place = (createStream(seed, 'threads').float() + index * goldenRatio) % 1;
  const latestMs = now * 1000 - (longestThread + 1) * longestPauseMs;
  return Math.floor(latestMs - place * historySeconds * 1000);
}

/**
 * The thread with the given index and its items: a pure function of the options and the index, so that any
 * thread can be made alone, in any order, anywhere.
 * @param index from 0; indices beyond `options.threads` work too.
 * @example
 * threadAt({ seed: 42 }, 7).thread.id === createDataset({ seed: 42 }).threads[7]?.id; // => true
 */
export function threadAt(options: DatasetOptions, index: number): ToldThread {
  const resolved = resolveDatasetOptions(options);
  const { seed, users, items: range, referenceTime, locales } = resolved;
  const isEdge = resolved.profile === 'edge';
  const stream = createStream(seed, 'thread', index);
  const owner = ownerOf(stream, index, users);
  const words = wordsOf(locales, owner);
  const frame = {
    user: isEdge ? edgeUserAt(seed, owner) : userAt(seed, owner, words),
    startMs: beginMs(seed, isEdge ? beginsWith(index) : index, referenceTime, range.max),
    count: isEdge ? edgeItemCount(stream, range) : stream.int(range.min, range.max),
    index,
    words,
  };
  let told = tellThread(stream.at('story'), frame);
  if (index === 0) {
    // The first thread is the newest, and its last entry was made "now": told again, later by what was missing.
    const newest = told.items.at(-1)?.created_at ?? told.thread.created_at;
    const startMs = frame.startMs + (referenceTime - newest) * 1000;
    told = tellThread(stream.at('story'), { ...frame, startMs });
  }
  return isEdge ? edgeThread(stream.at('edge'), told, index, referenceTime) : told;
}
