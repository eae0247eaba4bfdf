import type { Thread, ThreadItem } from '../../schema/index.ts';
import { Entry } from './entry.ts';
import type { Position } from './position.ts';
import { Timeline } from './timeline.ts';
import { Tombstones } from './tombstones.ts';

export type ItemEntry = Entry<ThreadItem>;

/** A thread with its items. */
export class ThreadEntry extends Entry<Thread> {
  readonly items = new Timeline<ItemEntry>();
  readonly itemsById = new Map<string, ItemEntry>();
}

/** Where a thread stands or stood, and whose it is: what a cursor needs. */
export interface ThreadPosition extends Position {
  readonly user: string;
}

/** Deleted threads, and deleted items, whose cursors stay valid; older ones are unknown. Synthetic. */
export const rememberedDeletions = 100_000;

const nobodysThreads = new Timeline<ThreadEntry>();

/** Threads and items in memory, in the order of their creation. */
export class Store {
  readonly #threads = new Timeline<ThreadEntry>();
  readonly #threadsById = new Map<string, ThreadEntry>();
  readonly #threadsByUser = new Map<string, Timeline<ThreadEntry>>();
  readonly #deletedThreads = new Tombstones<ThreadPosition>(rememberedDeletions);
  readonly #deletedItems = new Tombstones<Position>(rememberedDeletions);
  #sequence = 0;
  #itemCount = 0;

  get threadCount(): number {
    return this.#threads.length;
  }

  /** Users who have threads. */
  get userCount(): number {
    return this.#threadsByUser.size;
  }

  get itemCount(): number {
    return this.#itemCount;
  }

  /**
   * Adds a thread at its place in time.
   * @throws RangeError when there is one with this id.
   */
  addThread(thread: Thread): void {
    if (this.#threadsById.has(thread.id)) throw new RangeError(`thread ${thread.id} exists already`);
    const entry = new ThreadEntry(thread, this.#next());
    this.#threads.add(entry);
    this.#threadsById.set(thread.id, entry);
    let own = this.#threadsByUser.get(thread.user);
    if (own === undefined) this.#threadsByUser.set(thread.user, (own = new Timeline()));
    own.add(entry);
  }

  /**
   * Adds an item to its thread at its place in time.
   * @throws RangeError when the thread doesn't exist or has an item with this id.
   */
  addItem(item: ThreadItem): void {
    const thread = this.#threadsById.get(item.thread_id);
    if (thread === undefined) throw new RangeError(`item ${item.id}: there is no thread ${item.thread_id}`);
    if (thread.itemsById.has(item.id))
      throw new RangeError(`item ${item.id} exists already in thread ${item.thread_id}`);
    const entry = new Entry(item, this.#next());
    thread.items.add(entry);
    thread.itemsById.set(item.id, entry);
    this.#itemCount += 1;
  }

  /** The thread with this id; undefined where there is none. */
  thread(id: string): ThreadEntry | undefined {
    return this.#threadsById.get(id);
  }

  /** All threads. */
  threads(): Timeline<ThreadEntry> {
    return this.#threads;
  }

  /** The threads of one user; empty for a user who has none. */
  threadsOf(user: string): Timeline<ThreadEntry> {
    return this.#threadsByUser.get(user) ?? nobodysThreads;
  }

  /** Where a thread stands, or stood before it was deleted; undefined for an id that was never seen. */
  threadPosition(id: string): ThreadPosition | undefined {
    const thread = this.#threadsById.get(id);
    return thread === undefined ? this.#deletedThreads.get(id) : positionOf(thread);
  }

  /** Where an item of a thread stands, or stood before it was deleted. */
  itemPosition(thread: ThreadEntry, itemId: string): Position | undefined {
    return thread.itemsById.get(itemId) ?? this.#deletedItems.get(itemKey(thread.id, itemId));
  }

  /** Deletes a thread with its items; false when there is none. */
  deleteThread(id: string): boolean {
    const thread = this.#threadsById.get(id);
    if (thread === undefined) return false;
    this.#threadsById.delete(id);
    this.#threads.remove(thread);
    const own = this.#threadsByUser.get(thread.value.user);
    own?.remove(thread);
    if (own?.length === 0) this.#threadsByUser.delete(thread.value.user);
    this.#itemCount -= thread.items.length;
    this.#deletedThreads.add(id, positionOf(thread));
    return true;
  }

  /** Deletes one item, which no operation of the API does; false when there is none. */
  deleteItem(threadId: string, itemId: string): boolean {
    const thread = this.#threadsById.get(threadId);
    const item = thread?.itemsById.get(itemId);
    if (thread === undefined || item === undefined) return false;
    thread.itemsById.delete(itemId);
    thread.items.remove(item);
    this.#itemCount -= 1;
    this.#deletedItems.add(itemKey(threadId, itemId), {
      createdAt: item.createdAt,
      sequence: item.sequence,
    });
    return true;
  }

  #next(): number {
    this.#sequence += 1;
    return this.#sequence;
  }
}

/** No id holds a line feed that came through a URL undamaged, so two pairs never share a key by accident. */
const itemKey = (threadId: string, itemId: string): string => `${threadId}\n${itemId}`;

const positionOf = ({ createdAt, sequence, value }: ThreadEntry): ThreadPosition => ({
  createdAt,
  sequence,
  user: value.user,
});
