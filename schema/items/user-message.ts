import { z } from 'zod';
import { itemBase } from './item-base.ts';

/** Attachment metadata. `type` is an enumeration of one shape, not a union. Source: seed; format uri: openapi. */
export const Attachment = z.object({
  id: z.string().meta({ description: 'Identifier for the attachment.' }),
  mime_type: z.string().meta({ description: 'MIME type of the attachment.' }),
  name: z.string().meta({ description: 'Original display name for the attachment.' }),
  preview_url: z.url().nullable().meta({ description: 'Preview URL for rendering the attachment inline.' }),
  type: z.enum(['image', 'file']),
});
export type Attachment = z.infer<typeof Attachment>;

/** Text block that a user contributed to the thread. */
export const InputText = z.object({ text: z.string(), type: z.literal('input_text') });
/** Quoted snippet that the user referenced in their message. */
export const QuotedText = z.object({ text: z.string(), type: z.literal('quoted_text') });
/** One content element of a user message. */
export const UserMessageContent = z.discriminatedUnion('type', [InputText, QuotedText]);
export type UserMessageContent = z.infer<typeof UserMessageContent>;

/** Inference overrides applied to the message. */
export const InferenceOptions = z.object({
  model: z.string().nullable().meta({ description: 'Null when using the session default.' }),
  tool_choice: z
    .object({ id: z.string() })
    .nullable()
    .meta({ description: 'Preferred tool to invoke; null when ChatKit should choose.' }),
});
export type InferenceOptions = z.infer<typeof InferenceOptions>;

/** User-authored message within a thread. Source: seed. */
export const UserMessageItem = z.object({
  ...itemBase,
  attachments: z.array(Attachment),
  content: z.array(UserMessageContent),
  inference_options: InferenceOptions.nullable(),
  type: z.literal('chatkit.user_message'),
});
export type UserMessageItem = z.infer<typeof UserMessageItem>;
