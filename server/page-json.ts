import { Slab } from './slab.ts';
import type { Page } from './store/page.ts';

/** An entry with its JSON text in UTF-8. */
interface Encoded {
  readonly id: string;
  readonly json: Uint8Array;
}

const start = '{"object":"list","data":[';
const comma = 0x2c;
const slab = new Slab();

/** A page as JSON text in UTF-8. The entries' texts are copied, for making them anew is what a page costs. */
export function encodePage({ entries, hasMore }: Page<Encoded>): Uint8Array<ArrayBuffer> {
  const firstId = JSON.stringify(entries[0]?.id ?? null);
  const lastId = JSON.stringify(entries.at(-1)?.id ?? null);
  const end = `],"first_id":${firstId},"last_id":${lastId},"has_more":${hasMore}}`;
  let length = start.length + Buffer.byteLength(end) + Math.max(0, entries.length - 1);
  for (const { json } of entries) length += json.length;

  const bytes = slab.allocate(length);
  let offset = bytes.write(start, 'latin1');
  for (const { json } of entries) {
    bytes.set(json, offset);
    offset += json.length;
    bytes[offset] = comma;
    offset += 1;
  }
  // The end goes over the last comma.
  bytes.write(end, entries.length === 0 ? offset : offset - 1);
  return bytes;
}
