import { z } from 'zod';
import { UnixSeconds } from './primitives.ts';

/** The thread takes new input. */
export const ThreadActive = z.object({ type: z.literal('active') });
/** The thread is locked and cannot take new input. */
export const ThreadLocked = z.object({
  reason: z.string().nullable().meta({ description: 'Null when no reason is recorded.' }),
  type: z.literal('locked'),
});
/** The thread has been closed. */
export const ThreadClosed = z.object({
  reason: z.string().nullable().meta({ description: 'Null when no reason is recorded.' }),
  type: z.literal('closed'),
});

/** Current status of a thread. Source: seed. */
export const ThreadStatus = z.discriminatedUnion('type', [ThreadActive, ThreadLocked, ThreadClosed]);
export type ThreadStatus = z.infer<typeof ThreadStatus>;

/** A ChatKit thread. Source: seed. */
export const Thread = z.object({
  id: z.string().meta({ description: 'Identifier of the thread.' }),
  created_at: UnixSeconds.meta({ description: 'Unix timestamp (in seconds) of creation.' }),
  object: z.literal('chatkit.thread'),
  status: ThreadStatus,
  title: z.string().nullable().meta({ description: 'Null when no title has been generated.' }),
  user: z.string().meta({ description: 'Identifies your end user who owns the thread.' }),
});
export type Thread = z.infer<typeof Thread>;

/** Confirmation that a thread was deleted along with its items and attachments. Source: seed. */
export const ThreadDeleted = z.object({
  id: z.string().meta({ description: 'Identifier of the deleted thread.' }),
  deleted: z.boolean().meta({ description: 'Indicates that the thread has been deleted.' }),
  object: z.literal('chatkit.thread.deleted'),
});
export type ThreadDeleted = z.infer<typeof ThreadDeleted>;
