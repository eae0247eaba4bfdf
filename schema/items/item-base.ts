import { z } from 'zod';
import { UnixSeconds } from '../primitives.ts';

/** What every thread item carries beside its own fields. Source: seed. */
export const itemBase = {
  id: z.string().meta({ description: 'Identifier of the thread item.' }),
  created_at: UnixSeconds.meta({
    description: 'Unix timestamp (in seconds) for when the item was created.',
  }),
  object: z.literal('chatkit.thread_item').meta({ description: 'Always `chatkit.thread_item`.' }),
  thread_id: z.string().meta({ description: 'Identifier of the parent thread.' }),
};
