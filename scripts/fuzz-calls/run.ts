import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  callCaseAt,
  drawCases,
  fuzzCalls,
  operationOf,
  saveCallFinding,
} from '../../property/calls/index.ts';
import type { CallCase, CallReport } from '../../property/calls/index.ts';
import { exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError, makeFolders } from '../../support/files.ts';
import type { FuzzOptions } from '../fuzz/read-settings.ts';
import { writeForGithub } from '../fuzz/write-reports.ts';
import type { Io } from '../io.ts';
import { formatJunit } from '../reporting/index.ts';
import { callsAsFindings } from './as-findings.ts';
import { callsAsJson } from './as-json.ts';
import { callsAsText } from './as-text.ts';
import { readCallPlan } from './read-settings.ts';
import type { CallPlan } from './read-settings.ts';
import { replayCall } from './replay.ts';

/** Most calls wait most of the time, so many of them cost little more than one. */
const concurrency = 32;

/** The cases that a plan wants of a driver, until its budget is used up. */
function* plannedCalls(plan: CallPlan, hello: CallReport['hello'], io: Io): Generator<CallCase> {
  const { operations = [], driver, modes } = hello;
  if (!modes.includes('call'))
    throw usageError(`--mode call: ${driver.name} has no mode call; it has ${modes.join(', ')}`);
  if (operations.length === 0)
    throw usageError(`--mode call: ${driver.name} names no operations that it can call`);
  if (plan.path !== undefined) {
    const known = plan.expectations.map(({ callCase }) => callCase);
    const found = callCaseAt(plan.seed, plan.path, [...plan.saved, ...known]);
    if (found === undefined) throw usageError(`--path: there is no case '${plan.path}'`);
    yield found;
    return;
  }
  yield* plan.saved.filter((each) => operations.includes(operationOf(each)));
  const endMs = plan.timeMs === undefined ? Infinity : io.clock.monotonicMs() + plan.timeMs;
  let left = plan.cases;
  for (const made of drawCases(plan.seed, plan.scenarios, operations)) {
    if (left <= 0 || io.clock.monotonicMs() >= endMs) return;
    left -= 1;
    yield made;
  }
}

/** A line that redraws itself on a terminal, else one every ten seconds. */
function showProgress(io: Io): { update(text: string): void; end(): void } {
  const everyMs = io.live ? 100 : 10_000;
  let lastMs = io.clock.monotonicMs();
  let drawn = false;
  return {
    update(text) {
      const nowMs = io.clock.monotonicMs();
      if (nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      io.stderr(io.live ? `\r\u001b[K${text}` : `${text}\n`);
      drawn = io.live;
    },
    end() {
      if (drawn) io.stderr('\r\u001b[K');
    },
  };
}

/** Runs `fuzz --mode call` to its end; the exit code goes to `io`. */
export async function runCalls(options: FuzzOptions, io: Io): Promise<void> {
  const plan = await readCallPlan(options);
  const progress = showProgress(io);
  const { command, deadlineMs, helloMs, memoryBytes, maxFindings, expectations } = plan;
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
        // A replay shows what happens; what is known of the client does not matter then.
        expectations: plan.path === undefined ? expectations : [],
        maxShrunk: maxFindings,
        concurrency,
        onProgress: ({ tried, causes, phase }) =>
          progress.update(`${tried} calls, ${causes} distinct failures so far (${phase})`),
      },
      (hello) => plannedCalls(plan, hello, io),
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
    const replay = replayCall(report.command, seed, finding.path);
    files.push(await saveCallFinding(plan.saveDir, finding, { driver: report.hello.driver, seed, replay }));
  }
  return files;
}

async function write(file: string, content: string): Promise<void> {
  try {
    await makeFolders(path.dirname(path.resolve(file)));
    await writeFile(file, content);
  } catch (error) {
    throw usageError(`${file}: ${describeFileError(error)}`);
  }
}

async function writeReports(report: CallReport, plan: CallPlan, io: Io): Promise<void> {
  const { junit, outDir } = plan;
  const findings = callsAsFindings(report, plan);
  const startedAtMs = io.clock.nowMs() - report.elapsedMs;
  if (junit !== undefined)
    await write(junit, formatJunit(findings, { name: 'chatkit-harness fuzz', startedAtMs }));
  if (outDir !== undefined)
    await write(path.join(outDir, 'run.json'), `${JSON.stringify(callsAsJson(report, plan), null, 2)}\n`);
  await writeForGithub(findings, io);
}

function exitCodeOf({ findings, stale, gaveUp, interrupted }: CallReport): number {
  if (interrupted) return exitCodes.interrupted;
  const failed = findings.length > 0 || stale.length > 0 || gaveUp !== undefined;
  return failed ? exitCodes.finding : exitCodes.ok;
}
