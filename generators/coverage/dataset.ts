import { sessionsOf, threadsOf } from '../dataset/dataset.ts';
import type { DatasetOptions } from '../dataset/options.ts';
import { createCoverage } from './coverage.ts';
import type { CoverageReport } from './coverage.ts';

/**
 * Which branches of the contract occur in a dataset, and how often. One thread is in memory at a time.
 * @param signal stops the counting.
 * @returns one report each for sessions, threads and items.
 * @throws HarnessError for options that make no sense, and what the signal was aborted with.
 * @example
 * coverDataset({ profile: 'edge', threads: 30 }).map(({ shape }) => shape); // => [ 'chat_session', 'thread', 'thread_item' ]
 */
export function coverDataset(options: DatasetOptions = {}, signal?: AbortSignal): CoverageReport[] {
  const sessions = createCoverage('chat_session');
  const threads = createCoverage('thread');
  const items = createCoverage('thread_item');
  for (const session of sessionsOf(options)) {
    signal?.throwIfAborted();
    sessions.add(session);
  }
  for (const told of threadsOf(options)) {
    signal?.throwIfAborted();
    threads.add(told.thread);
    for (const item of told.items) items.add(item);
  }
  return [sessions, threads, items].map((coverage) => coverage.report());
}
