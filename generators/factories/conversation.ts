import { shapes } from '../../schema/index.ts';
import type { Thread } from '../../schema/index.ts';
import { maxItemsPerThread } from '../dataset/options.ts';
import { tellThread } from '../story/index.ts';
import type { ThreadFrame, ToldThread } from '../story/index.ts';
import { drawFor } from './factory.ts';
import type { FactoryOptions } from './factory.ts';
import { listsOf } from './lists.ts';
import type { Lists } from './lists.ts';
import { applyOverrides } from './overrides.ts';
import { createThreadStatus, drawUser } from './thread.ts';
import type { ThreadTrait } from './thread.ts';
import { resolveTraits } from './traits.ts';
import type { TraitTable } from './traits.ts';

/** Traits of a whole thread: besides those of a thread, whether it breaks off before an answer. */
export type ConversationTrait = ThreadTrait | 'answered' | 'underWay';

/** What `createConversation` takes. The overrides are those of the thread; its items follow them. */
export interface ConversationOptions extends FactoryOptions<Thread, ConversationTrait> {
  /** How many items, from 0 to 100,000; default: drawn, 2 to 12. */
  readonly items?: number;
}

type Told = Pick<ThreadFrame, 'status' | 'titled' | 'underWay'>;

const frames: Readonly<Record<ConversationTrait, Told>> = {
  active: { status: 'active' },
  locked: { status: 'locked' },
  closed: { status: 'closed' },
  titled: { titled: true },
  untitled: { titled: false },
  answered: { underWay: false },
  underWay: { status: 'active', underWay: true },
};

const traitTable = frames as TraitTable<Told, ConversationTrait>;

function create(options: ConversationOptions = {}): ToldThread {
  const { seed = 42, path = [], traits: names = [], overrides, items } = options;
  if (items !== undefined && !(Number.isInteger(items) && items >= 0 && items <= maxItemsPerThread)) {
    throw new RangeError(`items: expected a whole number from 0 to ${maxItemsPerThread}, got ${items}`);
  }
  const draw = drawFor(seed, 'conversation', ...path);
  const set = resolveTraits('conversation', shapes.thread, traitTable, { draw, names, overrides: undefined });
  const status =
    overrides?.status === undefined
      ? set?.status
      : createThreadStatus.from(draw.at('status'), { type: set?.status, ...overrides.status }).type;
  const count = draw.int(2, 12);
  const told = tellThread(draw.stream.at('story'), {
    ...set,
    status,
    user: overrides?.user ?? drawUser(draw),
    startMs: overrides?.created_at === undefined ? draw.startMs : overrides.created_at * 1000,
    count: items ?? count,
    index: draw.int(0, 1),
    id: overrides?.id,
  });
  return { ...told, thread: applyOverrides<Thread>(shapes.thread, told.thread, overrides) };
}

/**
 * A whole thread: a conversation with its items, oldest first. Times, ids, title and status fit each other, and
 * files that are cited were handed in. Overrides are those of the thread, and the items follow them.
 * @throws RangeError when `items` is no whole number from 0 to 100,000.
 * @example
 * const { thread, items } = createConversation({ seed: 7, items: 6, traits: ['underWay'] });
 * items.length; // => 6
 * items.every(({ thread_id }) => thread_id === thread.id); // => true
 * createConversation({ overrides: { id: 'cthr_1' }, items: 2 }).items[0]?.thread_id; // => 'cthr_1'
 */
export const createConversation: ((options?: ConversationOptions) => ToldThread) &
  Lists<ToldThread, ConversationOptions> & {
    /** The names of its traits. */
    readonly traits: readonly string[];
  } = Object.assign(create, { ...listsOf(create), traits: Object.keys(frames) });
