import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expectationLine } from '../../property/fuzz/index.ts';
import type { FuzzReport } from '../../property/fuzz/index.ts';
import { usageError } from '../../support/errors.ts';
import { describeFileError, makeFolders } from '../../support/files.ts';
import type { Io } from '../io.ts';
import { formatAnnotations, formatJunit, formatStepSummary } from '../reporting/index.ts';
import type { Finding } from '../reporting/index.ts';
import { asJson } from './as-json.ts';
import type { FuzzPlan } from './read-settings.ts';

const name = 'chatkit-harness fuzz';

async function write(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await makeFolders(path.dirname(path.resolve(file)));
    await act();
  } catch (error) {
    throw usageError(`${file}: ${describeFileError(error)}`);
  }
}

/** Writes a JUnit report. */
export const writeJunit = (file: string, findings: readonly Finding[], startedAtMs: number): Promise<void> =>
  write(file, () => writeFile(file, formatJunit(findings, { name, startedAtMs })));

/** Writes `run.json` into the folder of a run. */
export const writeRun = (dir: string, run: object): Promise<void> => {
  const file = path.join(dir, 'run.json');
  return write(file, () => writeFile(file, `${JSON.stringify(run, null, 2)}\n`));
};

/** Writes the lines with which an expectation file would list what is new. */
export const writeToExpect = (dir: string, lines: readonly string[]): Promise<void> => {
  const file = path.join(dir, 'to-expect.ndjson');
  return write(file, () => writeFile(file, lines.map((line) => `${line}\n`).join('')));
};

/** Writes what others read of a run: JUnit, GitHub's annotations and step summary, and the run folder. */
export async function writeReports(
  report: FuzzReport,
  plan: FuzzPlan,
  findings: readonly Finding[],
  io: Io,
): Promise<void> {
  const { junit, outDir } = plan;
  const startedAtMs = io.clock.nowMs() - report.elapsedMs;
  if (junit !== undefined) await writeJunit(junit, findings, startedAtMs);
  if (outDir !== undefined) {
    await writeRun(outDir, asJson(report, plan));
    await writeToExpect(outDir, report.findings.map(expectationLine));
    for (const { id, bytes } of [...report.findings, ...report.expected]) {
      const file = path.join(outDir, 'findings', `${id}.bin`);
      await write(file, () => writeFile(file, bytes));
    }
  }
  await writeForGithub(findings, io);
}

/** On GitHub Actions: an annotation a finding, and a summary of the step. */
export async function writeForGithub(findings: readonly Finding[], io: Io): Promise<void> {
  if (io.env['GITHUB_ACTIONS'] !== 'true') return;
  io.stderr(formatAnnotations(findings));
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '')
    await write(summary, () => appendFile(summary, formatStepSummary(name, findings)));
}
