import type { Thread, ThreadItem, ThreadStatus } from '../../schema/index.ts';
import { Draw } from '../draw.ts';
import { createId, createScope } from '../identity.ts';
import { subjects } from '../subjects/index.ts';
import type { Tale } from '../subjects/index.ts';
import type { RandomStream } from '../../support/random.ts';
import { planThread } from './plan.ts';
import { tell } from './tell.ts';

/** A thread and all its items, oldest first. */
export interface ToldThread {
  readonly thread: Thread;
  readonly items: readonly ThreadItem[];
}

/** What a thread is given from outside. */
export interface ThreadFrame {
  readonly user: string;
  /** When it begins, Unix milliseconds. */
  readonly startMs: number;
  /** How many items it has. */
  readonly count: number;
  /** Its number among its neighbours. */
  readonly index: number;
}

function endedStatus(draw: Draw, tale: Tale): ThreadStatus {
  const type = draw.pick(['locked', 'closed'] as const);
  const reasons = type === 'locked' ? tale.lockedReasons : tale.closedReasons;
  return { reason: draw.chance(0.75) ? draw.pick(reasons) : null, type };
}

/** Plans a thread about one matter, then tells it. The same stream and frame give the same thread. */
export function tellThread(stream: RandomStream, { user, startMs, count, index }: ThreadFrame): ToldThread {
  const draw = new Draw(stream, startMs);
  const scope = createScope(stream);
  const id = createId('cthr', stream, startMs, scope);
  // Whoever can't answer any more has had the last word of the assistant.
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
      status: isActive ? { type: 'active' } : endedStatus(draw, tale),
      title: hasTitle ? tale.title : null,
      user,
    },
    items: tell(beats, draw.at('telling'), { threadId: id, scope }),
  };
}
