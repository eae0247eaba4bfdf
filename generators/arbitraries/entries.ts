import type { Thread, ThreadItem } from '../../schema/index.ts';
import type { Plans, Replaced } from './compile.ts';
import type { Plan } from './plan.ts';
import { choicePlan } from './plans/choice.ts';
import { listPlan } from './plans/list.ts';

/** What lists hold: threads, or items of a thread. */
export type EntryName = 'thread' | 'thread_item';
/** The type of the entries. */
export type EntryOf<N extends EntryName> = N extends 'thread' ? Thread : ThreadItem;

export type Entry = Thread | ThreadItem;

/**
 * Lists of entries with identifiers of their own, none of them empty. Items belong to no thread yet: which one is
 * said once for all of them.
 */
export function entriesPlan(
  plans: Plans,
  name: EntryName,
  most: number,
  replaced: Replaced = {},
): Plan<Entry[]> {
  const own = {
    id: plans.id(1),
    ...(name === 'thread_item' ? { thread_id: choicePlan(['']) } : {}),
    ...replaced,
  };
  return listPlan(plans.shape(name, own) as Plan<Entry>, most, ({ id }) => id);
}

/** The entries as those of the thread; threads stay as they are. */
export const inThread = (entries: readonly Entry[], threadId: string): Entry[] =>
  entries.map((entry) => ('thread_id' in entry ? { ...entry, thread_id: threadId } : entry));

/** The one thread that all entries belong to: empty for threads, undefined when there are several. */
export function threadOf(entries: readonly Entry[]): string | undefined {
  const [first] = entries;
  if (first === undefined || !('thread_id' in first)) return '';
  return entries.every((entry) => 'thread_id' in entry && entry.thread_id === first.thread_id)
    ? first.thread_id
    : undefined;
}
