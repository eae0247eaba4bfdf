import { fuzz, saveFinding, shapesOf } from '../../property/fuzz/index.ts';
import type { FuzzReport } from '../../property/fuzz/index.ts';
import { HarnessError, exitCodes } from '../../support/errors.ts';
import { runCalls } from '../fuzz-calls/run.ts';
import type { Io } from '../io.ts';
import { asFindings } from './as-findings.ts';
import { asJson } from './as-json.ts';
import { asText } from './as-text.ts';
import { plannedCases, requireParse } from './planned-cases.ts';
import { showProgress } from './progress.ts';
import type { FuzzOptions } from './read-common.ts';
import { readPlan } from './read-settings.ts';
import type { FuzzPlan } from './read-settings.ts';
import { replayCommand } from './replay.ts';
import { runSelfTest } from './self-test.ts';
import { runMatrix } from './run-matrix.ts';
import { writeReports } from './write-reports.ts';

/** Runs the command to its end; the exit code goes to `io`. */
export async function runFuzz(options: FuzzOptions, io: Io): Promise<void> {
  try {
    await runChosen(options, io);
  } catch (error) {
    // Whatever ends a run that was interrupted before it had anything to show.
    if (!io.signal.aborted || error instanceof HarnessError) throw error;
    io.stderr('interrupted\n');
    io.setExitCode(exitCodes.interrupted);
  }
}

async function runChosen(options: FuzzOptions, io: Io): Promise<void> {
  if (options.selfTest === true) return runSelfTest(options, io);
  if (options.mode === 'call') return runCalls(options, io);
  const plan = await readPlan(options);
  if (plan.commands.length > 1) return runMatrix(plan, io);
  return runOne(plan, plan.commands[0] as string, io);
}

async function runOne(plan: FuzzPlan, command: string, io: Io): Promise<void> {
  const progress = showProgress(io);
  const of = Number.isFinite(plan.cases) ? ` of ${plan.cases}` : '';
  const { deadlineMs, helloMs, memoryBytes, expectations } = plan;
  let report: FuzzReport;
  try {
    report = await fuzz(
      {
        command,
        clock: io.clock,
        signal: io.signal,
        deadlineMs,
        helloMs,
        memoryBytes,
        expectations,
        maxShrunk: plan.maxFindings,
        onProgress: ({ tried, source, causes, restarts }) =>
          progress.update(`${tried}${of} cases (${source}), ${causes} distinct so far, ${restarts} restarts`),
      },
      (hello) => {
        requireParse(hello);
        return plannedCases(plan, shapesOf(hello, plan.shapes), 'the driver does not say that it', io);
      },
    );
  } finally {
    progress.end();
  }
  const saved = await saveFindings(report, plan);
  await writeReports(report, plan, asFindings(report, plan), io);
  if (plan.json) io.stdout(`${JSON.stringify(asJson(report, plan), null, 2)}\n`);
  else io.stdout(asText(report, plan) + saved.map((file) => `saved ${file}\n`).join(''));
  if (saysNothing(report)) io.stderr('the driver skipped every case: nothing was tried\n');
  io.setExitCode(exitCodeOf(report));
}

async function saveFindings(report: FuzzReport, plan: FuzzPlan): Promise<string[]> {
  const files: string[] = [];
  if (plan.saveDir === undefined) return files;
  for (const finding of report.findings) {
    if (finding.path.startsWith('saved:')) continue;
    const { seed } = plan;
    const replay = replayCommand(plan, finding.path);
    files.push(await saveFinding(plan.saveDir, finding, { driver: report.hello.driver, seed, replay }));
  }
  return files;
}

const saysNothing = ({ tried, skipped }: FuzzReport): boolean => tried > 0 && skipped === tried;

function exitCodeOf(report: FuzzReport): number {
  const { findings, stale, strays, gaveUp, interrupted } = report;
  if (interrupted) return exitCodes.interrupted;
  const failed = findings.length > 0 || stale.length > 0 || gaveUp !== undefined;
  // A process that ended by itself is a finding though no case does it again; a stall may have been the machine's.
  const ended = strays.some(({ failure }) => failure !== 'hung');
  if (failed || ended) return exitCodes.finding;
  return saysNothing(report) ? exitCodes.unusable : exitCodes.ok;
}
