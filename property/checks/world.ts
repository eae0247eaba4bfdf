import type { ListedEntry } from '../invariants/index.ts';
import type { ListPlace } from './probe.ts';

/** A list whose entries are all known. */
export interface KnownList extends ListPlace {
  /** For people: `all threads`, `items of cthr_…`. */
  readonly name: string;
  /** All of them, newest first, as a walk by the largest pages met them. */
  readonly entries: readonly ListedEntry[];
}

/** What is known of a deployment before it is checked. */
export interface World {
  /** Lists that are known whole: items of threads, threads of users, all threads. The shortest first. */
  readonly lists: readonly KnownList[];
  /** Threads that were seen, newest first. */
  readonly threads: readonly ListedEntry[];
  /** Their users. */
  readonly users: readonly string[];
  /** Threads with items that were seen, with those. */
  readonly itemLists: readonly KnownList[];
  /** Why no session can be created; undefined when one could. */
  readonly noSessions: string | undefined;
  /** Why nothing may be deleted; undefined when it may. */
  readonly noDeletion: string | undefined;
  /** Whether nobody else uses it and any workflow and version exists, as in the embedded deployment. */
  readonly isOwn: boolean;
  /** What makes the results say less than they seem to. */
  readonly warnings: readonly string[];
}

/** What a check needs of a deployment, and why it is lacking; undefined when it is there. */
export const needs = {
  threads: (world: World) => (world.threads.length === 0 ? 'no thread was seen' : undefined),
  two_threads: (world: World) => (world.threads.length < 2 ? 'fewer than two threads were seen' : undefined),
  items: (world: World) => (world.itemLists.length === 0 ? 'no thread with items was seen' : undefined),
  lists: (world: World) =>
    world.lists.some(({ entries }) => entries.length > 0) ? undefined : 'no list with entries is known whole',
  long_list: (world: World) =>
    world.lists.some(({ entries }) => entries.length > 1)
      ? undefined
      : 'no list with two entries is known whole',
  all_threads: (world: World) =>
    world.lists.some(({ operation, user }) => operation === 'threads.list' && user === undefined)
      ? undefined
      : 'the list of all threads is too long, or could not be read',
  two_users: (world: World) =>
    world.users.length < 2 ? 'threads of fewer than two users were seen' : undefined,
  sessions: (world: World) => world.noSessions,
  deletion: (world: World) =>
    world.noDeletion ?? (world.threads.length < 3 ? 'fewer than three threads were seen' : undefined),
} as const;

export type Need = keyof typeof needs;

/** Why a check that needs all this cannot be made; undefined when it can. */
export function lacking(world: World, wanted: readonly Need[]): string | undefined {
  for (const need of wanted) {
    const reason = needs[need](world);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
