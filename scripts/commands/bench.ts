import { cpus } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { planBench, runBench } from '../../load/bench/index.ts';
import type { BenchOutcome, BenchSettings } from '../../load/bench/index.ts';
import {
  createRunFile,
  createRunFolder,
  formatTerminalReport,
  runFolderName,
} from '../../load/report/index.ts';
import type { RunEnvironment, RunFile, RunFolder } from '../../load/report/index.ts';
import { exitCodes } from '../../support/errors.ts';
import { createProgress, describePlan } from '../bench/progress.ts';
import { readSettings } from '../bench/read-settings.ts';
import type { BenchOptions, ReadSettings } from '../bench/read-settings.ts';
import { redactCommand } from '../bench/redact-command.ts';
import { startEmbedded } from '../bench/embedded.ts';
import type { Io } from '../io.ts';
import { version } from '../version.ts';

const collect = (text: string, earlier: readonly string[]): string[] => [...earlier, text];

/** Adds `bench` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('bench')
    .summary('measure a deployment against its per-minute limits')
    .description(
      'Drives sessions of a deployment at multiples of their limit, probes the edges of the window, and proves from the\n' +
        'requests alone whether more was ever admitted than promised. Without --base-url it starts the embedded deployment.',
    )
    .option('--base-url <url>', 'the deployment, up to /v1 (default: OPENAI_BASE_URL, else the embedded one)')
    .option('--api-key <key>', 'creates the sessions (default: OPENAI_API_KEY)')
    .option(
      '--allow-remote <host>',
      'allow load against a host that is not this machine; repeatable',
      collect,
      [],
    )
    .option(
      '--client-secret <secret>',
      'drive a session that exists; @FILE for one a line; repeatable',
      collect,
      [],
    )
    .option('--workflow <id>', 'workflow of the sessions that are created', 'wf_chatkit_harness')
    .option('--limit <n>', 'requests that a window allows each session (default: 10)')
    .option('--window <duration>', 'length of the window (default: 60s; embedded: 4s)')
    .option('--sessions <n>', 'sessions driven at once in each step', '3')
    .option('--load <list>', 'multiples of the limit to offer, a step each', '0.5,1,2,10')
    .option('--step-duration <duration>', 'length of a load step (default: two windows)')
    .option('--no-probes', "leave out the probes of the window's edges")
    .option('--saturate <duration>', 'closed-model saturation at the end (default: 0s; embedded: 3s)')
    .option(
      '--request <request>',
      'what is driven: a method and a path below the base URL',
      'GET /chatkit/threads?limit=1',
    )
    .option('-H, --header <header>', "a header of the driven request, 'Name: value'; repeatable", collect, [])
    .option(
      '--body <text>',
      'a body for the driven request (JSON unless a content-type header says otherwise)',
    )
    .option('--timeout <duration>', 'how long an answer may take', '10s')
    .option('--budget <n>', 'most requests that the plan may need', '20000')
    .option('--limiter <name>', 'limiter of the embedded deployment (default: sliding-window-log)')
    .option('--out <dir>', 'run folder (default: runs/<time>)')
    .option('--json', 'print the run as one JSON document')
    .option('--strict', 'an inconclusive claim is exit code 1')
    .option('--dry-run', 'print the plan and stop')
    .addHelpText('after', examples)
    .action(async (options: BenchOptions, command: Command) => {
      await bench(options, (command.parent as { rawArgs?: string[] } | null)?.rawArgs ?? ['bench'], io);
    });
}

const examples = `
Exit codes: 0 not refuted · 1 violation proved · 2 wrong usage · 3 target unusable · 130 interrupted

Examples:
  chatkit-harness bench                                     the embedded deployment, about a minute
  chatkit-harness bench --limiter fixed-window-anchored     a limiter that admits twice its limit around an edge
  chatkit-harness bench --base-url http://localhost:8787/v1 --limit 20 --window 60s
  chatkit-harness bench --base-url https://chat.example.com/v1 --allow-remote chat.example.com --dry-run
  chatkit-harness bench --base-url http://localhost:3000 --client-secret @secrets.txt --limit 5 \\
      --request 'POST /anything' --body '{}'                anything that is limited by its Authorization header
`;

async function bench(options: BenchOptions, argv: readonly string[], io: Io): Promise<void> {
  const read = readSettings(options, io.env);
  if (options.dryRun === true) {
    const plan = planBench(read.settings);
    io.stdout(
      options.json === true
        ? `${JSON.stringify(plan, null, 2)}\n`
        : `${describePlan(plan, read.settings.budget).join('\n')}\n`,
    );
    return;
  }
  const { run, outcome, dir } = await measure(read, { argv, out: options.out, io });
  if (options.json === true) io.stdout(`${JSON.stringify(run, null, 2)}\n`);
  else {
    io.stdout(`\n${formatTerminalReport(run, { color: io.color, records: outcome.records })}`);
    io.stdout(`  run folder  ${dir}\n`);
  }
  io.setExitCode(exitCodeOf(outcome, options.strict === true));
}

/** What the outcome says to a script. A finding wins over everything; an interruption over silence. */
function exitCodeOf(outcome: BenchOutcome, strict: boolean): number {
  const verdict = outcome.judgement.overall.outcome;
  if (verdict === 'proved') return exitCodes.finding;
  if (outcome.interrupted) return exitCodes.interrupted;
  return verdict === 'inconclusive' && strict ? exitCodes.finding : exitCodes.ok;
}

/** Runs a bench and writes its run folder. */
export async function measure(
  { settings: read, embedded }: ReadSettings,
  { argv, out, io }: { argv: readonly string[]; out: string | undefined; io: Io },
): Promise<{ run: RunFile; outcome: BenchOutcome; dir: string }> {
  const startedAtMs = io.clock.nowMs();
  const dir = out ?? path.join('runs', runFolderName(startedAtMs));
  const deployment = embedded === null ? null : await startEmbedded(embedded, read.policy.windowMs);
  try {
    const settings: BenchSettings =
      deployment === null ? read : { ...read, target: { ...read.target, baseUrl: new URL(deployment.url) } };
    const folder = await createRunFolder(dir);
    const outcome = await watched(settings, folder, io).catch(async (error: unknown) => {
      await folder.discard();
      throw error;
    });
    const run = createRunFile(settings, outcome, {
      startedAtMs,
      command: redactCommand(argv),
      embedded: embedded?.limiter ?? null,
      environment: describeEnvironment(),
    });
    await folder.finish(run);
    return { run, outcome, dir };
  } finally {
    await deployment?.close();
  }
}

/** Runs it with its records going to the folder and its progress to standard error. */
async function watched(settings: BenchSettings, folder: RunFolder, io: Io): Promise<BenchOutcome> {
  const progress = createProgress(io, settings.budget);
  try {
    return await runBench(settings, {
      clock: io.clock,
      signal: io.signal,
      on: (event) => {
        if (event.kind === 'record') folder.add(event.record);
        progress(event);
      },
    });
  } finally {
    if (io.live) io.stderr('\r\u001B[2K');
  }
}

const describeEnvironment = (): RunEnvironment => ({
  harness: version,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
});
