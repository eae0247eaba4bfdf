import type { Command } from 'commander';
import { createDataset, readDataset } from '../../generators/index.ts';
import {
  createDeployment,
  createSdkMock,
  defaultApiKey,
  defaultLimiter,
  limiterNames,
  shiftDataset,
} from '../../server/index.ts';
import type { Listening } from '../../server/index.ts';
import { exitCodes } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import { listFaults } from '../serve/list-faults.ts';
import { profiles, readSettings } from '../serve/read-settings.ts';
import type { ServeOptions, ServeSettings } from '../serve/read-settings.ts';

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
    .option('--profile <name>', `${profiles.join(', ')} (a mock for clients’ own test suites)`, profiles[0])
    .option('--fault <name,…>', 'be faulty on purpose; several, or repeated', collect)
    .option('--list-faults', 'list the faults and end')
    .option('--seed <n>', 'what ids, secrets and faults are drawn from (default: the time)')
    .addHelpText('after', examples)
    .action((options: ServeOptions, command: Command) =>
      serve(options, (option) => command.getOptionValueSource(option) === 'cli', io),
    );
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

async function serve(
  options: ServeOptions,
  isGiven: (option: keyof ServeOptions) => boolean,
  io: Io,
): Promise<void> {
  if (options.listFaults === true) {
    io.stdout(listFaults());
    io.setExitCode(exitCodes.ok);
    return;
  }
  const settings = readSettings(options, isGiven);
  const server =
    settings.profile === 'sdk-tests'
      ? await startMock(settings, io)
      : await startDeployment(options, settings, io);
  try {
    io.stdout('Ctrl-C stops it.\n');
    await aborted(io.signal);
  } finally {
    await server.close();
  }
  io.stderr('stopped\n');
  io.setExitCode(exitCodes.ok);
}

/** Starts the reference deployment and says what there is to know of it. */
async function startDeployment(
  options: ServeOptions,
  { port, hostname, limiter, windowMs, faults, seed }: ServeSettings,
  io: Io,
): Promise<Listening> {
  const dataset = options.dataset === undefined ? createDataset() : await readDataset(options.dataset);
  const nowMs = io.clock.nowMs();
  // Sessions of two runs should not share ids and secrets, unless that is wanted.
  const usedSeed = seed ?? Math.floor(nowMs);
  const deployment = createDeployment({
    clock: io.clock,
    dataset: shiftDataset(dataset, nowMs),
    limiter,
    windowMs,
    faults,
    seed: usedSeed,
    onDefect: defectTeller(io),
    ...(options.apiKey === undefined ? {} : { apiKeys: [options.apiKey] }),
    ...(options.workflow === undefined ? {} : { workflows: options.workflow }),
  });
  const server = await deployment.listen({ port, hostname });
  warnOfStrangers(hostname, options.apiKey === undefined, io);
  if (faults.length > 0)
    io.stderr(`warning: this deployment is faulty on purpose: ${faults.join(', ')} (--seed ${usedSeed})\n`);
  const { threadCount, itemCount } = deployment.store;
  const origin = options.dataset ?? 'built in; --dataset DIR serves your own';
  io.stdout(
    `ChatKit API    ${server.url}\n` +
      `limiter        ${limiter}, window ${options.window}\n` +
      `dataset        ${threadCount} threads, ${itemCount} items, ${deployment.sessions.size} sessions (${origin})\n` +
      `API key        ${options.apiKey === undefined ? `${defaultApiKey} (the default, synthetic)` : 'the one given by --api-key'}\n` +
      `${faults.length === 0 ? '' : `faults         ${faults.join(', ')}\n`}\n` +
      `${tryOut(server.url, options.apiKey === undefined)}\n`,
  );
  if (options.apiKey === undefined && io.env['OPENAI_API_KEY'] !== undefined)
    io.stderr(
      'note: OPENAI_API_KEY is set, and not accepted here; a client that reads it needs the key above\n',
    );
  return server;
}

/** Starts the mock for clients' own test suites. */
async function startMock({ port, hostname, seed = 0 }: ServeSettings, io: Io): Promise<Listening> {
  const mock = createSdkMock({ clock: io.clock, seed, onDefect: defectTeller(io) });
  const server = await mock.listen({ port, hostname });
  if (!isLoopback(hostname))
    io.stderr(`warning: ${hostname} is not a loopback address: whoever reaches it can use this mock\n`);
  const origin = server.url.replace(/\/v1$/, '');
  io.stdout(
    `ChatKit mock   ${origin} (and below /v1)\n` +
      'profile        sdk-tests: no state, any key, every list has entries of every kind\n\n' +
      `  TEST_API_BASE_URL=${origin}\n\n`,
  );
  return server;
}

/** Tells the user of answers that are a defect of ours. */
const defectTeller =
  (io: Io) =>
  (error: unknown, requestId: string): void => {
    const text = error instanceof Error ? error.message : String(error);
    io.stderr(`defect: request ${requestId} was answered 500: ${text}\n`);
    if (io.env['DEBUG']?.includes('chatkit-harness') && error instanceof Error) io.stderr(`${error.stack}\n`);
  };

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
