import type { RandomStream } from '../../support/random.ts';
import type { Attachment, InferenceOptions, OutputText } from '../../schema/index.ts';
import { createId } from '../identity.ts';
import { edgeText, longText } from './texts.ts';

/** More than one page of anything that is counted by a hundred. */
export const many = 101;

/** Every third text is one of the catalogue. */
export const perhaps = (text: string, stream: RandomStream): string =>
  stream.chance(1 / 3) ? edgeText(stream) : text;

/** The same of what may be null: one in eight is. */
export const perhapsNull = (text: string | null, stream: RandomStream): string | null =>
  stream.chance(1 / 8) ? null : perhaps(text ?? '', stream);

const mimeTypes = [
  'application/octet-stream',
  'text/plain; charset=utf-8',
  'application/vnd.example.very-long+json; profile="a b"; q=0.5',
  'x/y',
  '',
] as const;
const fileNames = [
  'CON',
  '.',
  '..',
  '../../etc/passwd',
  'C:\\autoexec.bat',
  'no-extension',
  '.hidden',
  'report.pdf.exe',
  'invoice\u202Efdp.exe',
  'a'.repeat(255),
  '履歴書（最新）.pdf',
  '👩‍🔬 notes.md',
  'e\u0301te\u0301.txt',
  ' spaces .txt ',
  'semi;colon,comma"quote".csv',
  '%2e%2e%2f.txt',
] as const;
const previews = [
  'https://files.example.com:8443/a%20b/%E2%9C%93?size=64&format=webp#top',
  'https://user@files.example.com/preview',
  'https://xn--bcher-kva.example.com/',
  `https://files.example.com/${longText('path/', 2083)}`,
  'https://example.org',
] as const;

/** A file whose name, type and preview are odd; image and file both, with a preview and without. */
export function edgeAttachment(attachment: Attachment, stream: RandomStream): Attachment {
  const isImage = stream.chance(0.5);
  return {
    ...attachment,
    name: stream.chance(0.6) ? stream.pick(fileNames) : perhaps(attachment.name, stream),
    mime_type: isImage ? stream.pick(['image/png', 'image/svg+xml', 'image/heic']) : stream.pick(mimeTypes),
    preview_url: stream.chance(0.5) ? stream.pick(previews) : null,
    type: isImage ? 'image' : 'file',
  };
}

/** A hundred and one small files of one moment, names numbered. */
export const manyAttachments = (stream: RandomStream, timeMs: number): Attachment[] =>
  Array.from({ length: many }, (_, at) => ({
    id: createId('cfile', stream, timeMs),
    mime_type: 'text/plain',
    name: `part-${at}.txt`,
    preview_url: null,
    type: 'file' as const,
  }));

/** Unset, set to nothing, and each of both alone and together. */
export function edgeInferenceOptions(stream: RandomStream): InferenceOptions | null {
  if (stream.chance(0.3)) return null;
  return {
    model: stream.chance(0.4) ? null : edgeText(stream),
    tool_choice: stream.chance(0.4) ? null : { id: edgeText(stream) },
  };
}

/** Pages with odd addresses: as long as some servers allow, escaped, of other schemes. */
export const edgeLinks = [
  'https://docs.example.com/?q=%F0%9F%A7%B5&empty=&a=1&a=2',
  `https://docs.example.com/?${longText('k=v&', 8192)}`,
  'https://[2001:db8::1]:65535/',
  'mailto:someone@example.com',
  'urn:isbn:0451450523',
  'https://docs.example.com/%00#',
] as const;

const link = (url: string): OutputText['annotations'][number] => ({
  source: { type: 'url', url },
  type: 'url',
});

/** Annotations with links that are odd; now and then a hundred. */
export function edgeAnnotations(
  annotations: OutputText['annotations'],
  stream: RandomStream,
): OutputText['annotations'] {
  switch (stream.int(0, 11)) {
    case 0:
      return [];
    case 1:
      return Array.from({ length: many }, (_, at) => link(`https://docs.example.com/${at}`));
    case 2:
    case 3:
      return [...annotations, link(stream.pick(edgeLinks))];
    default:
      return annotations;
  }
}
