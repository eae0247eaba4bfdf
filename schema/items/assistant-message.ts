import { z } from 'zod';
import { itemBase } from './item-base.ts';

/** Annotation that references an uploaded file. */
export const FileAnnotation = z.object({
  source: z.object({ filename: z.string(), type: z.literal('file') }),
  type: z.literal('file'),
});
/** Annotation that references a URL. Format uri: openapi. */
export const UrlAnnotation = z.object({
  source: z.object({ type: z.literal('url'), url: z.url() }),
  type: z.literal('url'),
});
/** One annotation of a response text. */
export const Annotation = z.discriminatedUnion('type', [FileAnnotation, UrlAnnotation]);
export type Annotation = z.infer<typeof Annotation>;

/** Assistant response text accompanied by annotations. */
export const OutputText = z.object({
  annotations: z.array(Annotation),
  text: z.string().meta({ description: 'Assistant generated text.' }),
  type: z.literal('output_text'),
});
export type OutputText = z.infer<typeof OutputText>;

/** Assistant-authored message within a thread. Source: seed. */
export const AssistantMessageItem = z.object({
  ...itemBase,
  content: z.array(OutputText),
  type: z.literal('chatkit.assistant_message'),
});
export type AssistantMessageItem = z.infer<typeof AssistantMessageItem>;
