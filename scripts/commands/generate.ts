import path from 'node:path';
import type { Command } from 'commander';
import { datasetDefaults, maxItemsPerThread, writeDataset } from '../../generators/index.ts';
import type { DatasetManifest, DatasetOptions, WriteProgress } from '../../generators/index.ts';
import type { Io } from '../io.ts';
import { OptionReader } from '../options.ts';

interface GenerateOptions {
  readonly out: string;
  readonly seed: string;
  readonly users: string;
  readonly sessions: string;
  readonly threads: string;
  readonly items: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const { items, ...defaults } = datasetDefaults;

/** Adds `generate` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('generate')
    .summary('write a seeded dataset')
    .description(
      'Writes sessions, threads and items of made-up users as NDJSON with a manifest. A thread reads like a conversation. The same options write the same bytes, on any machine, at any time.',
    )
    .option('--out <dir>', 'folder to write; one that holds a former dataset is replaced', './dataset')
    .option('--seed <n>', 'a whole number; another seed, another dataset', String(defaults.seed))
    .option('--users <n>', 'distinct users', String(defaults.users))
    .option('--sessions <n>', 'sessions of these users', String(defaults.sessions))
    .option('--threads <n>', 'threads of these users', String(defaults.threads))
    .option('--items <min..max>', 'items of each thread, MIN..MAX or a number', `${items.min}..${items.max}`)
    .option('--force', 'write into a folder that holds other files too (they are left alone)')
    .option('--json', 'print the manifest as one JSON document')
    .addHelpText('after', examples)
    .action(async (options: GenerateOptions) => generate(options, io));
}

const examples = `
Writes sessions.ndjson, threads.ndjson, items.ndjson and manifest.json (seed, options, counts, SHA-256 of each
file). Files get their names when all are whole: an interrupted run leaves nothing that looks like a dataset.

Exit codes: 0 written · 2 wrong usage, or the folder can't be written · 130 interrupted

Examples:
  chatkit-harness generate                                       ./dataset: 50 threads, about 500 items
  chatkit-harness generate --out data --seed 7 --threads 10000
  chatkit-harness generate --out long --threads 1 --items 2000   one long thread, to page through
  chatkit-harness serve --dataset data                           an API that answers with it
`;

async function generate(options: GenerateOptions, io: Io): Promise<void> {
  const dataset = readOptions(options);
  const manifest = await writeDataset({
    outDir: options.out,
    options: dataset,
    force: options.force ?? false,
    signal: io.signal,
    onProgress: createProgress(io),
  });
  if (io.live) io.stderr('\r\u001B[2K');
  io.stdout(
    options.json === true ? `${JSON.stringify(manifest, null, 2)}\n` : describe(options.out, manifest),
  );
}

function readOptions(options: GenerateOptions): DatasetOptions {
  const reader = new OptionReader();
  if (options.out === '') reader.problem('--out: a folder is wanted, got nothing');
  const most = 1_000_000_000;
  const seed = reader.integer('--seed', options.seed, Number.MIN_SAFE_INTEGER);
  const users = reader.integer('--users', options.users, 1, most);
  const sessions = reader.integer('--sessions', options.sessions, 0, most);
  const threads = reader.integer('--threads', options.threads, 0, most);
  const range = readRange(reader, options.items);
  reader.check();
  return { seed, users, sessions, threads, items: range };
}

/** `4..16`, or `20` for exactly that many. */
function readRange(reader: OptionReader, text: string): { min: number; max: number } {
  const [least = '', most = least, ...rest] = text.split('..');
  if (rest.length > 0 || least === '' || most === '') {
    reader.problem(`--items: MIN..MAX (such as 4..16) or a number is wanted, got '${text}'`);
    return items;
  }
  const min = reader.integer('--items', least, 0, maxItemsPerThread);
  const max = most === least ? min : reader.integer('--items', most, 0, maxItemsPerThread);
  if (Number(least) > Number(most))
    reader.problem(`--items: the least comes first, got '${text}' (did you mean '${most}..${least}'?)`);
  return { min, max };
}

/** Redraws a line on a terminal, else prints one every two seconds. */
function createProgress(io: Io): (progress: WriteProgress) => void {
  const everyMs = io.live ? 200 : 2000;
  let shownMs = io.clock.monotonicMs();
  return ({ threads, totalThreads, items }) => {
    const nowMs = io.clock.monotonicMs();
    if (nowMs - shownMs < everyMs) return;
    shownMs = nowMs;
    const percent = Math.floor((threads / totalThreads) * 100);
    const text = `${threads} of ${totalThreads} threads (${percent}%), ${items} items`;
    io.stderr(io.live ? `\r\u001B[2K${text}` : `${text}\n`);
  };
}

const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};

function describe(out: string, manifest: DatasetManifest): string {
  const rows = manifest.files.map(
    ({ name, entries, bytes }) =>
      `  ${path.join(out, name).padEnd(32)} ${String(entries).padStart(10)} ${formatBytes(bytes).padStart(10)}\n`,
  );
  return (
    `Dataset of seed ${manifest.seed}\n${rows.join('')}` +
    `  ${path.join(out, 'manifest.json').padEnd(32)} hashes, counts and options\n` +
    'Everything in it is synthetic, client secrets included.\n'
  );
}
