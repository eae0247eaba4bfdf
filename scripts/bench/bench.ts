import { cpus } from 'node:os';
import path from 'node:path';
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
import { createProgress, describePlan } from './progress.ts';
import { readSettings } from './read-settings.ts';
import type { BenchOptions, ReadSettings } from './read-settings.ts';
import { redactCommand } from './redact-command.ts';
import { startEmbedded } from './embedded.ts';
import type { Io } from '../io.ts';
import { version } from '../version.ts';

/** The command `bench`: measures, prints, and says by the exit code what was found. */
export async function bench(options: BenchOptions, argv: readonly string[], io: Io): Promise<void> {
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
