import type { ExpectedSurvivor } from './survivors.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

/** A mutant with what became of it. Lines and columns count from 1. */
export interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** What is read of Stryker's report (the schema of mutation-testing-elements). */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** The mutants of a file, counted by what became of them. */
export interface Counts {
  readonly file: string;
  /** A test failed. */
  killed: number;
  /** The tests did not end: the mutant loops. */
  timedOut: number;
  /** Survived, and expected to. */
  expected: number;
  /** Survived, or no test runs it. */
  survived: number;
  /** The code could not be loaded with it, so that no test ran: none of the others, and not in the score. */
  unloadable: number;
}

export interface Judgement {
  readonly counts: readonly Counts[];
  /** One line each; none when all mutants are as expected. */
  readonly problems: readonly string[];
}

/** The line in which a mutant begins, without indentation. */
const lineOf = (source: string, { location }: Mutant): string =>
  (source.split('\n')[location.start.line - 1] ?? '').trim();

/** Counts the mutants of a report, and names those that are not as expected. */
export function judge({ files }: Report, expected: readonly ExpectedSurvivor[]): Judgement {
  const problems: string[] = [];
  const met = new Set<ExpectedSurvivor>();
  const counts = Object.entries(files).map(([file, { source, mutants }]) => {
    const own: Counts = { file, killed: 0, timedOut: 0, expected: 0, survived: 0, unloadable: 0 };
    for (const mutant of mutants) {
      const line = lineOf(source, mutant);
      const entry = expected.find(
        (each) => each.file === file && each.line === line && each.becomes === mutant.replacement,
      );
      const where = `${file}:${mutant.location.start.line}:${mutant.location.start.column}`;
      const change = `${mutant.mutatorName}: in '${line}', '${mutant.replacement ?? ''}'`;
      switch (mutant.status) {
        case 'Killed':
          own.killed += 1;
          break;
        case 'Timeout':
          own.timedOut += 1;
          break;
        case 'Survived':
        case 'NoCoverage':
          if (entry === undefined) {
            own.survived += 1;
            problems.push(`${where}: survives (${mutant.status}): ${change}`);
          } else {
            own.expected += 1;
            met.add(entry);
          }
          break;
        default:
          own.unloadable += 1;
          // Memory that runs out says nothing of the tests, and does much to the machine.
          if (/crashed/.test(mutant.statusReason ?? ''))
            problems.push(`${where}: ends the tests' process: ${change}`);
      }
    }
    return own;
  });
  for (const entry of expected)
    if (!met.has(entry))
      problems.push(
        `${entry.file}: '${entry.line}' with '${entry.becomes}' is expected to survive, and is killed or no more`,
      );
  return { counts, problems };
}

const kinds = ['killed', 'timedOut', 'expected', 'survived', 'unloadable'] as const;

/** Detected mutants of all that could be loaded, in percent; 100 where there are none. */
export function scoreOf({ killed, timedOut, expected, survived }: Counts): number {
  const detected = killed + timedOut;
  const all = detected + expected + survived;
  return all === 0 ? 100 : (100 * detected) / all;
}

/** The counts of all files together, named `all`. */
export function total(counts: readonly Counts[]): Counts {
  const all: Counts = { file: 'all', killed: 0, timedOut: 0, expected: 0, survived: 0, unloadable: 0 };
  for (const each of counts) for (const kind of kinds) all[kind] += each[kind];
  return all;
}

const heads = ['File', 'Score', 'Killed', 'Timed out', 'Expected to live', 'Survived', 'Unloadable'];
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** The counts as a table in Markdown: a row for every file that has mutants, and one for all. */
export function formatTable(counts: readonly Counts[]): string {
  const rows = [...counts.toSorted((a, b) => (a.file < b.file ? -1 : 1)), total(counts)];
  const cells = rows.map((each) => [
    each.file === 'all' ? '**all**' : `\`${each.file}\``,
    `${scoreOf(each).toFixed(1)} %`,
    ...kinds.map((kind) => String(each[kind])),
  ]);
  return [heads, ['---', ...heads.slice(1).map(() => '---:')], ...cells].map(row).join('');
}
