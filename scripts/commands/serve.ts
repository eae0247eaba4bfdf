import type { Command } from 'commander';
// Not by the index, which loads the whole server.
import { defaultApiKey } from '../../server/default-api-key.ts';
import { defaultLimiter, limiterNames } from '../../server/limiter/registry.ts';
import type { Io } from '../io.ts';
import { profiles } from '../serve/profiles.ts';
import type { ServeOptions } from '../serve/read-settings.ts';

const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

/** Adds `serve` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('serve')
    .summary('run the reference deployment of the ChatKit API')
    .description(
      'Serves all six operations of the ChatKit API, stateful and in memory, for clients to be tried against. ' +
        'What the contract leaves open is chosen as docs/synthetic.md lists it.',
    )
    .option('--port <port>', 'port to listen on; 0 for a free one', '8787')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--dataset <dir>', 'folder written by generate (default: a small built-in dataset)')
    .option('--api-key <key>', `API key that is accepted (default: ${defaultApiKey})`)
    .option('--limiter <name>', limiterNames.join(', '), defaultLimiter)
    .option('--window <duration>', 'length of the rate-limit window', '60s')
    .option('--workflow <id>', 'a workflow that exists; repeatable (default: any id)', collect)
    .option('--profile <name>', `${profiles.join(', ')} (a mock for clients’ own test suites)`, profiles[0])
    .option('--fault <name,…>', 'be faulty on purpose; several, or repeated', collect)
    .option('--list-faults', 'list the faults and end')
    .option('--seed <n>', 'what ids, secrets and faults are drawn from (default: the time)')
    .addHelpText('after', examples)
    .action(async (options: ServeOptions, command: Command) => {
      const { serve } = await import('../serve/serve.ts');
      await serve(options, (option) => command.getOptionValueSource(option) === 'cli', io);
    });
}

const examples = `
Every request needs the header 'OpenAI-Beta: chatkit_beta=v1', which the official clients send. Times of a dataset are
moved so that its newest entry is now; its ids and client secrets stay as they are.

--profile sdk-tests keeps no state: any id exists, any key or none will do, every list has entries of every kind.
docs/server.md says how the test suites of the official clients are pointed to it; docs/faults.md what --fault can do.

Exit codes: 0 stopped by Ctrl-C · 2 wrong usage, or the port is in use

Examples:
  chatkit-harness serve
  chatkit-harness serve --port 0 --limiter fixed-window-aligned --window 5s
  chatkit-harness serve --fault cursor-ignored,retry-after-too-short --seed 1
  chatkit-harness serve --profile sdk-tests --port 4010
  chatkit-harness generate --out data && chatkit-harness serve --dataset data
`;
