import path from 'node:path';
import {
  planBench,
  planIdentify,
  planSearch,
  runBench,
  runIdentify,
  runSearch,
} from '../../load/bench/index.ts';
import type { BenchContext, BenchOutcome, BenchSettings, PlannedBench } from '../../load/bench/index.ts';
import { findK6, planK6, runK6Bench } from '../../load/k6-runner/index.ts';
import {
  createRunFile,
  createRunFolder,
  formatHtmlReport,
  formatTerminalReport,
  runFolderName,
} from '../../load/report/index.ts';
import type { RunEngine, RunFile, RunFolder } from '../../load/report/index.ts';
import { exitCodes } from '../../support/errors.ts';
import { createProgress, describePlan } from './progress.ts';
import { readK6Settings, strayK6Options } from './read-k6-settings.ts';
import type { K6Options } from './read-k6-settings.ts';
import { readSettings } from './read-settings.ts';
import type { BenchOptions, ReadSettings } from './read-settings.ts';
import { redactCommand } from './redact-command.ts';
import { showJudging } from './show-judging.ts';
import { startEmbedded } from './embedded.ts';
import type { Io } from '../io.ts';
import { describeEnvironment } from './environment.ts';

/** The command `bench`: measures, prints, and says by the exit code what was found. */
export async function bench(
  options: BenchOptions & K6Options & { readonly engine: string },
  argv: readonly string[],
  io: Io,
): Promise<void> {
  if (options.engine === 'k6') {
    await benchWithK6(options, argv, io);
    return;
  }
  const stray = strayK6Options(options);
  if (options.engine !== 'harness')
    stray.unshift(`--engine: one of harness, k6 is wanted, got '${options.engine}'`);
  const read = readSettings(options, io.env, stray);
  const mode = modeOf(options);
  if (options.dryRun === true) {
    printPlan(mode.plan(read.settings), read.settings.budget, options, io);
    return;
  }
  const { run, outcome, dir } = await measure(read, {
    argv,
    out: options.out,
    json: options.json === true,
    io,
    send: mode.send,
  });
  printRun(run, outcome, dir, options, io);
  io.setExitCode(exitCodeOf(run, options.strict === true));
}

/** What is planned and sent: probes, a search, or the steps. */
function modeOf({ identify, search }: BenchOptions): {
  readonly plan: (settings: BenchSettings) => PlannedBench;
  readonly send: Send;
} {
  if (identify === true) return { plan: planIdentify, send: runIdentify };
  if (search !== undefined) return { plan: planSearch, send: runSearch };
  return { plan: planBench, send: runBench };
}

/** The same with k6: its plan, its processes, and a threshold of its own among the exit codes. */
async function benchWithK6(
  options: BenchOptions & K6Options,
  argv: readonly string[],
  io: Io,
): Promise<void> {
  const { settings, embedded, judging } = readK6Settings(options, io.env);
  const { budget } = settings.bench;
  if (options.dryRun === true) {
    printPlan(planK6(settings), budget, options, io);
    return;
  }
  const k6 = await findK6(io.env);
  let crossed = false;
  const { run, outcome, dir } = await measure(
    { settings: settings.bench, embedded, judging },
    {
      argv,
      out: options.out,
      json: options.json === true,
      io,
      engine: { name: 'k6', version: k6.version, scenario: settings.scenario, instances: settings.instances },
      async send(bench, context, folder) {
        const sent = await runK6Bench({ ...settings, bench }, { ...context, k6, env: io.env, dir: folder });
        crossed = sent.thresholdsCrossed;
        return sent;
      },
    },
  );
  printRun(run, outcome, dir, options, io);
  const code = exitCodeOf(run, options.strict === true);
  io.setExitCode(code === exitCodes.ok && crossed ? exitCodes.threshold : code);
}

function printPlan(plan: PlannedBench, budget: number, { json }: BenchOptions, io: Io): void {
  io.stdout(
    json === true ? `${JSON.stringify(plan, null, 2)}\n` : `${describePlan(plan, budget).join('\n')}\n`,
  );
}

