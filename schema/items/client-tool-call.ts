import { z } from 'zod';
import { itemBase } from './item-base.ts';

/** Record of a client side tool invocation initiated by the assistant. Source: seed. */
export const ClientToolCallItem = z
  .object({
    ...itemBase,
    arguments: z.string().meta({ description: 'JSON-encoded arguments that were sent to the tool.' }),
    call_id: z.string().meta({ description: 'Identifier for the client tool call.' }),
    name: z.string().meta({ description: 'Tool name that was invoked.' }),
    output: z.string().nullable().meta({
      description: 'JSON-encoded output captured from the tool; null while execution is in progress.',
    }),
    status: z.enum(['in_progress', 'completed']).meta({ description: 'Execution status for the tool call.' }),
    type: z.literal('chatkit.client_tool_call'),
  })
  .meta({ description: 'Record of a client side tool invocation initiated by the assistant.' });
export type ClientToolCallItem = z.infer<typeof ClientToolCallItem>;
