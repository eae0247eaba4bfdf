import { NotTried, Refuted } from './outcome.ts';
import type { Probe } from './probe.ts';
import type { World } from './world.ts';

/**
 * Whether somebody else changed the lists since they were read, as far as that can be told from what a faulty
 * deployment does: a new entry is younger than all that were known, and a thread that is gone answers 404.
 */
export async function changedSince(probe: Probe, { lists }: World): Promise<boolean> {
  for (const list of lists) {
    const page = await probe.page(list, { limit: 100 }).catch((error: unknown) => {
      if (error instanceof NotTried || error instanceof Refuted) return undefined;
      throw error;
    });
    if (page === undefined) continue;
    const known = new Set(list.entries.map(({ id }) => id));
    const newest = list.entries[0]?.created_at ?? -Infinity;
    if (page.data.some(({ id, created_at }) => !known.has(id) && created_at >= newest)) return true;
    const now = new Set(page.data.map(({ id }) => id));
    const missing = list.entries.slice(0, page.data.length).find(({ id }) => !now.has(id));
    if (missing === undefined || list.operation !== 'threads.list') continue;
    const answer = await probe.call('threads.retrieve', { thread_id: missing.id }).catch(() => undefined);
    if (answer?.status === 404) return true;
  }
  return false;
}
