import { z } from 'zod';
import { UnixSeconds } from './primitives.ts';

/** The thread takes new input. */
export const ThreadActive = z
  .object({ type: z.literal('active') })
  .meta({ description: 'Indicates that a thread is active.' });
/** The thread is locked and cannot take new input. */
export const ThreadLocked = z
  .object({
    reason: z.string().nullable().meta({
      description: 'Reason that the thread was locked; null when no reason is recorded.',
    }),
    type: z.literal('locked'),
  })
  .meta({ description: 'Indicates that a thread is locked and cannot accept new input.' });
/** The thread has been closed. */
export const ThreadClosed = z
  .object({
    reason: z.string().nullable().meta({
      description: 'Reason that the thread was closed; null when no reason is recorded.',
    }),
    type: z.literal('closed'),
  })
  .meta({ description: 'Indicates that a thread has been closed.' });

/** Current status of a thread. Source: seed. */
export const ThreadStatus = z
  .discriminatedUnion('type', [ThreadActive, ThreadLocked, ThreadClosed])
  .meta({ description: 'Current status for the thread; `active` for newly created threads.' });
export type ThreadStatus = z.infer<typeof ThreadStatus>;

/** A ChatKit thread. Source: seed. */
export const Thread = z
  .object({
    id: z.string().meta({ description: 'Identifier of the thread.' }),
    created_at: UnixSeconds.meta({
      description: 'Unix timestamp (in seconds) for when the thread was created.',
    }),
    object: z.literal('chatkit.thread').meta({ description: 'Always `chatkit.thread`.' }),
    status: ThreadStatus,
    title: z.string().nullable().meta({
      description: 'Human-readable title for the thread; null when no title has been generated.',
    }),
    user: z.string().meta({
      description: 'Free-form string that identifies your end user who owns the thread.',
    }),
  })
  .meta({ description: 'Represents a ChatKit thread and its current status.' });
export type Thread = z.infer<typeof Thread>;

/** Confirmation that a thread was deleted along with its items and attachments. Source: seed. */
export const ThreadDeleted = z
  .object({
    id: z.string().meta({ description: 'Identifier of the deleted thread.' }),
    deleted: z.boolean().meta({ description: 'Indicates that the thread has been deleted.' }),
    object: z.literal('chatkit.thread.deleted').meta({ description: 'Always `chatkit.thread.deleted`.' }),
  })
  .meta({ description: 'Confirmation payload returned after deleting a thread.' });
export type ThreadDeleted = z.infer<typeof ThreadDeleted>;
