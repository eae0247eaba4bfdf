import { createStream } from '../../support/random.ts';
import type { Thread, ThreadItem, ThreadStatus } from '../../schema/index.ts';
import { Draw } from '../draw.ts';
import { createId, createScope } from '../identity.ts';
import { longestPauseMs, planThread, tell } from '../story/index.ts';
import { subjects } from '../subjects/index.ts';
import type { Tale } from '../subjects/index.ts';
import { resolveDatasetOptions } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { ownerOf, userAt } from './users.ts';

/** A thread and all its items, oldest first. */
export interface ToldThread {
  readonly thread: Thread;
  readonly items: readonly ThreadItem[];
}

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

function statusOf(draw: Draw, tale: Tale): ThreadStatus {
  const type = draw.pick(['locked', 'closed'] as const);
  const reasons = type === 'locked' ? tale.lockedReasons : tale.closedReasons;
  return { reason: draw.chance(0.75) ? draw.pick(reasons) : null, type };
}

/**
 * The thread with the given index and its items: a pure function of the options and the index, so that any
 * thread can be made alone, in any order, anywhere.
 * @param index from 0; indices beyond `options.threads` work too.
 * @example threadAt({ seed: 42 }, 7).items.length
 */
export function threadAt(options: DatasetOptions, index: number): ToldThread {
  const { seed, users, items: range, referenceTime } = resolveDatasetOptions(options);
  const stream = createStream(seed, 'thread', index);
  const startMs = beginMs(seed, index, referenceTime, range.max);
  const draw = new Draw(stream, startMs);
  const scope = createScope(stream);
  const id = createId('cthr', stream, startMs, scope);
  const user = userAt(seed, ownerOf(stream, index, users));
  const count = draw.int(range.min, range.max);
  const isActive = count < 2 || draw.chance(0.72);
  const underWay = isActive && draw.chance(0.25);
  const hasTitle = draw.chance(0.9);
  const tale = draw.pick(subjects).begin(draw.at('tale'));
  const beats = planThread(tale, draw.at('plan'), count, underWay, index);
  return {
    thread: {
      id,
      created_at: Math.floor(startMs / 1000),
      object: 'chatkit.thread',
      status: isActive ? { type: 'active' } : statusOf(draw, tale),
      title: hasTitle ? tale.title : null,
      user,
    },
    items: tell(beats, draw.at('telling'), { threadId: id, scope }),
  };
}
