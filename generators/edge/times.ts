import type { Attachment, Thread, ThreadItem } from '../../schema/index.ts';
import { restamp } from '../identity.ts';
import type { ToldThread } from '../story/index.ts';

/** The second in which Unix time outgrows 31 bits: 2038-01-19T03:14:08Z. */
export const year2038 = 2 ** 31;
/** The second in which Unix time got a tenth digit: 2001-09-09. */
export const tenthDigit = 1_000_000_000;

/** The 90 days of history before it lie on both sides of 2038-01-19. */
export const edgeReferenceTime = year2038 + 45 * 86_400;

/** What is special about the times of a thread. */
export type TimeKind = 'usual' | 'tied' | 'pairs' | 'around 2038' | 'with its neighbour' | 'tenth digit';

const kinds: readonly TimeKind[] = [
  'usual',
  'tied',
  'pairs',
  'around 2038',
  'with its neighbour',
  'with its neighbour',
  'tenth digit',
  'usual',
];

/** Of the thread with the given index. The first thread is usual: its last item is made "now". */
export const timeKindOf = (index: number): TimeKind => kinds[index % kinds.length] as TimeKind;

/** The index whose time the thread begins at: threads 4 and 5 of every eight begin in the same millisecond. */
export const beginsWith = (index: number): number =>
  timeKindOf(index) === 'with its neighbour' ? index - (index % 8) + 4 : index;

/** Times of a thread and its items in Unix milliseconds, in order. */
function timesOf(kind: TimeKind, usual: readonly number[], referenceTime: number): number[] {
  const [begin = 0] = usual;
  if (kind === 'tied') {
    // All within one second; the sub-second of the ids still tells their order.
    const second = Math.floor(begin / 1000) * 1000;
    return usual.map((_, at) => second + Math.floor((at * 900) / usual.length));
  }
  if (kind === 'pairs')
    return usual.map((time, at) =>
      at % 2 === 1
        ? Math.floor((usual[at - 1] as number) / 1000) * 1000 + 999
        : Math.floor(time / 1000) * 1000,
    );
  const crossed = kind === 'tenth digit' ? tenthDigit : year2038;
  const middle = Math.floor(usual.length / 2);
  const shift = crossed * 1000 - (usual[middle] as number);
  const last = (usual.at(-1) as number) + shift;
  if ((kind !== 'around 2038' && kind !== 'tenth digit') || last > referenceTime * 1000) return [...usual];
  // The one before the middle is made in the last second before it.
  return usual.map((time, at) => (at === middle - 1 ? crossed * 1000 - 1 : time + shift));
}

function moveAttachment(attachment: Attachment, timeMs: number): Attachment {
  const id = restamp(attachment.id, timeMs);
  const { preview_url: preview } = attachment;
  return { ...attachment, id, preview_url: preview === null ? null : preview.replace(attachment.id, id) };
}

/** The thread at other times; ids go with them, and the order stays. */
export function moveInTime({ thread, items }: ToldThread, index: number, referenceTime: number): ToldThread {
  const kind = timeKindOf(index);
  if (kind === 'usual' || kind === 'with its neighbour') return { thread, items };
  const usual = [thread, ...items].map(({ created_at }) => created_at * 1000);
  const [begin = 0, ...times] = timesOf(kind, usual, referenceTime);
  const id = restamp(thread.id, begin);
  const moved: Thread = { ...thread, id, created_at: Math.floor(begin / 1000) };
  return {
    thread: moved,
    items: items.map((item, at): ThreadItem => {
      const time = times[at] as number;
      const base = { id: restamp(item.id, time), created_at: Math.floor(time / 1000), thread_id: id };
      if (item.type !== 'chatkit.user_message') return { ...item, ...base };
      const attachments = item.attachments.map((each) => moveAttachment(each, time - 5000));
      return { ...item, ...base, attachments };
    }),
  };
}
