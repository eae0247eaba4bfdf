import { FileAnnotation, InputText, QuotedText, UrlAnnotation } from '../../schema/index.ts';
import type {
  Annotation,
  Attachment,
  InferenceOptions,
  OutputText,
  UserMessageContent,
} from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import { createId } from '../identity.ts';
import { annotationsOf, attachmentOf, drawInferenceOptions, firstSentence } from '../story/index.ts';
import type { FileSpec } from '../subjects/index.ts';
import { drawExchange, drawOpening, findExchange } from './content.ts';
import type { Exchange } from './content.ts';
import { chooseVariant, defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';

const images: readonly FileSpec[] = [
  { name: 'screenshot.png', mimeType: 'image/png' },
  { name: 'doorstep.jpg', mimeType: 'image/jpeg' },
  { name: 'fridge.heic', mimeType: 'image/heic' },
  { name: 'floor-plan.webp', mimeType: 'image/webp' },
];

const documents: readonly FileSpec[] = [
  { name: 'invoice.pdf', mimeType: 'application/pdf' },
  { name: 'service.log', mimeType: 'text/plain' },
  { name: 'orders.csv', mimeType: 'text/csv' },
  { name: 'export.json', mimeType: 'application/json' },
  { name: 'figures.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
];

/** Which of the two its MIME type or its name say that it is. */
function typeFrom(given: Partial<Attachment> | undefined): Attachment['type'] | undefined {
  const { mime_type: mimeType, name } = given ?? {};
  if (mimeType !== undefined) return mimeType.startsWith('image/') ? 'image' : 'file';
  if (name !== undefined) return /\.(png|jpe?g|heic|webp|gif|svg)$/i.test(name) ? 'image' : 'file';
  return undefined;
}

/** Which of the two an attachment has to be to agree with what is given of it; either when nothing is. */
function isImage(draw: Draw, given: Partial<Attachment> | undefined): boolean {
  const type = given?.type ?? typeFrom(given);
  if (type !== undefined) return type === 'image';
  return typeof given?.preview_url === 'string' || draw.chance(0.5);
}

/** The MIME type that a file name announces, among those that we make. */
function mimeTypeOf(name: string): string | undefined {
  const extension = /\.[^.]+$/.exec(name.toLowerCase().replace(/\.jpeg$/, '.jpg'))?.[0];
  return [...images, ...documents].find((file) => extension !== undefined && file.name.endsWith(extension))
    ?.mimeType;
}

/**
 * An attachment. Type, MIME type, name and preview agree: only images have a preview, on a reserved domain.
 * @example
 * createAttachment({ overrides: { name: 'receipt.pdf' } }).mime_type; // => 'application/pdf'
 * createAttachment({ traits: ['file'] }).preview_url; // => null
 */
export const createAttachment: Factory<Attachment, Attachment['type']> = defineFactory(
  'attachment',
  (draw, overrides) => {
    const pool = isImage(draw, overrides) ? images : documents;
    const mimeType = overrides?.mime_type ?? mimeTypeOf(overrides?.name ?? '');
    const file = pool.find((file) => file.mimeType === mimeType) ?? draw.pick(pool);
    return attachmentOf(file, createId('cfile', draw.stream, draw.startMs));
  },
  // What the overrides say of its MIME type or name wins over a trait.
  {
    image: (_, given) => ({ type: typeFrom(given) ?? 'image' }),
    file: (_, given) => ({ type: typeFrom(given) ?? 'file' }),
  },
);

/**
 * One piece of a user's message: what they wrote, or what they quote.
 * @example
 * createUserMessageContent({ traits: ['quote'] }).type; // => 'quoted_text'
 */
export const createUserMessageContent: Factory<UserMessageContent, 'input' | 'quote'> = defineFactory(
  'user_message_content',
  chooseVariant<UserMessageContent>('user_message_content', {
    input_text: {
      schema: InputText,
      build: (draw) => ({ text: drawExchange(draw).ask.text, type: 'input_text' }),
    },
    quoted_text: {
      schema: QuotedText,
      build: (draw) => ({ text: firstSentence(drawExchange(draw).answer), type: 'quoted_text' }),
    },
  }),
  { input: { type: 'input_text' }, quote: { type: 'quoted_text' } },
);

/**
 * What a user chose for the answer: a model, a tool, or both.
 * @example
 * createInferenceOptions({ traits: ['modelOnly'] }).tool_choice; // => null
 * createInferenceOptions({ overrides: { model: 'gpt-5' } }).model; // => 'gpt-5'
 */
export const createInferenceOptions: Factory<InferenceOptions, 'modelOnly' | 'toolOnly'> = defineFactory(
  'inference_options',
  (draw, overrides) => {
    const { tool } = drawOpening(draw);
    const chosen = drawInferenceOptions(draw.at('choice'), tool.name);
    const wantsTool = typeof overrides?.tool_choice === 'object' && overrides.tool_choice !== null;
    return wantsTool ? { ...chosen, tool_choice: { id: tool.name } } : chosen;
  },
  {
    modelOnly: (draw) => ({
      model: drawInferenceOptions(draw.at('trait', 'model'), undefined).model,
      tool_choice: null,
    }),
    toolOnly: (draw) => ({ model: null, tool_choice: { id: drawOpening(draw).tool.name } }),
  },
);

/**
 * A reference to an uploaded file or to a page on a reserved domain.
 * @example
 * createAnnotation({ overrides: { source: { filename: 'invoice.pdf' } } }).type; // => 'file'
 * createAnnotation({ traits: ['url'] }).source.type; // => 'url'
 */
export const createAnnotation: Factory<Annotation, Annotation['type']> = defineFactory(
  'annotation',
  chooseVariant<Annotation>('annotation', {
    file: {
      schema: FileAnnotation,
      build: (draw) => ({ source: { filename: draw.pick(documents).name, type: 'file' }, type: 'file' }),
    },
    url: {
      schema: UrlAnnotation,
      build: (draw) => ({
        source: { type: 'url', url: `https://docs.example.com/${draw.word('nouns')}` },
        type: 'url',
      }),
    },
  }),
  { file: { type: 'file' }, url: { type: 'url' } },
);

const outputOf = ({ answer, ask, links }: Exchange): OutputText => ({
  annotations: annotationsOf(ask.files, links),
  text: answer,
  type: 'output_text',
});

/** Traits of a text of the assistant, and of a message that has it. */
export type OutputTextTrait = 'withAnnotations' | 'withoutAnnotations';

/** The traits: an answer that cites files and pages, or one that cites nothing. Text and annotations fit. */
export const outputTextTraits = {
  withAnnotations: (draw: Draw): OutputText =>
    outputOf(findExchange(draw, ({ ask, links = [] }) => ask.files.length + links.length > 0)),
  withoutAnnotations: (draw: Draw): OutputText =>
    outputOf(findExchange(draw, ({ ask, links = [] }) => ask.files.length + links.length === 0)),
};

/**
 * A text of the assistant with its annotations.
 * @example
 * createOutputText({ traits: ['withAnnotations'] }).annotations.length >= 1; // => true
 * createOutputText({ overrides: { annotations: [] } }).annotations; // => []
 */
export const createOutputText: Factory<OutputText, OutputTextTrait> = defineFactory(
  'output_text',
  (draw) => outputOf(drawExchange(draw)),
  outputTextTraits,
);
