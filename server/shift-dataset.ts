import type { Dataset } from '../generators/dataset/types.ts';

/** Lifetime of a session that names none, in seconds: what stands in for creation where there are only sessions. */
const sessionLifetimeS = 600;

/**
 * The same dataset at another time: all times are moved by one distance, so that the newest thread or item was
 * made at `nowMs` and sessions are as alive as they were. Ids and client secrets carry times too, and keep the
 * old ones: they are opaque, and stay what the files say, so that they can be copied from there.
 * @returns a dataset that shares nothing but unchanged parts with the given one.
 */
export function shiftDataset(dataset: Dataset, nowMs: number): Dataset {
  const made = [...dataset.threads, ...dataset.items].reduce(
    (latest, { created_at }) => Math.max(latest, created_at),
    -Infinity,
  );
  const newest =
    made === -Infinity
      ? dataset.sessions.reduce(
          (latest, { expires_at }) => Math.max(latest, expires_at - sessionLifetimeS),
          -Infinity,
        )
      : made;
  if (newest === -Infinity) return dataset;
  const by = Math.floor(nowMs / 1000) - newest;
  return {
    sessions: dataset.sessions.map((session) => ({ ...session, expires_at: session.expires_at + by })),
    threads: dataset.threads.map((thread) => ({ ...thread, created_at: thread.created_at + by })),
    items: dataset.items.map((item) => ({ ...item, created_at: item.created_at + by })),
  };
}
