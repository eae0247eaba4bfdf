import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { ReportOptions } from '../report/report.ts';

/** Gathers the values of an option that may be repeated. */
const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

/** Adds `report` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('report')
    .summary('render saved runs, or compare them')
    .description(
      'Renders a run that bench has written: for the terminal, as one HTML page, as JUnit, as Markdown. With --baseline it says which numbers are better or worse than those of earlier runs by more than chance.',
    )
    .argument('<runs...>', 'run folders, as bench writes them')
    .option('--html <file>', 'write the run as one HTML page, without scripts, for any browser')
    .option('--junit <file>', 'write the claims and thresholds as JUnit XML')
    .option('--markdown', 'print Markdown, for a pull request')
    .option('--json', 'print one JSON document: the run, or the comparison')
    .option(
      '--baseline <run>',
      'compare with this run; repeatable: several show how much runs differ by chance',
      collect,
    )
    .addHelpText('after', examples)
    .action(async (runs: string[], options: ReportOptions) => {
      const { report } = await import('../report/report.ts');
      await report(runs, options, io);
    });
}

const examples = `
Exit codes: 0 rendered, or not worse · 1 worse than the baseline · 2 wrong usage, or no run

Examples:
  chatkit-harness report runs/2026-01-31T12-00-00-250Z
  chatkit-harness report runs/today --html today.html --junit today.xml
  chatkit-harness report runs/today --baseline runs/yesterday --markdown
  chatkit-harness report runs/new-* --baseline runs/old-1 --baseline runs/old-2 --baseline runs/old-3
`;
