import { remember } from '../../support/memo.ts';
import { createStream } from '../../support/random.ts';
import { beginsWith, edgeItemCount, edgeThread, edgeUserAt } from '../edge/index.ts';
import { LineBlock } from '../line-block.ts';
import { longestPauseMs, readThread, writeThread } from '../story/index.ts';
import type { ThreadFrame, ToldThread, WrittenThread } from '../story/index.ts';
import { checkIndex, resolveDatasetOptions } from './options.ts';
import type { DatasetOptions, ResolvedDatasetOptions } from './options.ts';
import { ownerOf, userAt, wordsOf } from './users.ts';

/** The threads of a dataset began within this time: 90 days. */
export const historySeconds = 90 * 86_400;

const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * When the thread began, in Unix milliseconds. Steps of the golden ratio spread any number of threads evenly
 * over the history without two of them falling together, and thread 7 stays where it is when more are made.
 * @param offset where in the history the steps begin, from 0 to 1.
 */
function beginMs(offset: number, index: number, now: number, longestThread: number): number {
  const place = (offset + index * goldenRatio) % 1;
  const latestMs = now * 1000 - (longestThread + 1) * longestPauseMs;
  return Math.floor(latestMs - place * historySeconds * 1000);
}

/** When the newest entry of a written thread is made, in Unix seconds; it tells the thread for that. */
function newestOf({ items }: WrittenThread, frame: ThreadFrame): number {
  const block = new LineBlock();
  const telling = items(block);
  for (;;) {
    const { done, value } = telling.next();
    if (done === true) return Math.floor((frame.count === 0 ? frame.startMs : value) / 1000);
    block.clear();
  }
}

/** What the threads of a dataset have in common, drawn once for all of them. */
interface Common {
  readonly offset: number;
  readonly user: (owner: number) => string;
}

/** Users that are remembered: the threads of few come up again and again. */
const mostRemembered = 10_000;
const known = new WeakMap<ResolvedDatasetOptions, Common>();

function commonOf(options: ResolvedDatasetOptions): Common {
  let common = known.get(options);
  if (common === undefined) {
    const { seed, users, locales, profile } = options;
    const user = (owner: number) =>
      profile === 'edge' ? edgeUserAt(seed, owner) : userAt(seed, owner, wordsOf(locales, owner));
    common = {
      offset: createStream(seed, 'threads').float(),
      user: users > mostRemembered ? user : remember(user, mostRemembered),
    };
    known.set(options, common);
  }
  return common;
}

/** The thread with the given index as JSON, told as far as it is asked for. */
export function writtenThreadAt(options: DatasetOptions, index: number): WrittenThread {
  const resolved = resolveDatasetOptions(options);
  const { seed, users, items: range, referenceTime, locales } = resolved;
  const isEdge = resolved.profile === 'edge';
  const stream = createStream(seed, 'thread', index);
  const owner = ownerOf(stream, index, users);
  const common = commonOf(resolved);
  const count = isEdge ? edgeItemCount(stream, range) : stream.int(range.min, range.max);
  const frame: ThreadFrame = {
    user: common.user(owner),
    startMs: beginMs(common.offset, isEdge ? beginsWith(index) : index, referenceTime, range.max),
    count,
    index,
    words: wordsOf(locales, owner),
  };
  let written = writeThread(stream.at('story'), frame);
  if (index === 0) {
    // The first thread is the newest, and its last entry was made "now": told again, later by what was missing.
    const startMs = frame.startMs + (referenceTime - newestOf(written, frame)) * 1000;
    written = writeThread(stream.at('story'), { ...frame, startMs });
  }
  return isEdge ? edgeThread(stream.at('edge'), written, index, count, referenceTime) : written;
}

/**
 * The thread with the given index and its items: a pure function of the options and the index, so that any
 * thread can be made alone, in any order, anywhere.
 * @param index from 0; indices beyond `options.threads` work too.
 * @throws RangeError for an index that is no whole number from 0 on; HarnessError for options that make no sense.
 * @example
 * threadAt({ seed: 42 }, 7).thread.id === createDataset({ seed: 42 }).threads[7]?.id; // => true
 */
export function threadAt(options: DatasetOptions, index: number): ToldThread {
  checkIndex(index);
  return readThread(writtenThreadAt(options, index));
}
