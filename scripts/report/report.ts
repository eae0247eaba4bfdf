import { writeFile } from 'node:fs/promises';
import {
  compareRuns,
  formatComparison,
  formatHtmlComparison,
  formatHtmlReport,
  formatTerminalReport,
  judgeRun,
  summariseVerdicts,
} from '../../load/report/index.ts';
import type { Comparison, ComparisonFile, RunVerdicts } from '../../load/report/index.ts';
import { exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';
import type { Io } from '../io.ts';
import { readRun } from '../merge/read-run.ts';
import type { SavedRun } from '../merge/read-run.ts';
import { formatJunit } from '../reporting/index.ts';
import { comparisonFindings } from './comparison-findings.ts';
import { runFindings } from './findings.ts';
import { formatComparisonMarkdown, formatRunMarkdown } from './markdown.ts';

/** The options of `report` as they were typed. */
export interface ReportOptions {
  readonly html?: string;
  readonly junit?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly baseline?: readonly string[];
}

/** The command `report`: renders a saved run, or compares runs with others. */
export async function report(dirs: readonly string[], options: ReportOptions, io: Io): Promise<void> {
  const problems: string[] = [];
  if (options.markdown === true && options.json === true)
    problems.push('--markdown and --json: standard output holds one of them');
  for (const [name, value] of [
    ['--html', options.html],
    ['--junit', options.junit],
  ] as const) {
    if (value !== undefined && dirs.length > 1 && options.baseline === undefined)
      problems.push(`${name}: is of one run, and ${dirs.length} are named`);
  }
  if (options.json === true && dirs.length > 1 && options.baseline === undefined)
    problems.push('--json: is of one run, or of a comparison with --baseline');
  if (problems.length > 0) throw usageError(...problems);
  const runs: SavedRun[] = [];
  for (const dir of dirs) runs.push(await readRun(dir));
  if (options.baseline !== undefined) {
    const baseline: SavedRun[] = [];
    for (const dir of options.baseline) baseline.push(await readRun(dir));
    await compare(baseline, runs, options, io);
    return;
  }
  const [first] = runs;
  if (first !== undefined) await writeFiles(first, options);
  if (options.json === true) io.stdout(`${JSON.stringify(first?.run, null, 2)}\n`);
  else for (const saved of runs) io.stdout(render(saved, options, io));
}

/** The verdicts of a run: those that it holds, or, of a run of old, what its records prove. */
function verdictsOf(saved: SavedRun): RunVerdicts {
  const { run, records, fresh } = saved;
  const known = run.verdicts ?? judged.get(saved);
  if (known !== undefined) return known;
  const verdicts = summariseVerdicts(judgeRun(records, { sessions: run.sessions, fresh }));
  judged.set(saved, verdicts);
  return verdicts;
}

/** Judging a large run takes a while, and a page and a terminal may both ask. */
const judged = new WeakMap<SavedRun, RunVerdicts>();

function render(saved: SavedRun, { markdown }: ReportOptions, io: Io): string {
  const verdicts = verdictsOf(saved);
  const run = { ...saved.run, verdicts };
  return markdown === true
    ? `${formatRunMarkdown(run, verdicts)}\n`
    : `\n${formatTerminalReport(run, { color: io.color, records: saved.drawn })}\n`;
}

async function writeFiles(
  saved: SavedRun,
  { html, junit }: ReportOptions,
  comparison?: Comparison,
): Promise<void> {
  if (html === undefined && junit === undefined) return;
  const verdicts = verdictsOf(saved);
  const { run, drawn, startedAtMs } = saved;
  if (html !== undefined)
    await write(
      '--html',
      html,
      formatHtmlReport(run, {
        verdicts,
        records: drawn,
        ...(comparison === undefined ? {} : { comparison }),
      }),
    );
  if (junit !== undefined) {
    const findings = [
      ...runFindings(run, verdicts),
      ...(comparison === undefined ? [] : comparisonFindings(comparison)),
    ];
    await write('--junit', junit, formatJunit(findings, { name: 'chatkit-harness bench', startedAtMs }));
  }
}

async function write(option: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw usageError(`${option}: ${file} cannot be written: ${describeFileError(error)}`);
  }
}

async function compare(
  baseline: readonly SavedRun[],
  runs: readonly SavedRun[],
  options: ReportOptions,
  io: Io,
): Promise<void> {
  const { json, markdown, html, junit } = options;
  const comparison = compareRuns(baseline, runs);
  const [first] = runs;
  if (first !== undefined && runs.length === 1) await writeFiles(first, options, comparison);
  else {
    if (html !== undefined)
      await write('--html', html, formatHtmlComparison(comparison, { baseline, candidate: runs }));
    if (junit !== undefined)
      await write(
        '--junit',
        junit,
        formatJunit(comparisonFindings(comparison), {
          name: 'chatkit-harness report',
          startedAtMs: first?.startedAtMs ?? 0,
        }),
      );
  }
  if (json === true)
    io.stdout(
      `${JSON.stringify({ formatVersion: 1, kind: 'comparison', ...comparison } satisfies ComparisonFile, null, 2)}\n`,
    );
  else if (markdown === true) io.stdout(formatComparisonMarkdown(comparison));
  else io.stdout(`\n${formatComparison(comparison, { color: io.color })}`);
  io.setExitCode(comparison.verdict === 'worse' ? exitCodes.finding : exitCodes.ok);
}
