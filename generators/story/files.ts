import type { RandomStream } from '../../support/random.ts';
import type { Attachment } from '../../schema/index.ts';
import { createId } from '../identity.ts';
import type { FileSpec } from '../subjects/subject.ts';

/** The attachment of a file that was uploaded at the given time; images have a preview on a reserved domain. */
export function attachmentOf(file: FileSpec, stream: RandomStream, timeMs: number): Attachment {
  const id = createId('cfile', stream, timeMs);
  const isImage = file.mimeType.startsWith('image/');
  return {
    id,
    mime_type: file.mimeType,
    name: file.name,
    preview_url: isImage ? `https://files.example.com/previews/${id}` : null,
    type: isImage ? 'image' : 'file',
  };
}
