import { callExpectationLine, fuzzCalls, saveCallFinding } from '../../property/calls/index.ts';
import type { CallReport } from '../../property/calls/index.ts';
import { exitCodes } from '../../support/errors.ts';
import { showProgress } from '../fuzz/progress.ts';
import { replayCommand } from '../fuzz/replay.ts';
import type { FuzzOptions } from '../fuzz/read-common.ts';
import { writeForGithub, writeJunit, writeRun, writeToExpect } from '../fuzz/write-reports.ts';
import type { Io } from '../io.ts';
import { callsAsFindings } from './as-findings.ts';
import { callsAsJson } from './as-json.ts';
import { callsAsText } from './as-text.ts';
import { concurrency, plannedCalls } from './planned-calls.ts';
import { readCallPlan } from './read-settings.ts';
import type { CallPlan } from './read-settings.ts';
import { runCallMatrix } from './run-matrix.ts';

/** Runs `fuzz --mode call` to its end; the exit code goes to `io`. */
export async function runCalls(options: FuzzOptions, io: Io): Promise<void> {
  const plan = await readCallPlan(options);
  if (plan.commands.length > 1) return runCallMatrix(plan, io);
  return runOne(plan, plan.commands[0] as string, io);
}

async function runOne(plan: CallPlan, command: string, io: Io): Promise<void> {
  const progress = showProgress(io);
  const { deadlineMs, helloMs, memoryBytes, maxFindings, expectations } = plan;
  let report: CallReport;
  try {
    report = await fuzzCalls(
      {
        command,
        clock: io.clock,
        signal: io.signal,
        deadlineMs,
        helloMs,
        memoryBytes,
        expectations,
        onlyExpectation: plan.path,
        maxShrunk: maxFindings,
        concurrency,
        onProgress: ({ tried, causes, phase }) =>
          progress.update(`${tried} calls, ${causes} distinct failures so far (${phase})`),
      },
      (hello) => plannedCalls(plan, [hello], io),
    );
  } finally {
    progress.end();
  }
  const saved = await saveFindings(report, plan);
  await writeReports(report, plan, io);
  if (plan.json) io.stdout(`${JSON.stringify(callsAsJson(report, plan), null, 2)}\n`);
  else io.stdout(callsAsText(report, plan) + saved.map((file) => `saved ${file}\n`).join(''));
  io.setExitCode(exitCodeOf(report));
}

async function saveFindings(report: CallReport, plan: CallPlan): Promise<string[]> {
  const files: string[] = [];
  if (plan.saveDir === undefined) return files;
  for (const finding of report.findings) {
    if (finding.path.startsWith('saved:')) continue;
    const { seed } = plan;
    const replay = replayCommand(plan, finding.path);
    files.push(await saveCallFinding(plan.saveDir, finding, { driver: report.hello.driver, seed, replay }));
  }
  return files;
}

async function writeReports(report: CallReport, plan: CallPlan, io: Io): Promise<void> {
  const { junit, outDir } = plan;
  const findings = callsAsFindings(report, plan);
  const startedAtMs = io.clock.nowMs() - report.elapsedMs;
  if (junit !== undefined) await writeJunit(junit, findings, startedAtMs);
  if (outDir !== undefined) {
    await writeRun(outDir, callsAsJson(report, plan));
    await writeToExpect(outDir, report.findings.map(callExpectationLine));
  }
  await writeForGithub(findings, io);
}

function exitCodeOf({ findings, stale, gaveUp, interrupted }: CallReport): number {
  if (interrupted) return exitCodes.interrupted;
  const failed = findings.length > 0 || stale.length > 0 || gaveUp !== undefined;
  return failed ? exitCodes.finding : exitCodes.ok;
}
