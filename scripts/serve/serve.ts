import { createDataset, readDataset } from '../../generators/index.ts';
import { createDeployment, createSdkMock, defaultApiKey, shiftDataset } from '../../server/index.ts';
import type { Listening } from '../../server/index.ts';
import { exitCodes } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import { listFaults } from './list-faults.ts';
import { readSettings } from './read-settings.ts';
import type { ServeOptions, ServeSettings } from './read-settings.ts';

/**
 * Serves until it is interrupted; the exit code goes to `io`.
 * @param isGiven whether an option stands on the command line.
 */
export async function serve(
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
