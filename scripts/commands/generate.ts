import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { flags } from '../generate/flags.ts';
import type { GenerateOptions } from '../generate/read-settings.ts';

/** Adds `generate` to the program. */
export function register(program: Command, io: Io): void {
  const command = program
    .command('generate')
    .summary('write a seeded dataset')
    .description(
      'Writes sessions, threads and items of made-up users as NDJSON (or JSON, or a HAR) with a manifest. A thread reads like a conversation. The same options write the same bytes, on any machine, at any time.',
    )
    .addHelpText('after', examples)
    .action(async (options: GenerateOptions) => {
      const { generate } = await import('../generate/generate.ts');
      await generate(options, io);
    });
  for (const [names, meaning, byDefault] of flags) command.option(names, meaning, byDefault);
}

const examples = `
Writes sessions.ndjson, threads.ndjson, items.ndjson and manifest.json (seed, options, counts, SHA-256 of each
file). More than about 65,536 threads and items together are several files of each kind: items.00001.ndjson and
so on; a thread is never cut. Files get their names when all are whole: an interrupted run leaves nothing that
looks like a dataset, and --resume checks what it left and goes on from there.

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
