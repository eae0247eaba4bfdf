import { usageError } from '../../support/errors.ts';
import { edgeReferenceTime } from '../edge/index.ts';
import { referenceTime } from '../reference-time.ts';
import { isLocale, locales as knownLocales } from '../vocabulary/locales.ts';
import type { Locale } from '../vocabulary/locales.ts';

/**
 * What texts and numbers are like: as they mostly are (`typical`), or as they rarely are and always may be (`edge`):
 * empty, very long, of any script, as many as possible, extreme, null. Both are valid and coherent.
 */
export const profiles = ['typical', 'edge'] as const;
export type Profile = (typeof profiles)[number];

/** What a dataset is made of. The same options make the same dataset, anywhere and always. */
export interface DatasetOptions {
  /** A whole number; default 42. */
  readonly seed?: number;
  /** Default `typical`. */
  readonly profile?: Profile;
  /** Where names, places, companies and files come from, users in turn; default English alone. Sentences stay English. */
  readonly locales?: readonly Locale[];
  /** Distinct users; default 10. */
  readonly users?: number;
  /** Sessions of these users; default 20. */
  readonly sessions?: number;
  /** Threads of these users; default 50. */
  readonly threads?: number;
  /** Fewest and most items of a thread; default 4 to 16, in the profile `edge` 0 to 120. At most 100,000: as objects, a thread is in memory. */
  readonly items?: { readonly min: number; readonly max: number };
  /** Unix seconds that play the part of "now"; default 2026-01-01T00:00:00Z, in the profile `edge` 2038-03-05T03:14:08Z. Nothing was created later. */
  readonly referenceTime?: number;
}

/** Options with every default filled in. */
export type ResolvedDatasetOptions = Required<DatasetOptions>;

export const datasetDefaults: ResolvedDatasetOptions = {
  seed: 42,
  profile: 'typical',
  locales: ['en'],
  users: 10,
  sessions: 20,
  threads: 50,
  items: { min: 4, max: 16 },
  referenceTime,
};

const edgeDefaults: ResolvedDatasetOptions = {
  ...datasetDefaults,
  profile: 'edge',
  items: { min: 0, max: 120 },
  referenceTime: edgeReferenceTime,
};

/** Most items of one thread. */
export const maxItemsPerThread = 100_000;

const whole = (value: number, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && value >= min && value <= max;

/** A thread of 100,000 items and the workflow of a session are older than it by up to two years, and not older than 1970. */
const earliestReferenceTime = 100_000_000;
/** Ids carry seconds in eight hexadecimal digits. */
const latestReferenceTime = 2 ** 32 - 1;

/** @throws RangeError when an entity has no such index. */
export function checkIndex(index: number): void {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new RangeError(`index: expected a whole number from 0 on, got ${index}`);
}

/** A thread is made from options that were looked at once for all of them. */
const resolvedOnes = new WeakSet<DatasetOptions>();

/**
 * Fills in the defaults, which follow the profile.
 * @throws HarnessError (exit code 2) that lists every option that makes no sense.
 * @example
 * resolveDatasetOptions({ threads: 3 }).users; // => 10
 * resolveDatasetOptions({ threads: 3 }).threads; // => 3
 */
export function resolveDatasetOptions(options: DatasetOptions = {}): ResolvedDatasetOptions {
  if (resolvedOnes.has(options)) return options as ResolvedDatasetOptions;
  const { profile = 'typical' } = options;
  const defaults = profile === 'edge' ? edgeDefaults : datasetDefaults;
  const resolved: ResolvedDatasetOptions = {
    seed: options.seed ?? defaults.seed,
    profile,
    locales: options.locales ?? defaults.locales,
    users: options.users ?? defaults.users,
    sessions: options.sessions ?? defaults.sessions,
    threads: options.threads ?? defaults.threads,
    items: options.items ?? defaults.items,
    referenceTime: options.referenceTime ?? defaults.referenceTime,
  };
  const { seed, locales, users, sessions, threads, items, referenceTime: now } = resolved;
  const problems: string[] = [];
  const check = (ok: boolean, problem: string) => {
    if (!ok) problems.push(problem);
  };
  check(Number.isSafeInteger(seed), `seed: expected a whole number, got ${seed}`);
  check(profiles.includes(profile), `profile: expected ${profiles.join(' or ')}, got ${profile}`);
  check(Array.isArray(locales), `locales: expected a list such as ['en', 'ja'], got ${String(locales)}`);
  for (const locale of Array.isArray(locales) ? locales : [])
    check(isLocale(locale), `locales: expected one of ${knownLocales.join(', ')}, got ${locale}`);
  check(locales.length > 0, 'locales: at least 1 is needed');
  check(whole(users, 0, 1e9), `users: expected a whole number from 0 to 1000000000, got ${users}`);
  check(whole(sessions, 0, 1e9), `sessions: expected a whole number from 0 to 1000000000, got ${sessions}`);
  check(whole(threads, 0, 1e9), `threads: expected a whole number from 0 to 1000000000, got ${threads}`);
  const { min, max } = items;
  const got = typeof items === 'object' ? `${min}..${max}` : `${String(items)}; it is { min, max }`;
  check(
    whole(min, 0, maxItemsPerThread) && whole(max, 0, maxItemsPerThread),
    `items: expected whole numbers from 0 to ${maxItemsPerThread}, got ${got}`,
  );
  check(!(min > max), `items: the least (${min}) is above the most (${max})`);
  check(
    !(users === 0 && (sessions > 0 || threads > 0)),
    'users: sessions and threads belong to users, so at least 1 is needed',
  );
  check(
    whole(now, earliestReferenceTime, latestReferenceTime),
    `referenceTime: expected Unix seconds from ${earliestReferenceTime} to ${latestReferenceTime}, got ${now}`,
  );
  if (problems.length > 0) throw usageError(...problems);
  resolvedOnes.add(resolved);
  return resolved;
}
