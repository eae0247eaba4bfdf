import type { ThreadItemPage, ThreadPage } from '../../schema/index.ts';
import { tellThread } from '../story/index.ts';
import { defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import { createThread, drawUser } from './thread.ts';
import { envelope } from './walk-pages.ts';

/** Traits of a page: nothing on it, nothing after it, more after it. */
export type PageTrait = 'empty' | 'last' | 'withMore';

const pageTraits = {
  empty: { data: [], has_more: false },
  last: { has_more: false },
  withMore: { has_more: true },
};

/**
 * A page of one to five threads of one user, newest first. `first_id` and `last_id` follow `data`.
 * @example
 * createThreadPage({ traits: ['empty'] }).first_id; // => null
 * createThreadPage({ overrides: { data: createThread.list(20) } }).data.length; // => 20
 */
export const createThreadPage: Factory<ThreadPage, PageTrait> = defineFactory(
  'thread_list',
  (draw, overrides) => {
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
  },
  pageTraits,
);

/**
 * A page of items of one thread, newest first: the end of a conversation, or all of it.
 * @example
 * createThreadItemPage({ seed: 7, traits: ['withMore'] }).has_more; // => true
 */
export const createThreadItemPage: Factory<ThreadItemPage, PageTrait> = defineFactory(
  'thread_item_list',
  (draw, overrides) => {
    const drawnMore = draw.chance(0.4);
    const hasMore = overrides?.has_more ?? drawnMore;
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
  pageTraits,
);
