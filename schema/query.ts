import { z } from 'zod';

/** Entries on a page when the caller does not say. Source: seed. */
export const defaultPageLimit = 20;
/** Most entries that a page may be asked for. Source: openapi. */
export const maxPageLimit = 100;

const pageQuery = {
  after: z.string().optional().meta({
    description: 'The entries that follow this one in the order of the response.',
  }),
  before: z.string().optional().meta({
    description: 'The entries nearest before this one, in the order of the response.',
  }),
  limit: z.int().min(0).max(maxPageLimit).optional().meta({ description: 'Defaults to 20.' }),
  order: z.enum(['asc', 'desc']).optional().meta({ description: 'By creation time. Defaults to `desc`.' }),
};

/** Query of `threads.listItems`. Sources: seed; bounds: openapi. */
export const ThreadItemListQuery = z.object(pageQuery);
export type ThreadItemListQuery = z.infer<typeof ThreadItemListQuery>;

/** Query of `threads.list`. Sources: seed; bounds: openapi. */
export const ThreadListQuery = z.object({
  ...pageQuery,
  user: z.string().min(1).max(512).optional().meta({ description: 'Only threads of this user.' }),
});
export type ThreadListQuery = z.infer<typeof ThreadListQuery>;
