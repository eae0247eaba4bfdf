import { createPaint } from '../paint.ts';
import { formatTable } from '../table.ts';
import type { Change, Comparison } from './compare-runs.ts';

const signs = { better: '✓ BETTER', worse: '✗ WORSE', 'cannot tell': '? CANNOT TELL' } as const;
const styles = { better: 'green', worse: 'red', 'cannot tell': 'yellow' } as const;

const percent = (value: number | null): string =>
  value === null ? '–' : `${value >= 0 ? '+' : '−'}${Math.abs(value * 100).toFixed(1)} %`;

const value = (change: Change, of: number): string =>
  change.unit === 'share' ? `${(of * 100).toFixed(2)} %` : String(Number(of.toPrecision(4)));

const right = (heading: string) => ({ heading, align: 'right' }) as const;
const left = (heading: string) => ({ heading, align: 'left' }) as const;

/** A comparison for a terminal: the verdict first, then every number with the interval of its change. */
export function formatComparison(comparison: Comparison, { color }: { readonly color: boolean }): string {
  const paint = createPaint(color);
  const { changes, unmatched, verdict, verdicts } = comparison;
  const told = changes.filter((change) => change.verdict !== 'cannot tell');
  const rows = changes.map((change) => [
    change.step,
    change.metric,
    value(change, change.baseline),
    value(change, change.candidate),
    percent(change.change),
    `${percent(change.from)} … ${percent(change.to)}`,
    change.verdict,
  ]);
  const limit =
    verdicts.baseline === verdicts.candidate
      ? []
      : [
          `     over-admission: ${verdicts.baseline.replace('_', ' ')} before, ${verdicts.candidate.replace('_', ' ')} now`,
        ];
  return [
    `  ${paint(['bold', styles[verdict]], signs[verdict])}  ${told.length} of ${changes.length} numbers changed by more than chance`,
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
        left(''),
      ],
      rows,
    ).map((line) => `  ${line}`),
    ...(unmatched.length === 0 ? [] : ['', `  only on one side: ${unmatched.join(', ')}`]),
    '',
  ].join('\n');
}
