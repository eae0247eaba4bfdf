import type { Caller } from './authorization.ts';
import { Timeline } from './store/timeline.ts';
import type { Store, ThreadEntry, ThreadPosition } from './store/store.ts';

/** What has to be known of a store to tell who may see what. */
export type StoreView = Pick<Store, 'thread' | 'threads' | 'threadsOf' | 'threadPosition'>;

/** The part of a timeline that a caller may see. */
export interface View {
  readonly timeline: Timeline<ThreadEntry>;
  /** Index of the oldest entry that may be seen. */
  readonly firstVisible: number;
}

const nothing: View = { timeline: new Timeline(), firstVisible: 0 };

/**
 * The threads that a caller may see. An API key sees all. A client secret sees those of its session's user, of
 * those the `recent_threads` newest, and none at all when the session keeps no history.
 * @param user only threads of this user; somebody else's are nothing to a client secret.
 */
export function visibleThreads(store: StoreView, caller: Caller, user?: string): View {
  if (caller.kind === 'api_key')
    return { timeline: user === undefined ? store.threads() : store.threadsOf(user), firstVisible: 0 };
  const { session } = caller;
  if (!session.historyEnabled || (user !== undefined && user !== session.user)) return nothing;
  const timeline = store.threadsOf(session.user);
  const { recentThreads } = session;
  return {
    timeline,
    firstVisible: recentThreads === null ? 0 : Math.max(0, timeline.length - recentThreads),
  };
}

/** The thread with this id, if the caller may see it. */
export function visibleThread(store: StoreView, caller: Caller, id: string): ThreadEntry | undefined {
  const thread = store.thread(id);
  if (thread === undefined || caller.kind === 'api_key') return thread;
  if (thread.value.user !== caller.session.user) return undefined;
  const { timeline, firstVisible } = visibleThreads(store, caller);
  return timeline.countBefore(thread) >= firstVisible && timeline.length > 0 ? thread : undefined;
}

/**
 * The position that a thread cursor names. A client secret can't tell another user's thread from one that never
 * was; its own user's threads are good cursors even when newer ones have pushed them out of sight.
 */
export function threadCursor(store: StoreView, caller: Caller, id: string): ThreadPosition | undefined {
  const position = store.threadPosition(id);
  const isOthers = caller.kind === 'client_secret' && position?.user !== caller.session.user;
  return isOthers ? undefined : position;
}
