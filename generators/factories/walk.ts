import type { Thread } from '../../schema/index.ts';
import { createConversation } from './conversation.ts';
import type { ConversationOptions } from './conversation.ts';
import type { FactoryOptions } from './factory.ts';
import { createThread } from './thread.ts';
import type { ThreadTrait } from './thread.ts';
import { walkThreadItems, walkThreads } from './walk-pages.ts';
import type { ThreadItemWalkStep, ThreadWalkStep, WalkQuery } from './walk-pages.ts';

/** What `createThreadWalk` takes: options for each thread, and what is asked for. */
export interface ThreadWalkOptions extends FactoryOptions<Thread, ThreadTrait>, WalkQuery {
  /** How many threads there are; default 45. */
  readonly threads?: number;
  /** They are all of this user, and are asked for by this user. */
  readonly user?: string;
}

/** What `createThreadItemWalk` takes: options for the thread, and what is asked for. */
export interface ThreadItemWalkOptions extends ConversationOptions, WalkQuery {}

/**
 * Threads and a walk through all pages of them.
 * @throws RangeError when the limit is no whole number from 1 to 100.
 * @example
 * const { threads, steps } = createThreadWalk({ seed: 7, threads: 5, limit: 2, user: 'ada' });
 * steps.map(({ page }) => page.has_more); // => [ true, true, false ]
 * threads.every(({ user }) => user === 'ada'); // => true
 */
export function createThreadWalk(options: ThreadWalkOptions = {}): {
  readonly threads: readonly Thread[];
  readonly steps: readonly ThreadWalkStep[];
} {
  const { threads: count = 45, limit, order, user, overrides, ...rest } = options;
  const own = user === undefined ? overrides : { ...overrides, user };
  const threads = createThread.list(count, { ...rest, ...(own === undefined ? {} : { overrides: own }) });
  const steps = walkThreads(threads, {
    ...(limit === undefined ? {} : { limit }),
    ...(order === undefined ? {} : { order }),
    ...(user === undefined ? {} : { user }),
  });
  return { threads, steps };
}

/**
 * A whole thread and a walk through all pages of its items.
 * @throws RangeError when the limit is no whole number from 1 to 100.
 * @example
 * const { items, steps } = createThreadItemWalk({ seed: 7, items: 25, limit: 10, order: 'asc' });
 * steps.length; // => 3
 * steps.flatMap(({ page }) => page.data).map(({ id }) => id).join() === items.map(({ id }) => id).join(); // => true
 */
export function createThreadItemWalk(
  options: ThreadItemWalkOptions = {},
): ReturnType<typeof createConversation> & { readonly steps: readonly ThreadItemWalkStep[] } {
  const { limit, order, ...rest } = options;
  const told = createConversation({ items: 45, ...rest });
  const steps = walkThreadItems(told.items, {
    ...(limit === undefined ? {} : { limit }),
    ...(order === undefined ? {} : { order }),
  });
  return { ...told, steps };
}
