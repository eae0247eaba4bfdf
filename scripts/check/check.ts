import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unreachable } from '../../load/engine/failure.ts';
import { checks, createHttpTransport, defaultBounds, runChecks } from '../../property/checks/index.ts';
import type { ChecksReport } from '../../property/checks/index.ts';
import { exitCodes, unusableError, usageError } from '../../support/errors.ts';
import { describeFileError, makeFolders } from '../../support/files.ts';
import { formatAnnotations, formatJunit, formatStepSummary } from '../reporting/index.ts';
import type { Finding } from '../reporting/index.ts';
import type { Io } from '../io.ts';
import { version } from '../version.ts';
import { createChecked } from './embedded.ts';
import { findingsOf } from './findings.ts';
import { formatChecks, formatList } from './print.ts';
import { createProgress } from './progress.ts';
import { readSettings } from './read-settings.ts';
import type { CheckOptions, CheckSettings } from './read-settings.ts';
import { replayCommand } from './replay.ts';

/** Where `serve` listens when nothing else is said: requests of the embedded deployment are printed for it. */
const servedUrl = 'http://127.0.0.1:8787/v1';
/** Version of the document that `--json` prints: within it fields may be added, never removed or changed. */
const formatVersion = 1;

/** The command `check`: checks a deployment, prints, and says by the exit code what was found. */
export async function check(options: CheckOptions, io: Io): Promise<void> {
  const startedAtMs = io.clock.nowMs();
  const settings = readSettings(options, io.env, startedAtMs);
  if (options.list === true) {
    const chosen = checks.filter(({ name }) => settings.names.includes(name));
    const rows = chosen.map(({ name, group, source, claim, basis }) => ({
      name,
      group,
      source,
      claim,
      basis,
    }));
    io.stdout(options.json === true ? `${JSON.stringify(rows, null, 2)}\n` : formatList(chosen));
    return;
  }
  const startMs = io.clock.monotonicMs();
  const report = await measure(settings, io);
  const durationMs = io.clock.monotonicMs() - startMs;
  const findings = findingsOf(report.results, {
    strict: settings.strict,
    ledger: settings.ledger,
    replay: ({ name }, path) => replayCommand(options, settings, name, path),
  });
  await print({ options, settings, io, report, findings, durationMs, startedAtMs });
  if (findings.some(({ status }) => status === 'failed')) io.setExitCode(exitCodes.finding);
  else io.setExitCode(report.end === 'interrupted' ? exitCodes.interrupted : exitCodes.ok);
}

/** Makes the checks. @throws HarnessError (exit code 3) when nothing can be said of the deployment. */
async function measure(settings: CheckSettings, io: Io): Promise<ChecksReport> {
  const { seed, faults, runs, budget, names } = settings;
  const { clock, signal } = io;
  const embedded =
    settings.baseUrl === null ? await createChecked({ clock, seed, faults }).listen({ port: 0 }) : undefined;
  const baseUrl = settings.baseUrl ?? new URL(embedded?.url ?? servedUrl);
  const transport = createHttpTransport({
    ...defaultBounds,
    timeoutMs: settings.timeoutMs,
    baseUrl,
    clock,
    proxied: settings.proxied,
  });
  try {
    const where = embedded === undefined ? baseUrl.href : 'the embedded deployment';
    io.stderr(
      `plan: ${names.length} checks of ${where}, up to ${runs} runs each, at most ${budget} requests; ` +
        `${settings.deletable ? 'threads are deleted' : 'nothing is deleted'}, seed ${seed}\n`,
    );
    const report = await runChecks({
      transport,
      clock,
      signal,
      baseUrl: embedded === undefined ? baseUrl.href : servedUrl,
      apiKey: settings.apiKey,
      workflow: settings.workflow,
      seed,
      runs,
      names,
      ...(settings.path === undefined ? {} : { path: settings.path }),
      deletable: settings.deletable,
      isOwn: embedded !== undefined,
      sharesClock: embedded !== undefined,
      budget,
      deadlineMs: settings.deadlineMs,
      on: createProgress(io),
    });
    if (io.live) io.stderr('\r\u001B[2K');
    if (report.unusable !== undefined) throw unusable(report.unusable, baseUrl, settings);
    return report;
  } finally {
    await transport.close();
    await embedded?.close();
  }
}

function unusable(reason: string, baseUrl: URL, { timeoutMs }: CheckSettings): Error {
  if (/\s/.test(reason)) return unusableError(`${baseUrl.href} cannot be checked: ${reason}`);
  return unreachable(baseUrl, Object.assign(new Error(reason), { code: reason }), timeoutMs);
}

interface Printed {
  readonly options: CheckOptions;
  readonly settings: CheckSettings;
  readonly io: Io;
  readonly report: ChecksReport;
  readonly findings: readonly Finding[];
  readonly durationMs: number;
  readonly startedAtMs: number;
}

const endTexts = {
  budget: 'the budget of requests was used up: a larger --budget, or fewer --runs',
  deadline: 'the time was up: a longer --deadline, or fewer --runs',
  unanswered: 'the deployment stopped answering, and was left alone',
  interrupted: 'interrupted: what is not tried says nothing',
} as const;

/** Writes the results everywhere they are wanted. */
async function print({
  options,
  settings,
  io,
  report,
  findings,
  durationMs,
  startedAtMs,
}: Printed): Promise<void> {
  const { seed, runs, faults } = settings;
  const target = settings.baseUrl?.href ?? null;
  const warnings = [...report.warnings, ...(report.end === undefined ? [] : [endTexts[report.end]])];
  const title = `chatkit-harness check of ${target ?? 'the embedded deployment'}`;
  if (options.junit !== undefined)
    await write(
      '--junit',
      options.junit,
      formatJunit(findings, { name: 'chatkit-harness check', startedAtMs }),
    );
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '')
    await write('GITHUB_STEP_SUMMARY', summary, formatStepSummary(title, findings), appendFileSync);
  // GitHub reads them on either stream, and standard output is for the results.
  if (options.annotations ?? io.env['GITHUB_ACTIONS'] === 'true') io.stderr(formatAnnotations(findings));
  if (options.json === true) {
    const { requests, end = null } = report;
    const head = { formatVersion, tool: 'check', harness: version, target, seed, runs };
    const document = { ...head, startedAtMs, durationMs, requests, end, warnings, findings };
    io.stdout(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const fault = faults.length === 0 ? '' : ` --fault ${faults.join(',')}`;
  const note =
    target === null
      ? `(the requests are for 'chatkit-harness serve${fault} --seed ${seed}', with its key in $OPENAI_API_KEY)`
      : '(set $OPENAI_API_KEY before you send the requests)';
  io.stdout(
    `\n${formatChecks(findings, { requests: report.requests, warnings }, { color: io.color, seed, durationMs, note })}`,
  );
}

async function write(
  option: string,
  file: string,
  text: string,
  how: (file: string, text: string) => void = writeFileSync,
): Promise<void> {
  try {
    await makeFolders(path.dirname(path.resolve(file)));
    how(file, text);
  } catch (error) {
    throw usageError(`${option}: ${file} cannot be written: ${describeFileError(error)}`);
  }
}
