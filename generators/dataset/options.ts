import { usageError } from '../../support/errors.ts';
import { referenceTime } from '../reference-time.ts';

/** What a dataset is made of. The same options make the same dataset, anywhere and always. */
export interface DatasetOptions {
  /** A whole number; default 42. */
  readonly seed?: number;
  /** Distinct users; default 10. */
  readonly users?: number;
  /** Sessions of these users; default 20. */
  readonly sessions?: number;
  /** Threads of these users; default 50. */
  readonly threads?: number;
  /** Fewest and most items of a thread; default 4 to 16. A thread is made in memory: at most 100,000. */
  readonly items?: { readonly min: number; readonly max: number };
  /** Unix seconds that play the part of "now"; default 2026-01-01T00:00:00Z. Nothing was created later. */
  readonly referenceTime?: number;
}

/** Options with every default filled in. */
export type ResolvedDatasetOptions = Required<DatasetOptions>;

export const datasetDefaults: ResolvedDatasetOptions = {
  seed: 42,
  users: 10,
  sessions: 20,
  threads: 50,
  items: { min: 4, max: 16 },
  referenceTime,
};

/** Most items of one thread. */
export const maxItemsPerThread = 100_000;

const whole = (value: number, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && value >= min && value <= max;

/**
 * Fills in the defaults.
 * @throws HarnessError (exit code 2) that lists every option that makes no sense.
 */
export function resolveDatasetOptions(options: DatasetOptions = {}): ResolvedDatasetOptions {
  const resolved: ResolvedDatasetOptions = {
    seed: options.seed ?? datasetDefaults.seed,
    users: options.users ?? datasetDefaults.users,
    sessions: options.sessions ?? datasetDefaults.sessions,
    threads: options.threads ?? datasetDefaults.threads,
    items: options.items ?? datasetDefaults.items,
    referenceTime: options.referenceTime ?? datasetDefaults.referenceTime,
  };
  const { seed, users, sessions, threads, items, referenceTime: now } = resolved;
  const problems: string[] = [];
  const check = (ok: boolean, problem: string) => {
    if (!ok) problems.push(problem);
  };
  check(Number.isSafeInteger(seed), `seed: expected a whole number, got ${seed}`);
  check(whole(users, 0, 1e9), `users: expected a whole number from 0 to 1000000000, got ${users}`);
  check(whole(sessions, 0, 1e9), `sessions: expected a whole number from 0 to 1000000000, got ${sessions}`);
  check(whole(threads, 0, 1e9), `threads: expected a whole number from 0 to 1000000000, got ${threads}`);
  const { min, max } = items;
  check(
    whole(min, 0, maxItemsPerThread) && whole(max, 0, maxItemsPerThread),
    `items: expected whole numbers from 0 to ${maxItemsPerThread}, got ${min}..${max}`,
  );
  check(!(min > max), `items: the least (${min}) is above the most (${max})`);
  check(
    !(users === 0 && (sessions > 0 || threads > 0)),
    'users: sessions and threads belong to users, so at least 1 is needed',
  );
  check(whole(now, 0, 2 ** 40), `referenceTime: expected Unix seconds, got ${now}`);
  if (problems.length > 0) throw usageError(...problems);
  return resolved;
}
