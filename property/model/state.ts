import type { SessionCreate, Thread, ThreadItem } from '../../schema/index.ts';
import type { Moment } from './call.ts';

/** What a deployment holds when the model starts. Entries of one second: in the order of their arrival. */
export interface ModelWorld {
  readonly threads: readonly Thread[];
  readonly items: readonly ThreadItem[];
}

/** A thread of the world with its items, oldest first. */
export interface ModelThread {
  readonly thread: Thread;
  readonly items: readonly ThreadItem[];
}

/** A session as the model knows it. */
export interface ModelSession {
  readonly id: string;
  readonly secret: string;
  readonly request: SessionCreate;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly isCancelled: boolean;
  /** Requests that counted against its limit. */
  readonly admitted: readonly Moment[];
}

/** All that the model knows at one time. Never changed: a step makes another one. */
export interface ModelState {
  /** All threads there ever were, oldest first; cursors of the deleted ones stay places. */
  readonly threads: readonly ModelThread[];
  readonly deleted: ReadonlySet<string>;
  readonly sessions: readonly ModelSession[];
}

const byAge = (a: Placed, b: Placed): number => a.created_at - b.created_at;
type Placed = { readonly created_at: number };

/** The state of a deployment that holds a world and no session. */
export function startState({ threads, items }: ModelWorld): ModelState {
  const itemsOf = Map.groupBy(items, (item) => item.thread_id);
  return {
    threads: threads
      .toSorted(byAge)
      .map((thread) => ({ thread, items: (itemsOf.get(thread.id) ?? []).toSorted(byAge) })),
    deleted: new Set(),
    sessions: [],
  };
}

/** The state after a session has changed. */
export const withSession = (state: ModelState, changed: ModelSession): ModelState => ({
  ...state,
  sessions: state.sessions.map((session) => (session.id === changed.id ? changed : session)),
});
