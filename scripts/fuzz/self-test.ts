import { selfTestCalls } from '../../property/calls/index.ts';
import { selfTest } from '../../property/fuzz/index.ts';
import type { SelfTestResult } from '../../property/fuzz/index.ts';
import { exitCodes } from '../../support/errors.ts';
import { readCallPlan } from '../fuzz-calls/read-settings.ts';
import type { Io } from '../io.ts';
import { plain } from './plain.ts';
import type { CommonPlan, FuzzOptions } from './read-common.ts';
import { readPlan } from './read-settings.ts';

interface Tested {
  readonly driver: { readonly name: string; readonly version: string; readonly language: string };
  readonly results: readonly SelfTestResult[];
  /** Modes that the driver does not declare. */
  readonly notDeclared: readonly ('parse' | 'call')[];
}

const untried = { parse: 'bytes', call: 'calls' } as const;

/** Checks each mode that a driver declares; the mode that is asked for must be one of them. */
async function testDriver(command: string, plan: CommonPlan, options: FuzzOptions, io: Io): Promise<Tested> {
  const { helloMs, memoryBytes } = plan;
  const { clock, signal } = io;
  const shared = { command, clock, helloMs, signal };
  const given = options.deadline === undefined ? undefined : plan.deadlineMs;
  const calls = await selfTestCalls({ ...shared, memoryBytes, deadlineMs: given ?? 20_000 });
  const { hello } = calls;
  const parses = hello.modes.includes('parse');
  const parsed = parses ? await selfTest({ ...shared, deadlineMs: given ?? 5000 }) : undefined;
  const wanted =
    options.mode === 'call' ? 'call' : parses || calls.results !== undefined ? undefined : 'parse';
  const notDeclared = (['parse', 'call'] as const).filter((mode) => !hello.modes.includes(mode));
  const missing = notDeclared.filter((mode) => mode === wanted);
  return {
    driver: hello.driver,
    results: [
      ...(parsed?.results ?? []),
      ...(calls.results ?? []),
      ...missing.map((mode) => ({
        claim: `declares mode ${mode}`,
        problem: `hello has modes ${hello.modes.join(', ')}; ${untried[mode]} can't be fuzzed with it`,
      })),
    ],
    notDeclared,
  };
}

function asText({ driver, results, notDeclared }: Tested): string {
  const lines = [
    `${driver.name} ${driver.version} (${driver.language})`,
    ...results.map(({ claim, problem }) =>
      problem === undefined ? `  ok      ${claim}` : `  broken  ${claim}\n          ${problem}`,
    ),
    ...notDeclared.map((mode) => `  -       hello declares no mode ${mode}: ${untried[mode]} were not tried`),
  ];
  return plain(lines.map((line) => `${line}\n`).join(''));
}

/** Checks of each driver whether it keeps the protocol, and prints what holds. */
export async function runSelfTest(options: FuzzOptions, io: Io): Promise<void> {
  const plan = options.mode === 'call' ? await readCallPlan(options) : await readPlan(options);
  const all: Tested[] = [];
  for (const command of plan.commands) {
    const tested = await testDriver(command, plan, options, io);
    all.push(tested);
    if (!plan.json) io.stdout(asText(tested));
  }
  if (plan.json)
    io.stdout(
      `${JSON.stringify({ formatVersion: 1, command: 'fuzz --self-test', drivers: all }, null, 2)}\n`,
    );
  const broken = all.flatMap(({ results }) => results.filter(({ problem }) => problem !== undefined));
  if (!plan.json && broken.length > 0)
    io.stdout(`${broken.length} of the claims ${broken.length === 1 ? 'is' : 'are'} broken\n`);
  io.setExitCode(broken.length > 0 ? exitCodes.finding : exitCodes.ok);
}
