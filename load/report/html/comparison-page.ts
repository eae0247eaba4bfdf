import { limitNumbers } from '../limits.ts';
import type { ComparedRuns, Comparison } from '../compare/index.ts';
import { comparisonSection, verdictWords } from './comparison.ts';
import { contents, htmlDocument } from './document.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatCount, formatDurationMs, plural } from './numbers.ts';
import { section, table } from './table.ts';

/** A comparison of several runs as one HTML page: the verdict, every number with its noise, and what was compared. */
export function formatHtmlComparison(
  comparison: Comparison,
  { baseline, candidate }: { readonly baseline: ComparedRuns; readonly candidate: ComparedRuns },
): string {
  const { verdict, changes } = comparison;
  const { title, sign, kind } = verdictWords[verdict];
  const changed = changes.filter((change) => change.verdict !== 'cannot tell').length;
  const sections = html`${comparisonSection(comparison)} ${runs('baseline', 'The baseline', baseline)}
  ${runs('candidate', 'What was held against it', candidate)}`;
  return htmlDocument({
    title: `${title}: ${plural(candidate.length, 'run')}, ${plural(baseline.length, 'run')} before`,
    header: html`<p class="name">chatkit-harness report</p>
      <p class="target">
        ${plural(candidate.length, 'run')} against ${plural(baseline.length, 'run')} before
      </p>`,
    main: html`<div class="verdict ${kind}">
        <p class="sign" aria-hidden="true">${sign}</p>
        <div>
          <h1>${title}</h1>
          <p>${changed} of ${changes.length} numbers changed by more than chance.</p>
        </div>
      </div>
      ${contents(sections)} ${sections}`,
    footer: html`<p>Made by chatkit-harness ${candidate[0]?.run.environment.harness ?? ''}.</p>`,
  });
}

const runs = (id: string, heading: string, all: ComparedRuns): Markup =>
  section(
    id,
    heading,
    '',
    table(
      `Runs: ${heading.toLowerCase()}`,
      [
        { heading: 'began' },
        { heading: 'took', numeric: true },
        { heading: 'limit', numeric: true },
        { heading: 'over-admission' },
        { heading: 'command' },
      ],
      all.map(({ run }) => [
        run.startedAt.slice(0, 19).replace('T', ' '),
        formatDurationMs(run.durationMs),
        `${limitNumbers(run.settings, formatCount)} in ${formatDurationMs(run.settings.windowMs)}`,
        run.claims.overall.outcome.replace('_', ' '),
        html`<code>${run.command}</code>`,
      ]),
    ),
  );
