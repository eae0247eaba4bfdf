import { shapes } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';

/** A shape, and the field that gave it away. */
export interface Guess {
  readonly shape: ShapeName;
  readonly by: string;
}

const byObject = new Map<unknown, ShapeName>([
  ['chatkit.session', 'chat_session'],
  ['chatkit.thread', 'thread'],
  ['chatkit.thread_item', 'thread_item'],
  ['chatkit.thread.deleted', 'thread_deleted'],
]);

const byType = new Map<unknown, ShapeName>([
  ['input_text', 'user_message_content'],
  ['quoted_text', 'user_message_content'],
  ['output_text', 'output_text'],
]);

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

/** Which page a list is: what its first telling entry is; an empty one could be either. */
function guessPage(value: object): Guess {
  const data = own(value, 'data');
  for (const entry of Array.isArray(data) ? data : []) {
    const shape = guessShape(entry)?.shape;
    if (shape === 'thread') return { shape: 'thread_list', by: 'data' };
    if (shape === 'thread_item') return { shape: 'thread_item_list', by: 'data' };
  }
  return { shape: 'thread_list', by: 'object' };
}

/** The shape that an object seems to be, by its `object` and `type`; undefined when nothing gives it away. */
export function guessShape(value: unknown): Guess | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const object = own(value, 'object');
  if (object === 'list') return guessPage(value);
  const named = byObject.get(object);
  if (named !== undefined) return { shape: named, by: 'object' };
  const type = own(value, 'type');
  if (typeof type === 'string' && type.startsWith('chatkit.')) return { shape: 'thread_item', by: 'type' };
  const typed = byType.get(type);
  if (typed !== undefined) return { shape: typed, by: 'type' };
  if (Object.hasOwn(value, 'error')) return { shape: 'error', by: 'error' };
  if (Object.hasOwn(value, 'user') && Object.hasOwn(value, 'workflow') && object === undefined)
    return { shape: 'session_create', by: 'workflow' };
  return undefined;
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/s$/, '');

/** A hint at the shape that somebody who typed `text` may have meant; empty when there is none. */
export function suggestShape(text: string): string {
  const found = Object.keys(shapes).find((name) => plain(name) === plain(text));
  return found === undefined ? '' : ` (did you mean '${found}'?)`;
}
