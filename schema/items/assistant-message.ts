import { z } from 'zod';
import { Uri } from '../uri.ts';
import { itemBase } from './item-base.ts';

/** Annotation that references an uploaded file. */
export const FileAnnotation = z
  .object({
    source: z
      .object({
        filename: z.string().meta({ description: 'Filename referenced by the annotation.' }),
        type: z.literal('file').meta({ description: 'Always `file`.' }),
      })
      .meta({ description: 'File attachment referenced by the annotation.' }),
    type: z.literal('file'),
  })
  .meta({ description: 'Annotation that references an uploaded file.' });
/** Annotation that references a URL. Format uri: openapi. */
export const UrlAnnotation = z
  .object({
    source: z
      .object({
        type: z.literal('url').meta({ description: 'Always `url`.' }),
        url: Uri.meta({ description: 'URL referenced by the annotation.' }),
      })
      .meta({ description: 'URL referenced by the annotation.' }),
    type: z.literal('url'),
  })
  .meta({ description: 'Annotation that references a URL.' });
/** One annotation of a response text. */
export const Annotation = z
  .discriminatedUnion('type', [FileAnnotation, UrlAnnotation])
  .meta({ description: 'Annotation attached to the response text.' });
export type Annotation = z.infer<typeof Annotation>;

/** Assistant response text accompanied by annotations. */
export const OutputText = z
  .object({
    annotations: z
      .array(Annotation)
      .meta({ description: 'Ordered list of annotations attached to the response text.' }),
    text: z.string().meta({ description: 'Assistant generated text.' }),
    type: z.literal('output_text').meta({ description: 'Always `output_text`.' }),
  })
  .meta({ description: 'Assistant response text accompanied by optional annotations.' });
export type OutputText = z.infer<typeof OutputText>;

/** Assistant-authored message within a thread. Source: seed. */
export const AssistantMessageItem = z
  .object({
    ...itemBase,
    content: z.array(OutputText).meta({ description: 'Ordered assistant response segments.' }),
    type: z.literal('chatkit.assistant_message'),
  })
  .meta({ description: 'Assistant-authored message within a thread.' });
export type AssistantMessageItem = z.infer<typeof AssistantMessageItem>;
