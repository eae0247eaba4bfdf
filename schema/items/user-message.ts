import { z } from 'zod';
import { Uri } from '../uri.ts';
import { itemBase } from './item-base.ts';

/** Attachment metadata. `type` is an enumeration of one shape, not a union. Source: seed; format uri: openapi. */
export const Attachment = z
  .object({
    id: z.string().meta({ description: 'Identifier for the attachment.' }),
    mime_type: z.string().meta({ description: 'MIME type of the attachment.' }),
    name: z.string().meta({ description: 'Original display name for the attachment.' }),
    preview_url: Uri.nullable().meta({ description: 'Preview URL for rendering the attachment inline.' }),
    type: z.enum(['image', 'file']).meta({ description: 'Attachment discriminator.' }),
  })
  .meta({ description: 'Attachment metadata included on thread items.' });
export type Attachment = z.infer<typeof Attachment>;

/** Text block that a user contributed to the thread. */
export const InputText = z
  .object({
    text: z.string().meta({ description: 'Plain-text content supplied by the user.' }),
    type: z.literal('input_text'),
  })
  .meta({ description: 'Text block that a user contributed to the thread.' });
/** Quoted snippet that the user referenced in their message. */
export const QuotedText = z
  .object({
    text: z.string().meta({ description: 'Quoted text content.' }),
    type: z.literal('quoted_text'),
  })
  .meta({ description: 'Quoted snippet that the user referenced in their message.' });
/** One content element of a user message. */
export const UserMessageContent = z
  .discriminatedUnion('type', [InputText, QuotedText])
  .meta({ description: 'Content element of a user message.' });
export type UserMessageContent = z.infer<typeof UserMessageContent>;

/** Inference overrides applied to the message. */
export const InferenceOptions = z
  .object({
    model: z.string().nullable().meta({
      description: 'Model name that generated the response; null when using the session default.',
    }),
    tool_choice: z
      .object({ id: z.string().meta({ description: 'Identifier of the requested tool.' }) })
      .nullable()
      .meta({ description: 'Preferred tool to invoke; null when ChatKit should auto-select.' }),
  })
  .meta({ description: 'Model and tool overrides applied when generating the assistant response.' });
export type InferenceOptions = z.infer<typeof InferenceOptions>;

/** User-authored message within a thread. Source: seed. */
export const UserMessageItem = z
  .object({
    ...itemBase,
    attachments: z.array(Attachment).meta({ description: 'Attachments associated with the user message.' }),
    content: z
      .array(UserMessageContent)
      .meta({ description: 'Ordered content elements supplied by the user.' }),
    inference_options: InferenceOptions.nullable().meta({
      description: 'Inference overrides applied to the message; null when unset.',
    }),
    type: z.literal('chatkit.user_message'),
  })
  .meta({ description: 'User-authored messages within a thread.' });
export type UserMessageItem = z.infer<typeof UserMessageItem>;
