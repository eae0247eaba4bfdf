import { formatChange, untoldWords } from '../../load/report/index.ts';
import type { Comparison } from '../../load/report/index.ts';
import type { Finding } from '../reporting/index.ts';

/** A comparison as findings: worse is a failure, better is passed, and what cannot be told is skipped with the reason. */
export function comparisonFindings({ changes, verdicts }: Comparison): Finding[] {
  const limit: Finding = {
    id: 'over_admission',
    group: 'baseline',
    claim: 'the limit is kept as it was before',
    status: verdicts.candidate === 'proved' && verdicts.baseline === 'not_refuted' ? 'failed' : 'passed',
    expected: verdicts.baseline.replace('_', ' '),
    received: verdicts.candidate.replace('_', ' '),
  };
  return [
    limit,
    ...changes.map(({ step, metric, verdict, change, from, to, reason, baseline, candidate }): Finding => {
      const says = `${candidate.toPrecision(4)} (${formatChange(change)}; the true change is between ${formatChange(from)} and ${formatChange(to)})`;
      return {
        id: `${metric}{${step}}`,
        group: 'baseline',
        claim: `${metric} of ${step} is no worse than before`,
        status: verdict === 'worse' ? 'failed' : verdict === 'better' ? 'passed' : 'skipped',
        ...(reason === null ? {} : { reason: untoldWords[reason].long }),
        expected: baseline.toPrecision(4),
        received: says,
      };
    }),
  ];
}
