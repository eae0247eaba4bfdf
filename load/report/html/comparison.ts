import type { Change, Comparison } from '../compare/index.ts';
import { formatChange, formatTold, untoldWords } from '../compare/index.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatCount } from './numbers.ts';
import { section } from './table.ts';

type Verdict = Comparison['verdict'];

export const verdictWords: Readonly<
  Record<Verdict, { readonly title: string; readonly sign: string; readonly kind: string }>
> = {
  better: { title: 'Better than the baseline', sign: '✓', kind: 'not_refuted' },
  worse: { title: 'Worse than the baseline', sign: '✗', kind: 'proved' },
  'cannot tell': { title: 'No change that can be told', sign: '?', kind: 'inconclusive' },
};

function measured({ unit }: Change, value: number): string {
  if (unit === 'share') return `${(value * 100).toFixed(2)}\u00a0%`;
  return unit === 'ms' ? `${Number(value.toPrecision(3))}\u00a0ms` : formatCount(value);
}

const metricWords = (metric: string): string =>
  metric
    .replace(
      /^p(\d+)_(\w+)_ms$/,
      (_, rank: string, kind: string) => `${kind}, ${rank === '50' ? 'median' : `${rank}th percentile`}`,
    )
    .replaceAll('_', ' ');

/** Two sides number by number: what changed, within which bounds, and from where on a change would have been told. */
export function comparisonSection(comparison: Comparison): Markup {
  const { changes, verdict, verdicts, differences, unmatched } = comparison;
  const told = changes.filter((change) => change.verdict !== 'cannot tell').length;
  const { sign, kind, title } = verdictWords[verdict];
  const reach = reachOf(changes);
  return section(
    'comparison',
    'Against the baseline',
    html`The mark is the change, the line the bounds within which the true change lies, the grey field what
    chance alone may show, or what is too small to be told; drawn to ${formatTold(reach)}. One comparison of
    equals in twenty shows any change at all.`,
    html`<p>
        <span class="badge ${kind}"><span aria-hidden="true">${sign}</span> ${title}</span>
        ${told} of ${changes.length} numbers changed by more than chance.
        ${
          verdicts.baseline === verdicts.candidate
            ? null
            : html`Over-admission: <strong>${verdicts.baseline.replace('_', ' ')}</strong> before,
                <strong>${verdicts.candidate.replace('_', ' ')}</strong> now.`
        }
      </p>
      ${
        differences.length === 0
          ? null
          : html`<p class="warning">Not the same on both sides, so that a change may come from it:</p>
              <ul class="warning">
                ${differences.map(({ what, baseline, candidate }) => html`<li>${what}: ${baseline} before, ${candidate} now</li>`)}
              </ul>`
      }
      ${[...Map.groupBy(changes, ({ step }) => step)].map(([step, own]) => stepTable(step, own, reach))}
      ${unmatched.length === 0 ? null : html`<p>Only on one side: ${unmatched.join(', ')}.</p>`}`,
  );
}

/** How far the drawing reaches to either side; what is beyond three times as much is cut. */
const reachOf = (changes: readonly Change[]): number =>
  Math.min(
    3,
    changes.reduce(
      (most, { from, to, told }) => Math.max(most, Math.abs(from ?? 0), Math.abs(to ?? 0), told ?? 0),
      0.05,
    ),
  );

function stepTable(step: string, changes: readonly Change[], reach: number): Markup {
  const caption = `Step ${step}: changes from the baseline`;
  return html`<h3>${step}</h3>
    <div class="table" tabindex="0" role="region" aria-label="${caption}">
      <table class="changes">
        <caption class="unseen">
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col" class="number wide">baseline</th>
            <th scope="col" class="number wide">now</th>
            <th scope="col" class="number">change</th>
            <td class="track"></td>
            <th scope="col" class="number wide">told from</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          ${changes.map((change) => row(change, reach))}
        </tbody>
      </table>
    </div>`;
}

function row(change: Change, reach: number): Markup {
  const { metric, verdict, reason, from, to, told } = change;
  const { sign, kind } = verdictWords[verdict];
  return html`<tr>
    <th scope="row">${metricWords(metric)}</th>
    <td class="number wide">${measured(change, change.baseline)}</td>
    <td class="number wide">${measured(change, change.candidate)}</td>
    <td class="number">
      ${formatChange(change.change)}
      <span class="unseen"
        >${from === null ? null : `, between ${formatChange(from)} and ${formatChange(to)}`}</span
      >
    </td>
    <td class="track" aria-hidden="true">${track(change, reach)}</td>
    <td class="number wide">${formatTold(told)}</td>
    <td>
      <span class="badge ${kind}"><span aria-hidden="true">${sign}</span> ${verdict}</span>
      ${reason === null ? null : html`<span class="reason">${untoldWords[reason].short}</span>`}
    </td>
  </tr>`;
}

function track({ change, from, to, told, verdict }: Change, reach: number): Markup | null {
  if (change === null || from === null || to === null || told === null) return null;
  const place = (value: number) => ((Math.min(reach, Math.max(-reach, value)) + reach) / (2 * reach)) * 100;
  const span = (low: number, high: number) =>
    `left:${place(low).toFixed(2)}%;width:${Math.max(0.4, place(high) - place(low)).toFixed(2)}%`;
  return html`<div class="rail">
    <span class="zone" style="${span(-told, told)}"></span>
    <span class="zero"></span>
    <span class="whisker ${verdictWords[verdict].kind}" style="${span(from, to)}"></span>
    <span class="dot ${verdictWords[verdict].kind}" style="left:${place(change).toFixed(2)}%"></span>
  </div>`;
}
