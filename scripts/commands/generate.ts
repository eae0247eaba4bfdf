import type { Command } from 'commander';
import { datasetDefaults, writeDataset } from '../../generators/dataset/index.ts';
import type { Io } from '../io.ts';
import { describeDataset } from '../generate/describe.ts';
import { createProgress } from '../generate/progress.ts';
import { readSettings } from '../generate/read-settings.ts';
import type { GenerateOptions } from '../generate/read-settings.ts';

const { items, ...defaults } = datasetDefaults;

/** Adds `generate` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('generate')
    .summary('write a seeded dataset')
    .description(
      'Writes sessions, threads and items of made-up users as NDJSON (or JSON, or a HAR) with a manifest. A thread reads like a conversation. The same options write the same bytes, on any machine, at any time.',
    )
    .option('--out <dir>', 'folder to write; one that holds a former dataset is replaced', './dataset')
    .option('--seed <n>', 'a whole number; another seed, another dataset', String(defaults.seed))
    .option('--users <n>', 'distinct users', String(defaults.users))
    .option('--sessions <n>', `sessions of these users (default: "${defaults.sessions}")`)
    .option('--threads <n>', 'threads of these users', String(defaults.threads))
    .option(
      '--items <min..max>',
      `items of each thread, MIN..MAX or a number (default: "${items.min}..${items.max}", of edge "0..120")`,
    )
    .option(
      '--profile <name>',
      'typical: as data mostly is; edge: texts, numbers, counts and times that are rare and legal',
      defaults.profile,
    )
    .option('--locale <list>', "where names and places come from, users in turn: en,ja,ar or 'all'", 'en')
    .option('--coverage', 'write nothing; print which branches of the contract occur, and how often')
    .option(
      '--format <name>',
      'ndjson: an object a line; json: an array a file; har: a recorded walk through every page',
      'ndjson',
    )
    .option('--gzip', 'compress each file (.gz) but the manifest')
    .option(
      '--shard <i/n>',
      'make part I of N alone; the NDJSON parts joined in the order of their names are the whole',
    )
    .option('--workers <n>', 'threads that make entries; the bytes stay the same', '1')
    .option('--resume', 'make only what an interrupted run with the same options has not written')
    .option('--force', 'write into a folder that holds other files too (they are left alone)')
    .option('--json', 'print the manifest, or the coverage, as one JSON document')
    .addHelpText('after', examples)
    .action(async (options: GenerateOptions) => generate(options, io));
}

const examples = `
Writes sessions.ndjson, threads.ndjson, items.ndjson and manifest.json (seed, options, counts, SHA-256 of each
file). More than 65,536 entries of a kind are several files: items.00001.ndjson and so on. Files get their names when all are whole: an interrupted run leaves nothing that looks like a dataset, and
--resume checks what it left and goes on from there.

Exit codes: 0 written · 2 wrong usage, or the folder can't be written · 130 interrupted

Examples:
  chatkit-harness generate                                       ./dataset: 50 threads, about 500 items
  chatkit-harness generate --out data --seed 7 --threads 10000
  chatkit-harness generate --out long --threads 1 --items 2000   one long thread, to page through
  chatkit-harness generate --profile edge --locale ar,ja         what clients and stores stumble over
  chatkit-harness generate --profile edge --threads 300 --coverage
  chatkit-harness generate --out big --threads 1000000 --workers 4 --gzip --resume
  chatkit-harness generate --out big --threads 1000000 --shard 3/16
  chatkit-harness generate --out walk --format har               for tools that replay HTTP archives
  chatkit-harness serve --dataset data                           an API that answers with it
`;

async function generate(options: GenerateOptions, io: Io): Promise<void> {
  const settings = readSettings(options);
  if (options.coverage === true) {
    const { coverDataset } = await import('../../generators/coverage/index.ts');
    const reports = coverDataset(settings.options, io.signal);
    const { describeCoverage } = await import('../generate/coverage.ts');
    io.stdout(options.json === true ? `${JSON.stringify(reports, null, 2)}\n` : describeCoverage(reports));
    return;
  }
  const manifest = await writeDataset({
    ...settings,
    signal: io.signal,
    onResume: ({ threads, totalThreads }) =>
      io.stderr(`resumed: ${threads} of ${totalThreads} threads were whole\n`),
    onProgress: createProgress(io),
  });
  if (io.live) io.stderr('\r\u001B[2K');
  io.stdout(
    options.json === true ? `${JSON.stringify(manifest, null, 2)}\n` : describeDataset(options.out, manifest),
  );
}
