import { z } from 'zod';
import { ThreadItem } from './items/thread-item.ts';
import { Thread } from './thread.ts';

const pageOf = <T extends z.ZodType>(entry: T) =>
  z.object({
    data: z.array(entry),
    first_id: z.string().nullable().meta({ description: 'The ID of the first entry; null when empty.' }),
    has_more: z.boolean().meta({ description: 'Whether there are more entries available.' }),
    last_id: z.string().nullable().meta({ description: 'The ID of the last entry; null when empty.' }),
    object: z.literal('list'),
  });

/** A page of threads. Source: seed. */
export const ThreadPage = pageOf(Thread);
export type ThreadPage = z.infer<typeof ThreadPage>;

/** A page of thread items. Source: seed. */
export const ThreadItemPage = pageOf(ThreadItem);
export type ThreadItemPage = z.infer<typeof ThreadItemPage>;
