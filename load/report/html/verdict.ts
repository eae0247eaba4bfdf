import { explainGrading, readingWords } from '../../analysis/index.ts';
import type { Claim, ClaimOutcome } from '../../analysis/index.ts';
import { limitNumbers } from '../limits.ts';
import { isNamedByLimit, limiterWords, namedByLimit } from '../run-verdicts.ts';
import { capital, html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatCount, formatDurationMs, formatMoment, plural } from './numbers.ts';
import type { Scene } from './scene.ts';

/** Signs that tell apart what colour alone must not. */
const signs: Readonly<Record<ClaimOutcome, string>> = { proved: '✗', not_refuted: '✓', inconclusive: '?' };

const words: Readonly<Record<ClaimOutcome, string>> = {
  proved: 'proved',
  not_refuted: 'not refuted',
  inconclusive: 'inconclusive',
};

/**
 * An outcome as a small badge. Every claim names a violation: proved is bad.
 * @param fault false: proved, and yet nothing that was promised; see `isFault`.
 */
export const badge = ({ outcome }: Pick<Claim, 'outcome'>, fault = true): Markup =>
  html`<span class="badge ${outcome === 'proved' && !fault ? 'noted' : outcome}"
    ><span aria-hidden="true">${signs[outcome]}</span> ${words[outcome]}</span
  >`;

/** The answer, before anything else. */
export function verdict({ run, verdicts }: Scene): Markup {
  const { overall } = run.claims;
  if (run.requirement === undefined && run.identifyEnded !== undefined) return identification(run, verdicts);
  const required = run.requirement?.reading ?? 'rolling';
  const outcome = verdicts.grading.outcomes[required];
  const window = formatDurationMs(run.settings.windowMs);
  const titles: Readonly<Record<ClaimOutcome, string>> = {
    proved: 'The limit was broken',
    not_refuted: 'The limit held',
    inconclusive: 'Nothing could be told',
  };
  const { worst } = overall;
  const said =
    outcome === 'proved'
      ? html`More than was promised was certainly admitted, read as ${readingWords[required]}: no placement of
        the decisions within what was observed explains the answers otherwise.`
      : outcome === 'not_refuted'
        ? html`The requests could have shown a violation, read as ${readingWords[required]}, and showed none.`
        : html`${capital(overall.reason ?? 'the requests could not have shown a violation')}.`;
  return html`<div class="verdict ${outcome}">
    <p class="sign" aria-hidden="true">${signs[outcome]}</p>
    <div>
      <h1>${titles[outcome]}</h1>
      <p>${said}</p>
      ${run.interrupted ? html`<p class="warning">The run was interrupted: this is what was measured until then.</p>` : null}
      <dl class="facts">
        <div>
          <dt>Promised</dt>
          <dd>${limitNumbers(run.settings, formatCount)} in ${window}</dd>
        </div>
        ${
          worst === undefined
            ? null
            : html`<div>
                <dt>Fullest window</dt>
                <dd>
                  ${formatCount(worst.admitted)} of
                  ${formatCount(worst.limit)}${run.settings.limits === undefined ? null : `, session ${worst.session}`}
                </dd>
              </div>`
        }
        <div>
          <dt>Limiter</dt>
          <dd>${limiterWords(verdicts.fingerprint)}</dd>
        </div>
        <div>
          <dt>Judged</dt>
          <dd>
            ${plural(overall.sampleCount, 'admission').replace('\u00a0', ' ')},
            ${plural(run.claims.sessions.length, 'session')}
          </dd>
        </div>
        ${
          overall.witness === undefined
            ? null
            : html`<div>
                <dt>Witness</dt>
                <dd>
                  ${formatCount(overall.witness.requests.length)} in ${formatMoment(overall.witness.lengthMs)}
                  s
                </dd>
              </div>`
        }
        <div class="whole">
          <dt>Kept</dt>
          <dd>${explainGrading(verdicts.grading)}</dd>
        </div>
      </dl>
      ${thresholds(run.thresholds ?? [])}
    </div>
  </div>`;
}

/** The answer of a run that asked which limiter it is. */
function identification(run: Scene['run'], { fingerprint, grading }: Scene['verdicts']): Markup {
  const byLimit = isNamedByLimit(fingerprint, run.identifiedBy);
  const named = byLimit || fingerprint.outcome === 'identified';
  const title = byLimit ? namedByLimit : named ? limiterWords(fingerprint) : 'The limiter is not told apart';
  return html`<div class="verdict ${named ? 'not_refuted' : 'inconclusive'}">
    <p class="sign" aria-hidden="true">${named ? '✓' : '?'}</p>
    <div>
      <h1>${title}</h1>
      <p>
        ${named ? 'The answers fit this limiter, and contradict every other that was considered.' : fingerprint.reason}
      </p>
      <dl class="facts">
        <div>
          <dt>Promised</dt>
          <dd>${limitNumbers(run.settings, formatCount)} in ${formatDurationMs(run.settings.windowMs)}</dd>
        </div>
        <div>
          <dt>Probes</dt>
          <dd>${plural(run.plan.steps.length, 'probe')}, ${plural(run.plan.requests, 'request')}</dd>
        </div>
        <div>
          <dt>Ended</dt>
          <dd>${run.identifyEnded}</dd>
        </div>
        ${(run.identifiedBy ?? []).map(
          (one) =>
            html`<div class="whole">
              <dt>Limit ${formatCount(one.limit)}</dt>
              <dd>${limiterWords(one.fingerprint)}</dd>
            </div>`,
        )}
        <div class="whole">
          <dt>Kept</dt>
          <dd>${explainGrading(grading)}</dd>
        </div>
      </dl>
    </div>
  </div>`;
}

type Thresholds = NonNullable<Scene['run']['thresholds']>;

function thresholds(all: Thresholds): Markup | null {
  if (all.length === 0) return null;
  const states = {
    kept: ['✓', 'not_refuted'],
    crossed: ['✗', 'proved'],
    unknown: ['?', 'inconclusive'],
  } as const;
  return html`<ul class="thresholds" aria-label="Thresholds">
    ${all.map(({ text, state, says }) => {
      const [sign, kind] = states[state];
      return html`<li>
        <span class="badge ${kind}"><span aria-hidden="true">${sign}</span> ${state}</span>
        <code>${text}</code> ${says}
      </li>`;
    })}
  </ul>`;
}