function printRun(run: RunFile, outcome: BenchOutcome, dir: string, options: BenchOptions, io: Io): void {
  if (options.json === true) io.stdout(`${JSON.stringify(run, null, 2)}\n`);
  else {
    io.stdout(`\n${formatTerminalReport(run, { color: io.color, records: outcome.records })}`);
    io.stdout(`  run folder  ${dir}\n  report      ${path.join(dir, 'report.html')}\n`);
  }
}

/** What the outcome says to a script. A finding wins over everything; an interruption over silence. */
export function exitCodeOf(
  {
    requirement,
    identifyEnded,
    identifiedBy,
    verdicts,
    lifecycle = [],
    thresholds = [],
    interrupted,
  }: RunFile,
  strict: boolean,
): number {
  const states = new Set(thresholds.map(({ state }) => state));
  const named = identifiedBy?.map(({ fingerprint }) => fingerprint) ?? [verdicts?.fingerprint];
  const unnamed = identifyEnded !== undefined && named.some((one) => one?.outcome !== 'identified');
  const ends = new Set(lifecycle.map(({ outcome }) => outcome));
  const open =
    requirement?.outcome === 'inconclusive' || unnamed || ends.has('inconclusive') || states.has('unknown');
  if (requirement?.outcome === 'proved' || ends.has('proved')) return exitCodes.finding;
  if (interrupted) return exitCodes.interrupted;
  if (open && strict) return exitCodes.finding;
  return states.has('crossed') ? exitCodes.threshold : exitCodes.ok;
}

/** Runs settings with an engine; `dir` is the run folder. */
type Send = (settings: BenchSettings, context: BenchContext, dir: string) => Promise<BenchOutcome>;

interface MeasureOptions {
  readonly argv: readonly string[];
  readonly out: string | undefined;
  /** Whether one document is printed and nothing else; default: no. */
  readonly json?: boolean;
  readonly io: Io;
  readonly engine?: RunEngine;
  /** Default: the harness's own engines. */
  readonly send?: Send;
}

/** Runs a bench and writes its run folder. */
export async function measure(
  { settings: read, embedded, judging: held }: ReadSettings,
  { argv, json = false, out, io, engine, send = runBench }: MeasureOptions,
): Promise<{ run: RunFile; outcome: BenchOutcome; dir: string }> {
  const startedAtMs = io.clock.nowMs();
  const dir = out ?? path.join('runs', runFolderName(startedAtMs));
  const deployment = embedded === null ? null : await startEmbedded(embedded, read.policy.windowMs);
  try {
    const settings: BenchSettings =
      deployment === null ? read : { ...read, target: { ...read.target, baseUrl: new URL(deployment.url) } };
    const folder = await createRunFolder(dir);
    const outcome = await watched(settings, { folder, io, send }).catch(async (error: unknown) => {
      await folder.discard();
      throw error;
    });
    const judging = showJudging(io, json);
    let run: RunFile;
    try {
      run = createRunFile(settings, outcome, {
        startedAtMs,
        command: redactCommand(argv),
        embedded: embedded?.limiter ?? null,
        environment: describeEnvironment(),
        ...held,
        ...(engine === undefined ? {} : { engine }),
        onJudging: judging.update,
      });
    } finally {
      judging.end();
    }
    const { verdicts } = run;
    const page =
      verdicts === undefined ? undefined : formatHtmlReport(run, { verdicts, records: outcome.records });
    await folder.finish(run, page);
    return { run, outcome, dir };
  } finally {
    await deployment?.close();
  }
}

/** Runs it with its records going to the folder and its progress to standard error. */
async function watched(
  settings: BenchSettings,
  { folder, io, send }: { folder: RunFolder; io: Io; send: Send },
): Promise<BenchOutcome> {
  const progress = createProgress(io, settings);
  try {
    const context: BenchContext = {
      clock: io.clock,
      signal: io.signal,
      on: (event) => {
        if (event.kind === 'record') folder.add(event.record);
        progress.on(event);
      },
      reread: () => folder.records(),
    };
    return await send(settings, context, folder.dir);
  } finally {
    progress.close();
  }
}
