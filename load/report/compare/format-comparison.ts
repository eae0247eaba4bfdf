import { createPaint } from '../paint.ts';
import { formatTable } from '../table.ts';
import { formatChange, formatTold } from './percent.ts';
import type { Change, Comparison, Untold } from './compare-runs.ts';

/** Why a change cannot be told, for a cell and in a sentence. */
export const untoldWords: Readonly<Record<Untold, { readonly short: string; readonly long: string }>> = {
  chance: { short: 'within chance', long: 'chance alone may show as much' },
  few: { short: 'too few answers', long: 'there are too few answers to see how much it moves by chance' },
  single: { short: 'single runs', long: 'one run a side does not show how much runs differ' },
  tiny: { short: 'too small', long: 'it is too small to be measured' },
};

const signs = { better: '✓ BETTER', worse: '✗ WORSE', 'cannot tell': '? CANNOT TELL' } as const;
const styles = { better: 'green', worse: 'red', 'cannot tell': 'yellow' } as const;

const value = (change: Change, of: number): string =>
  change.unit === 'share' ? `${(of * 100).toFixed(2)} %` : String(Number(of.toPrecision(4)));

const right = (heading: string) => ({ heading, align: 'right' }) as const;
const left = (heading: string) => ({ heading, align: 'left' }) as const;

/** A comparison for a terminal: the verdict first, then every number with the interval of its change. */
export function formatComparison(comparison: Comparison, { color }: { readonly color: boolean }): string {
  const paint = createPaint(color);
  const { changes, unmatched, differences, verdict, verdicts } = comparison;
  const changed = changes.filter((change) => change.verdict !== 'cannot tell');
  const rows = changes.map((change) => [
    change.step,
    change.metric,
    value(change, change.baseline),
    value(change, change.candidate),
    formatChange(change.change),
    `${formatChange(change.from)} … ${formatChange(change.to)}`,
    formatTold(change.told),
    change.reason === null ? change.verdict : `${change.verdict} (${untoldWords[change.reason].short})`,
  ]);
  const limit =
    verdicts.baseline === verdicts.candidate
      ? []
      : [
          `     over-admission: ${verdicts.baseline.replace('_', ' ')} before, ${verdicts.candidate.replace('_', ' ')} now`,
        ];
  return [
    `  ${paint(['bold', styles[verdict]], signs[verdict])}  ${changed.length} of ${changes.length} numbers changed by more than chance`,
    ...limit,
    '',
    ...formatTable(
      [
        left('step'),
        left('metric'),
        right('baseline'),
        right('now'),
        right('change'),
        right('true change within'),
        right('told from'),
        left(''),
      ],
      rows,
    ).map((line) => `  ${line}`),
    ...(differences.length === 0 ? [] : ['']),
    ...differences.map(
      (one) => `  ${paint('yellow', 'differs')}  ${one.what}: ${one.baseline} before, ${one.candidate} now`,
    ),
    ...(unmatched.length === 0 ? [] : ['', `  only on one side: ${unmatched.join(', ')}`]),
    '',
  ].join('\n');
}
