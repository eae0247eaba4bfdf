import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatNumber, plural } from './numbers.ts';
import type { Scene } from './scene.ts';
import { behind, section, table } from './table.ts';
import { limiterWords } from '../run-verdicts.ts';

/** Which limiter it may be, and why it can be no other. */
export function limiter({ verdicts: { fingerprint } }: Scene): Markup {
  const alive = fingerprint.standings.filter((one) => one.alive);
  const fallen = fingerprint.standings.filter((one) => !one.alive);
  const sentences = {
    identified: html`The answers fit <strong>${limiterWords(fingerprint)}</strong>, and none of the
      ${plural(fallen.length, 'other')} that were considered.`,
    ambiguous: html`The answers fit ${plural(alive.length, 'limiter')} of the ${fingerprint.standings.length}
    that were considered.`,
    unexplained: html`None of the limiters that were considered explains the answers.`,
    inconclusive: html`The answers say nothing of the limiter.`,
  };
  const buckets = alive.flatMap((one) => one.buckets ?? []);
  const bounds = buckets[0];
  return section(
    'limiter',
    'The limiter behind the answers',
    '',
    html`<p>${sentences[fingerprint.outcome]}</p>
      ${fingerprint.reason === null ? null : html`<p class="reason">${fingerprint.reason}</p>`}
      ${
        alive.length > 1
          ? html`<ul>
              ${alive.map(({ name }) => html`<li>${name}</li>`)}
            </ul>`
          : null
      }
      ${
        bounds === undefined
          ? null
          : html`<p>
              A burst from ${formatNumber(Math.min(...buckets.map((one) => one.leastBurst)))} to below
              ${formatNumber(Math.max(...buckets.map((one) => one.burstBelow)))}, and
              ${formatNumber(Math.min(...buckets.map((one) => one.leastRatePerMinute)))} to
              ${formatNumber(Math.max(...buckets.map((one) => one.mostRatePerMinute)))} a minute, fit.
            </p>`
      }
      ${
        fallen.length === 0
          ? null
          : behind(
              `Why it is none of the ${plural(fallen.length, 'other')}`,
              table(
                'Limiters that the answers contradict',
                [{ heading: 'limiter' }, { heading: 'contradicted by' }],
                fallen.map(({ name, against }) => [name, against ?? '']),
              ),
            )
      }`,
  );
}
