import type { Handler, World } from '../operations.ts';
import type { ThreadEntry } from '../store/store.ts';
import type { Fault, FaultHooks } from './fault.ts';

/** The same world with some of its store's methods replaced. */
const withStore = (world: World, changes: Partial<World['store']>): World => {
  const { store } = world;
  return {
    ...world,
    store: {
      thread: (id) => store.thread(id),
      threads: () => store.threads(),
      threadsOf: (user) => store.threadsOf(user),
      threadPosition: (id) => store.threadPosition(id),
      itemPosition: (thread, id) => store.itemPosition(thread, id),
      deleteThread: (id) => store.deleteThread(id),
      ...changes,
    },
  };
};

/** Most deleted threads whose items go on living. */
const maxKept = 1000;

function installOrphans(): FaultHooks {
  const deleted = new Map<string, ThreadEntry>();
  return {
    handlers: (next) => ({
      ...next,
      'threads.delete': (world, call) =>
        next['threads.delete'](
          withStore(world, {
            deleteThread(id) {
              const thread = world.store.thread(id);
              if (thread !== undefined) deleted.set(id, thread);
              const [oldest] = deleted.size > maxKept ? deleted.keys() : [];
              if (oldest !== undefined) deleted.delete(oldest);
              return world.store.deleteThread(id);
            },
          }),
          call,
        ),
      'threads.listItems': (world, call) =>
        next['threads.listItems'](
          withStore(world, { thread: (id) => world.store.thread(id) ?? deleted.get(id) }),
          call,
        ),
    }),
  };
}

const deleteFault = (
  about: Pick<Fault, 'does' | 'breaks' | 'source'>,
  wrap: (next: Handler) => Handler,
): Fault => ({
  area: 'deletion',
  ...about,
  install: () => ({
    handlers: (next) => ({ ...next, 'threads.delete': wrap(next['threads.delete']) }),
  }),
});

/** Faults of deleting. */
export const deletionFaults = {
  'delete-does-nothing': deleteFault(
    {
      does: 'a delete is acknowledged, and the thread remains',
      breaks: 'a deleted thread is gone',
      source: 'seed',
    },
    (next) => (world, call) => next(withStore(world, { deleteThread: () => true }), call),
  ),
  'second-delete-acknowledged': deleteFault(
    {
      does: 'deleting a deleted thread again is acknowledged',
      breaks: 'a second delete of a thread is answered 404',
      source: 'synthetic',
    },
    (next) => (world, call) => {
      const id = call.parameter('thread_id');
      const isAgain =
        call.caller.kind === 'api_key' &&
        world.store.thread(id) === undefined &&
        world.store.threadPosition(id) !== undefined;
      return isAgain
        ? JSON.stringify({ id, deleted: true, object: 'chatkit.thread.deleted' })
        : next(world, call);
    },
  ),
  'deleted-thread-keeps-items': {
    area: 'deletion' as const,
    does: 'the items of a deleted thread can still be listed',
    breaks: 'a thread is deleted along with its items',
    source: 'seed' as const,
    install: installOrphans,
  },
} satisfies Record<string, Fault>;
