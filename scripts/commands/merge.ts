import type { Command } from 'commander';
// Not by the index, which loads the engines.
import { readings } from '../../load/analysis/grade.ts';
import type { Io } from '../io.ts';
import type { MergeOptions } from '../merge/merge-runs.ts';

/** Adds `merge` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('merge')
    .summary('one verdict from the records of several runs')
    .description(
      "Puts the records of several processes or machines on one clock, by the time at which each run began, and judges them together. What the machines' clocks may differ by widens the span in which each request was decided, so that what is proved holds wherever they truly stood.",
    )
    .argument('<runs...>', 'run folders, as bench writes them')
    .option(
      '--clock-uncertainty <duration>',
      "by how much a machine's clock may differ from the first one's; 0s for runs of one machine",
      '50ms',
    )
    .option('--shared-sessions', 'the same label names the same session in all runs (driven with one secret)')
    .option('--require <reading>', `what must hold: ${readings.join(', ')}`, 'rolling')
    .option('--json', 'print the verdicts as one JSON document')
    .option('--strict', 'an inconclusive requirement is exit code 1')
    .addHelpText('after', examples)
    .action(async (runs: string[], options: MergeOptions) => {
      const { mergeRuns } = await import('../merge/merge-runs.ts');
      await mergeRuns(runs, options, io);
    });
}

const examples = `
Exit codes: 0 the requirement is not refuted · 1 refuted · 2 wrong usage, or no run · 130 interrupted

Examples:
  chatkit-harness merge runs/a runs/b
  chatkit-harness merge runs/* --shared-sessions --clock-uncertainty 20ms --require fixed
`;
