import { findingLines } from '../findings.ts';
import type { FindingLine } from '../findings.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatNumber } from './numbers.ts';
import type { Scene } from './scene.ts';
import { behind, section, table } from './table.ts';

const badges: Readonly<Record<FindingLine['state'], string>> = {
  good: 'not_refuted',
  bad: 'proved',
  open: 'inconclusive',
  told: 'noted',
};

/** What colour alone must not tell. */
const signs: Readonly<Record<FindingLine['state'], string>> = { good: '✓', bad: '✗', open: '?', told: '·' };

/** Recovery, secrets that ended, a search: what steps found beside the limit; nothing for a run without such steps. */
export function findings({ run }: Scene): Markup | null {
  const lines = findingLines(run);
  if (lines.length === 0) return null;
  return section(
    'findings',
    'Beside the limit',
    'Times are ranges, for a client sees only when it sent and when the answer began.',
    html`<ul class="claims">
        ${lines.map(
          ({ about, state, text }) =>
            html`<li>
              <span class="badge ${badges[state]}"
                ><span aria-hidden="true">${signs[state]}</span> ${about}</span
              >
              <p>${text}</p>
            </li>`,
        )}
      </ul>
      ${
        run.recovery === undefined
          ? null
          : behind(
              'Recovery of each session',
              table(
                'Recovery of each session',
                [
                  { heading: 'session' },
                  { heading: 'at least, ms', numeric: true },
                  { heading: 'at the most, ms', numeric: true },
                ],
                run.recovery.sessions.map(({ session, fromMs, toMs }) => [
                  session,
                  formatNumber(fromMs),
                  toMs === null ? 'not seen' : formatNumber(toMs),
                ]),
              ),
            )
      }
      ${
        run.search === undefined
          ? null
          : table(
              'Loads that were tried',
              [{ heading: 'load' }, { heading: 'held' }, { heading: 'thresholds' }],
              run.search.trials.map(({ step, held, thresholds }) => [
                step,
                held ? 'yes' : 'no',
                thresholds.map(({ text, state, says }) => `${text} ${state} (${says})`).join('; '),
              ]),
            )
      }`,
  );
}
