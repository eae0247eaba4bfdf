import { z } from 'zod';

/** Entries on a page when the caller does not say. Source: seed. */
export const defaultPageLimit = 20;
/** Most entries that a page may be asked for. Source: openapi. */
export const maxPageLimit = 100;
/** Order of a page when the caller does not say. Source: seed. */
export const defaultPageOrder = 'desc';

const pageQuery = {
  after: z.string().optional().meta({
    description:
      'Identifier of an entry: the page holds those that follow it in the order of the response. Defaults to the first page.',
  }),
  before: z.string().optional().meta({
    description:
      'Identifier of an entry: the page holds those nearest before it, in the order of the response.',
  }),
  limit: z
    .int()
    .min(0)
    .max(maxPageLimit)
    .optional()
    .meta({ description: 'Maximum number of entries to return.', default: defaultPageLimit }),
  order: z
    .enum(['asc', 'desc'])
    .optional()
    .meta({ description: 'Sort order for results by creation time.', default: defaultPageOrder }),
};

/** Query of `threads.listItems`. Sources: seed; bounds: openapi. */
export const ThreadItemListQuery = z.object(pageQuery);
export type ThreadItemListQuery = z.infer<typeof ThreadItemListQuery>;

/** Query of `threads.list`. Sources: seed; bounds: openapi. */
export const ThreadListQuery = z.object({
  ...pageQuery,
  user: z.string().min(1).max(512).optional().meta({
    description: 'Filter threads that belong to this user identifier. Defaults to all users.',
  }),
});
export type ThreadListQuery = z.infer<typeof ThreadListQuery>;
