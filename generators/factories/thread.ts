import { ThreadActive, ThreadClosed, ThreadLocked } from '../../schema/index.ts';
import type { Thread, ThreadDeleted, ThreadStatus } from '../../schema/index.ts';
import { userAt } from '../dataset/users.ts';
import type { Draw } from '../draw.ts';
import { createId } from '../identity.ts';
import { drawTale } from './content.ts';
import { chooseVariant, defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';

/** A user's id: opaque, or an address on a reserved domain. */
export const drawUser = (draw: Draw): string => userAt(draw.stream.uint32(), draw.int(1, 999));

const reasonFor = (draw: Draw, kind: 'lockedReasons' | 'closedReasons'): string | null =>
  draw.chance(0.75) ? draw.pick(drawTale(draw)[kind]) : null;

/** Traits of a thread's status. */
export type ThreadStatusTrait = ThreadStatus['type'];

/**
 * The status of a thread: `active`, `locked` or `closed`, the latter two with a reason or null.
 * @example
 * createThreadStatus({ traits: ['active'] }); // => { type: 'active' }
 * createThreadStatus({ overrides: { reason: 'Spam' } }).type; // locked or closed
 */
export const createThreadStatus: Factory<ThreadStatus, ThreadStatusTrait> = defineFactory(
  'thread_status',
  chooseVariant<ThreadStatus>('thread_status', {
    active: { schema: ThreadActive, build: () => ({ type: 'active' }) },
    locked: {
      schema: ThreadLocked,
      build: (draw) => ({ reason: reasonFor(draw, 'lockedReasons'), type: 'locked' }),
    },
    closed: {
      schema: ThreadClosed,
      build: (draw) => ({ reason: reasonFor(draw, 'closedReasons'), type: 'closed' }),
    },
  }),
  { active: { type: 'active' }, locked: { type: 'locked' }, closed: { type: 'closed' } },
);

/** Traits of a thread. */
export type ThreadTrait = ThreadStatusTrait | 'titled' | 'untitled';

/**
 * A thread. Its id carries `created_at`.
 * @example
 * const thread = createThread({ seed: 7, traits: ['locked', 'untitled'], overrides: { user: 'ada' } });
 * thread.status.type; // => 'locked'
 * thread.title; // => null
 * createThread.list(3, (index) => ({ overrides: { created_at: 1_767_000_000 + index } })).length; // => 3
 */
export const createThread: Factory<Thread, ThreadTrait> = defineFactory(
  'thread',
  (draw, overrides) => {
    const createdAt = overrides?.created_at ?? Math.floor(draw.startMs / 1000);
    return {
      id: createId('cthr', draw.stream, createdAt * 1000 + draw.int(0, 999)),
      created_at: createdAt,
      object: 'chatkit.thread',
      status: createThreadStatus.from(draw, overrides?.status),
      title: draw.chance(0.9) ? drawTale(draw).title : null,
      user: drawUser(draw),
    };
  },
  {
    active: { status: { type: 'active' } },
    locked: { status: { type: 'locked' } },
    closed: { status: { type: 'closed' } },
    titled: (draw) => ({ title: drawTale(draw).title }),
    untitled: { title: null },
  },
);

/**
 * The confirmation that a thread was deleted.
 * @example
 * createThreadDeleted({ overrides: { id: 'cthr_123' } }).id; // => 'cthr_123'
 */
export const createThreadDeleted: Factory<ThreadDeleted> = defineFactory('thread_deleted', (draw) => ({
  id: createId('cthr', draw.stream, draw.startMs),
  deleted: true,
  object: 'chatkit.thread.deleted',
}));
