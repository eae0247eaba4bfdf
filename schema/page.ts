import { z } from 'zod';
import { ThreadItem } from './items/thread-item.ts';
import { Thread } from './thread.ts';

const pageOf = <T extends z.ZodType>(entry: T, entries: string) =>
  z
    .object({
      data: z.array(entry).meta({ description: `The ${entries} of this page.` }),
      first_id: z
        .string()
        .nullable()
        .meta({ description: 'The ID of the first entry in the list; null when empty.' }),
      has_more: z.boolean().meta({ description: 'Whether there are more entries available.' }),
      last_id: z
        .string()
        .nullable()
        .meta({ description: 'The ID of the last entry in the list; null when empty.' }),
      object: z.literal('list').meta({ description: 'Always `list`.' }),
    })
    .meta({ description: `A paginated list of ${entries}.` });

/** A page of threads. Source: seed. */
export const ThreadPage = pageOf(Thread, 'threads');
export type ThreadPage = z.infer<typeof ThreadPage>;

/** A page of thread items. Source: seed. */
export const ThreadItemPage = pageOf(ThreadItem, 'thread items');
export type ThreadItemPage = z.infer<typeof ThreadItemPage>;
