import type { Attachment, Thread, ThreadItem } from '../../schema/index.ts';
import { restamp } from '../identity.ts';
import { longestPauseMs } from '../story/index.ts';

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

/** Moves a thread in time: from the usual time of its entries to another, in order; entry 0 is the thread itself. */
type Move = (usualMs: number, entry: number) => number;

const stay: Move = (usualMs) => usualMs;
const startOfSecond = (timeMs: number): number => Math.floor(timeMs / 1000) * 1000;

/** All within one second; the sub-second of the ids still tells their order. */
function tie(beginMs: number, count: number): Move {
  const second = startOfSecond(beginMs);
  return (_, entry) => second + (entry * 900) / (count + 1);
}

/** Every other entry comes in the second of the one before it. */
function pair(): Move {
  let before = 0;
  return (usualMs, entry) => {
    const timeMs = entry % 2 === 1 ? startOfSecond(before) + 999 : startOfSecond(usualMs);
    before = usualMs;
    return timeMs;
  };
}

/** One entry is made in the second that is crossed to, the one before it in the last second before that. */
function cross(crossed: number, usualMs: readonly number[]): Move {
  const at = usualMs.length - 1;
  const shift = crossed * 1000 - (usualMs[at] as number);
  return (timeMs, entry) => (entry === at - 1 ? crossed * 1000 - 1 : timeMs + shift);
}

/**
 * How the thread with the given index is moved.
 * @param usualMs the usual times of the thread and its first items, two at most.
 * @param count of its items.
 * @param referenceTime Unix seconds; nothing gets later than this.
 */
export function moveOf(
  index: number,
  usualMs: readonly number[],
  count: number,
  referenceTime: number,
): Move {
  const kind = timeKindOf(index);
  switch (kind) {
    case 'usual':
    case 'with its neighbour':
      return stay;
    case 'tied':
      return tie(usualMs[0] as number, count);
    case 'pairs':
      return pair();
    case 'around 2038':
    case 'tenth digit': {
      const crossed = kind === 'tenth digit' ? tenthDigit : year2038;
      const latest = crossed + (count * longestPauseMs) / 1000;
      return latest > referenceTime ? stay : cross(crossed, usualMs);
    }
  }
}

/** The thread at another time; its id goes with it. */
export const moveThread = (thread: Thread, timeMs: number): Thread => ({
  ...thread,
  id: restamp(thread.id, timeMs),
  created_at: Math.floor(timeMs / 1000),
});

function moveAttachment(attachment: Attachment, timeMs: number): Attachment {
  const id = restamp(attachment.id, timeMs);
  const { preview_url: preview } = attachment;
  return { ...attachment, id, preview_url: preview === null ? null : preview.replace(attachment.id, id) };
}

/** The item at another time, in the thread with this id. */
export function moveItem(item: ThreadItem, timeMs: number, threadId: string): ThreadItem {
  const base = {
    id: restamp(item.id, timeMs),
    created_at: Math.floor(timeMs / 1000),
    thread_id: threadId,
  };
  if (item.type !== 'chatkit.user_message') return { ...item, ...base };
  const attachments = item.attachments.map((each) => moveAttachment(each, timeMs - 5000));
  return { ...item, ...base, attachments };
}
