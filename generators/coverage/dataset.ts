import { sessionsOf, threadsOf } from '../dataset/dataset.ts';
import type { DatasetOptions } from '../dataset/options.ts';
import { createCoverage } from './coverage.ts';
import type { CoverageReport } from './coverage.ts';

/** Counts a dataset; between two entries others may have their turn. */
function* covering(options: DatasetOptions): Generator<undefined, CoverageReport[], undefined> {
  const sessions = createCoverage('chat_session');
  const threads = createCoverage('thread');
  const items = createCoverage('thread_item');
  for (const session of sessionsOf(options)) {
    yield;
    sessions.add(session);
  }
  for (const told of threadsOf(options)) {
    yield;
    threads.add(told.thread);
    for (const item of told.items) items.add(item);
  }
  return [sessions, threads, items].map((coverage) => coverage.report());
}

/**
 * Which branches of the contract occur in a dataset, and how often. One thread is in memory at a time.
 * @param signal stops the counting.
 * @returns one report each for sessions, threads and items.
 * @throws HarnessError for options that make no sense, and what the signal was aborted with.
 * @example
 * coverDataset({ profile: 'edge', threads: 30 }).map(({ shape }) => shape); // => [ 'chat_session', 'thread', 'thread_item' ]
 */
export function coverDataset(options: DatasetOptions = {}, signal?: AbortSignal): CoverageReport[] {
  const counting = covering(options);
  for (;;) {
    const { done, value } = counting.next();
    if (done === true) return value;
    signal?.throwIfAborted();
  }
}

/** Entries that are counted without letting the process breathe. */
const breathEvery = 200;

/** The same, so that signals are heard. */
export async function coverDatasetInTurns(
  options: DatasetOptions,
  signal: AbortSignal,
): Promise<CoverageReport[]> {
  const counting = covering(options);
  for (let counted = 0; ; counted += 1) {
    const { done, value } = counting.next();
    if (done === true) return value;
    if (counted % breathEvery === 0) await new Promise((resolve) => void setImmediate(resolve));
    signal.throwIfAborted();
  }
}
