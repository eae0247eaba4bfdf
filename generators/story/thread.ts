import type { Thread, ThreadItem, ThreadStatus } from '../../schema/index.ts';
import { Draw } from '../draw.ts';
import { createId, createScope, parseId } from '../identity.ts';
import { subjects } from '../subjects/index.ts';
import type { Tale } from '../subjects/index.ts';
import type { RandomStream } from '../../support/random.ts';
import type { Vocabulary } from '../vocabulary/pools.ts';
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
  /** Its id, whose scope the items then share. Default: one that carries the time. */
  readonly id?: string | undefined;
  /** Default: drawn, mostly active. */
  readonly status?: ThreadStatus['type'] | undefined;
  /** Whether it breaks off before an answer (a single item always does). Default: drawn, only where it is active. */
  readonly underWay?: boolean | undefined;
  /** Whether it has a title. Default: drawn, mostly. */
  readonly titled?: boolean | undefined;
  /** What names and places come from. Default: the English ones. */
  readonly words?: Vocabulary | undefined;
}

function endedStatus(draw: Draw, tale: Tale, given: ThreadStatus['type'] | undefined): ThreadStatus {
  const drawn = draw.pick(['locked', 'closed'] as const);
  const type = given === 'locked' || given === 'closed' ? given : drawn;
  const reasons = type === 'locked' ? tale.lockedReasons : tale.closedReasons;
  return { reason: draw.chance(0.75) ? draw.pick(reasons) : null, type };
}

/** Plans a thread about one matter, then tells it. The same stream and frame give the same thread. */
export function tellThread(stream: RandomStream, frame: ThreadFrame): ToldThread {
  const { user, startMs, count, index } = frame;
  const draw = new Draw(stream, startMs, frame.words);
  const ownScope = createScope(stream);
  const scope = parseId(frame.id ?? '')?.scope ?? ownScope;
  const ownId = createId('cthr', stream, startMs, scope);
  const id = frame.id ?? ownId;
  // Whoever can't answer any more has had the last word of the assistant.
  const drawnActive = count < 2 || draw.chance(0.72);
  const drawnUnderWay = drawnActive && draw.chance(0.25);
  const isActive = frame.status === undefined ? drawnActive : frame.status === 'active';
  const underWay = isActive && (frame.underWay ?? drawnUnderWay);
  const drawnTitled = draw.chance(0.9);
  const hasTitle = frame.titled ?? drawnTitled;
  const tale = draw.pick(subjects).begin(draw.at('tale'));
  const beats = planThread(tale, draw.at('plan'), count, underWay, index);
  return {
    thread: {
      id,
      created_at: Math.floor(startMs / 1000),
      object: 'chatkit.thread',
      status: isActive ? { type: 'active' } : endedStatus(draw, tale, frame.status),
      title: hasTitle ? tale.title : null,
      user,
    },
    items: tell(beats, draw.at('telling'), { threadId: id, scope }),
  };
}
