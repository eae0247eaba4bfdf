import {
  datasetDefaults,
  datasetFormats,
  locales,
  maxItemsPerThread,
  maxShards,
  maxWorkers,
  profiles,
} from '../../generators/dataset/index.ts';
import type { Locale, Shard, WriteDatasetSettings } from '../../generators/dataset/index.ts';
import { OptionReader } from '../options.ts';

/** What the command line says; every value is text still. */
export interface GenerateOptions {
  readonly out: string;
  readonly seed: string;
  readonly users: string;
  /** Undefined when it was not given: a HAR has none. */
  readonly sessions?: string;
  readonly threads: string;
  /** Undefined when it was not given: the default follows the profile. */
  readonly items?: string;
  readonly profile: string;
  readonly locale: string;
  readonly coverage?: boolean;
  readonly format: string;
  readonly gzip?: boolean;
  readonly shard?: string;
  readonly workers: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

const { items, sessions: defaultSessions } = datasetDefaults;

/** @throws HarnessError (exit code 2) with every problem. */
export function readSettings(options: GenerateOptions): WriteDatasetSettings {
  const reader = new OptionReader();
  if (options.out === '') reader.problem('--out: a folder is wanted, got nothing');
  const most = 1_000_000_000;
  const seed = reader.integer('--seed', options.seed, Number.MIN_SAFE_INTEGER);
  const users = reader.integer('--users', options.users, 1, most);
  const sessions = reader.integer('--sessions', options.sessions ?? String(defaultSessions), 0, most);
  const threads = reader.integer('--threads', options.threads, 0, most);
  const range = options.items === undefined ? undefined : readRange(reader, options.items);
  const profile = reader.choice('--profile', options.profile, profiles);
  const names = readLocales(reader, options.locale);
  const format = reader.choice('--format', options.format, datasetFormats);
  const shard = options.shard === undefined ? undefined : readShard(reader, options.shard);
  const workers = reader.integer('--workers', options.workers, 1, maxWorkers);
  if (options.coverage === true) refuseForCoverage(reader, options, workers);
  if (format === 'har') refuseForHar(reader, options, workers);
  reader.check();
  return {
    outDir: options.out,
    options: {
      seed,
      profile,
      locales: names,
      users,
      sessions,
      threads,
      ...(range === undefined ? {} : { items: range }),
    },
    format,
    gzip: options.gzip ?? false,
    ...(shard === undefined ? {} : { shard }),
    workers,
    resume: options.resume ?? false,
    force: options.force ?? false,
  };
}

/** An option that would do nothing is a mistake of whoever gave it. */
function refuseForHar(reader: OptionReader, options: GenerateOptions, workers: number): void {
  if (options.sessions !== undefined)
    reader.problem('--sessions: a HAR holds a walk through threads and items, no sessions');
  if (options.shard !== undefined) reader.problem('--shard: a HAR is recorded in one go, not in parts');
  if (workers > 1) reader.problem('--workers: a HAR is recorded in one go, by one thread');
  if (options.resume === true) reader.problem('--resume: a HAR is recorded in one go, from the beginning');
}

/** Coverage writes nothing, so there is nothing to lay out. */
function refuseForCoverage(reader: OptionReader, options: GenerateOptions, workers: number): void {
  const given = [
    options.format !== 'ndjson' && '--format',
    options.gzip === true && '--gzip',
    options.shard !== undefined && '--shard',
    workers > 1 && '--workers',
    options.resume === true && '--resume',
    options.force === true && '--force',
  ];
  for (const name of given) if (name !== false) reader.problem(`${name}: with --coverage nothing is written`);
}

/** `en,ja`, or `all`. */
function readLocales(reader: OptionReader, text: string): readonly Locale[] {
  if (text === 'all') return locales;
  return text.split(',').map((part) => {
    const found = locales.find((name) => name === part);
    if (found === undefined)
      reader.problem(
        part === 'all'
          ? "--locale: 'all' stands alone: it is all of them"
          : `--locale: 'all' or a list of ${locales.join(', ')} is wanted, got '${part}'`,
      );
    return found ?? 'en';
  });
}

/** `3/16`: the third of sixteen. */
function readShard(reader: OptionReader, text: string): Shard | undefined {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) {
    reader.problem(`--shard: I/N (such as 3/16, from 1/16 to 16/16) is wanted, got '${text}'`);
    return undefined;
  }
  const [index, count] = [Number(match[1]), Number(match[2])];
  if (count < 1 || count > maxShards)
    reader.problem(`--shard: 1 to ${maxShards} parts can be made, got '${text}'`);
  else if (index < 1 || index > count)
    reader.problem(`--shard: parts are counted from 1/${count} to ${count}/${count}, got '${text}'`);
  return { index, count };
}

/** `4..16`, or `20` for exactly that many. */
function readRange(reader: OptionReader, text: string): { min: number; max: number } {
  const [least = '', most = least, ...rest] = text.split('..');
  if (rest.length > 0 || least === '' || most === '' || /^\d+\s*[-,:–]\s*\d+$/.test(text)) {
    reader.problem(`--items: MIN..MAX (such as 4..16) or a number is wanted, got '${text}'`);
    return items;
  }
  const min = reader.integer('--items', least, 0, maxItemsPerThread);
  const max = most === least ? min : reader.integer('--items', most, 0, maxItemsPerThread);
  if (Number(least) > Number(most)) {
    const hint = Number(least) > maxItemsPerThread ? '' : ` (did you mean '${most}..${least}'?)`;
    reader.problem(`--items: the least comes first, got '${text}'${hint}`);
  }
  return { min, max };
}
