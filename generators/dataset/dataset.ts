import type { ChatSession } from '../../schema/index.ts';
import { resolveDatasetOptions } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { sessionAt } from './session.ts';
import { threadAt } from './thread.ts';
import type { ToldThread } from '../story/index.ts';
import type { Dataset } from './types.ts';

/**
 * The sessions of a dataset, one at a time.
 * @example
 * [...sessionsOf({ seed: 42, sessions: 3 })].length; // => 3
 */
export function* sessionsOf(options: DatasetOptions = {}): Generator<ChatSession, void, undefined> {
  const resolved = resolveDatasetOptions(options);
  for (let index = 0; index < resolved.sessions; index += 1) yield sessionAt(resolved, index);
}

/**
 * The threads of a dataset with their items, one thread at a time: memory holds one.
 * @example
 * let items = 0;
 * for (const told of threadsOf({ threads: 100, items: { min: 4, max: 4 } })) items += told.items.length;
 * items; // => 400
 */
export function* threadsOf(options: DatasetOptions = {}): Generator<ToldThread, void, undefined> {
  const resolved = resolveDatasetOptions(options);
  for (let index = 0; index < resolved.threads; index += 1) yield threadAt(resolved, index);
}

/**
 * A coherent dataset in memory: users have sessions and threads, threads have items in time order.
 * @throws HarnessError that lists every option that makes no sense.
 * @example
 * const dataset = createDataset({ seed: 42, threads: 5, items: { min: 4, max: 9 } });
 * dataset.threads.length; // => 5
 */
export function createDataset(options: DatasetOptions = {}): Dataset {
  const told = [...threadsOf(options)];
  return {
    sessions: [...sessionsOf(options)],
    threads: told.map(({ thread }) => thread),
    items: told.flatMap(({ items }) => items),
  };
}
