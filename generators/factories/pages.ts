import type { ThreadItemPage, ThreadPage } from '../../schema/index.ts';
import { tellThread } from '../story/index.ts';
import { defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import { createThread, drawUser } from './thread.ts';

/** The cursors of a page; an empty one has none, and nothing more after it. */
function envelope(
  entries: readonly { readonly id: string }[],
  hasMore: boolean,
): Pick<ThreadPage, 'first_id' | 'has_more' | 'last_id' | 'object'> {
  return {
    first_id: entries[0]?.id ?? null,
    has_more: entries.length > 0 && hasMore,
    last_id: entries.at(-1)?.id ?? null,
    object: 'list',
  };
}

/**
 * A page of one to five threads of one user, newest first. `first_id` and `last_id` follow `data`.
 * @example createThreadPage({ overrides: { data: [] } }) // first_id and last_id null, has_more false
 */
export const createThreadPage: Factory<ThreadPage> = defineFactory('thread_list', (draw, overrides) => {
  const user = drawUser(draw);
  const count = draw.int(1, 5);
  const hasMore = draw.chance(0.4);
  const data =
    overrides?.data ??
    Array.from({ length: count }, (_, index) => {
      const ageSeconds = index * 86_400 + draw.int(0, 86_000);
      const created_at = Math.floor(draw.startMs / 1000) - ageSeconds;
      return createThread.from(draw.at('data', index), { created_at, user });
    });
  return { data, ...envelope(data, hasMore) };
});

/**
 * A page of items of one thread, newest first: the end of a conversation, or all of it.
 * @example createThreadItemPage({ seed: 7 }).data.map(({ type }) => type)
 */
export const createThreadItemPage: Factory<ThreadItemPage> = defineFactory(
  'thread_item_list',
  (draw, overrides) => {
    const hasMore = draw.chance(0.4);
    const length = draw.int(1, 8);
    const told = tellThread(draw.stream.at('story'), {
      user: drawUser(draw),
      startMs: draw.startMs,
      count: hasMore ? length + draw.int(1, 8) : length,
      index: 0,
    });
    const data = overrides?.data ?? told.items.slice(-length).toReversed();
    return { data, ...envelope(data, hasMore) };
  },
);
