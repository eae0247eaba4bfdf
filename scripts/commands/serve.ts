import type { Command } from 'commander';
import { createDataset, readDataset } from '../../generators/index.ts';
import {
  createDeployment,
  defaultApiKey,
  defaultLimiter,
  limiterNames,
  shiftDataset,
} from '../../server/index.ts';
import type { LimiterName } from '../../server/index.ts';
import { exitCodes } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import { OptionReader } from '../options.ts';

interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly dataset?: string;
  readonly apiKey?: string;
  readonly limiter: string;
  readonly window: string;
  readonly workflow?: readonly string[];
}

interface Settings {
  readonly port: number;
  readonly hostname: string;
  readonly limiter: LimiterName;
  readonly windowMs: number;
}

const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

/** Adds `serve` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('serve')
    .summary('run the reference deployment of the ChatKit API')
    .description(
      'Serves all six operations of the ChatKit API, stateful and in memory, for clients to be tried against.\n' +
        'What the contract leaves open is chosen as docs/synthetic.md lists it.',
    )
    .option('--port <port>', 'port to listen on; 0 for a free one', '8787')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--dataset <dir>', 'folder written by generate (default: a small built-in dataset)')
    .option('--api-key <key>', `API key that is accepted (default: ${defaultApiKey})`)
    .option('--limiter <name>', limiterNames.join(', '), defaultLimiter)
    .option('--window <duration>', 'length of the rate-limit window', '60s')
    .option('--workflow <id>', 'a workflow that exists; repeatable (default: any id)', collect)
    .addHelpText('after', examples)
    .action((options: ServeOptions) => serve(options, io));
}

const examples = `
Every request needs the header 'OpenAI-Beta: chatkit_beta=v1', which the official clients send. Times of a dataset are
moved so that its newest entry is now; its ids and client secrets stay as they are.

Exit codes: 0 stopped by Ctrl-C · 2 wrong usage, or the port is in use

Examples:
  chatkit-harness serve
  chatkit-harness serve --port 0 --limiter fixed-window-aligned --window 5s
  chatkit-harness generate --out data && chatkit-harness serve --dataset data
`;

async function serve(options: ServeOptions, io: Io): Promise<void> {
  const { port, hostname, limiter, windowMs } = readSettings(options);
  const dataset = options.dataset === undefined ? createDataset() : await readDataset(options.dataset);
  const nowMs = io.clock.nowMs();
  const deployment = createDeployment({
    clock: io.clock,
    dataset: shiftDataset(dataset, nowMs),
    limiter,
    windowMs,
    // Sessions of two runs should not share ids and secrets.
    seed: Math.floor(nowMs),
    onDefect: (error, requestId) => {
      const text = error instanceof Error ? error.message : String(error);
      io.stderr(`defect: request ${requestId} was answered 500: ${text}\n`);
      if (io.env['DEBUG']?.includes('chatkit-harness') && error instanceof Error)
        io.stderr(`${error.stack}\n`);
    },
    ...(options.apiKey === undefined ? {} : { apiKeys: [options.apiKey] }),
    ...(options.workflow === undefined ? {} : { workflows: options.workflow }),
  });

  const server = await deployment.listen({ port, hostname });
  try {
    warnOfStrangers(hostname, options.apiKey === undefined, io);
    const { threadCount, itemCount } = deployment.store;
    const origin = options.dataset ?? 'built in; --dataset DIR serves your own';
    io.stdout(
      `ChatKit API    ${server.url}\n` +
        `limiter        ${limiter}, window ${options.window}\n` +
        `dataset        ${threadCount} threads, ${itemCount} items, ${deployment.sessions.size} sessions (${origin})\n` +
        `API key        ${options.apiKey === undefined ? `${defaultApiKey} (the default, synthetic)` : 'the one given by --api-key'}\n\n` +
        `${tryOut(server.url, options.apiKey === undefined)}\n` +
        'Ctrl-C stops it.\n',
    );
    if (options.apiKey === undefined && io.env['OPENAI_API_KEY'] !== undefined)
      io.stderr(
        'note: OPENAI_API_KEY is set, and not accepted here; a client that reads it needs the key above\n',
      );
    await aborted(io.signal);
  } finally {
    await server.close();
  }
  io.stderr('stopped\n');
  io.setExitCode(exitCodes.ok);
}

/** @throws HarnessError (exit code 2) with every problem. */
function readSettings(options: ServeOptions): Settings {
  const reader = new OptionReader();
  const settings: Settings = {
    port: reader.integer('--port', options.port, 0, 65_535),
    hostname: options.host,
    limiter: reader.choice('--limiter', options.limiter, limiterNames),
    windowMs: reader.durationMs('--window', options.window, 1, 86_400_000),
  };
  if (options.host.trim() === '') reader.problem('--host: an address is wanted, got nothing');
  // Not repeated: it may be a real one.
  if (options.apiKey !== undefined && !/^[\x21-\x7e]+$/.test(options.apiKey))
    reader.problem('--api-key: visible ASCII characters without spaces are wanted');
  if (options.workflow?.includes('') === true) reader.problem('--workflow: an id is wanted, got nothing');
  reader.check();
  return settings;
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname);

function warnOfStrangers(hostname: string, hasDefaultKey: boolean, io: Io): void {
  if (isLoopback(hostname)) return;
  io.stderr(
    `warning: ${hostname} is not a loopback address: whoever reaches it can use this deployment` +
      `${hasDefaultKey ? ', for its default key is public; give it one of your own with --api-key' : ''}\n`,
  );
}

function tryOut(url: string, hasDefaultKey: boolean): string {
  const key = hasDefaultKey ? defaultApiKey : '$OPENAI_API_KEY';
  return (
    `  curl '${url}/chatkit/threads?limit=2' \\\n` +
    `    -H "Authorization: Bearer ${key}" -H 'OpenAI-Beta: chatkit_beta=v1'\n`
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
