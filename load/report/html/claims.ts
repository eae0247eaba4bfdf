import type { Claim, Evidence, OverallRollingClaim, SessionsClaim } from '../../analysis/index.ts';
import { isFault } from './claim-kinds.ts';
import { drawEvidence, drawWitness } from './evidence.ts';
import { capital, html } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { plural } from './numbers.ts';
import type { Scene } from './scene.ts';
import { behind, section } from './table.ts';
import { badge } from './verdict.ts';

/** Every claim with how it stands, what proves it, or what would decide it; those that are open for one reason together. */
export function claims(scene: Scene): Markup {
  const all: readonly (OverallRollingClaim | SessionsClaim)[] = [
    scene.run.claims.overall,
    ...scene.verdicts.claims,
  ];
  const of = (outcome: Claim['outcome']) => all.filter((claim) => claim.outcome === outcome);
  const byReason = Map.groupBy(of('inconclusive'), ({ reason }) => reason);
  return section(
    'claims',
    'Claims',
    html`Each names a violation. <em>Proved</em>: it happened, wherever the decisions fell.
      <em>Not refuted</em>: the requests could have shown it and did not. <em>Inconclusive</em>: they could
      not have, and the reason says what would.`,
    html`<ul class="claims">
      ${of('proved').map((claim) => provedRow(claim, scene))}
      ${[...byReason].map(([reason, open]) => togetherRow(open, reason))}
      ${of('not_refuted').length === 0 ? null : togetherRow(of('not_refuted'), null)}
    </ul>`,
  );
}

function provedRow(claim: OverallRollingClaim | SessionsClaim, scene: Scene): Markup {
  const proof =
    'witness' in claim && claim.witness !== undefined
      ? html`<details open>
          <summary>The witness, to check by hand</summary>
          ${drawWitness(claim.witness)}
        </details>`
      : behindEvidence(claim, 'The proof, to check by hand');
  const fault = isFault(claim, scene);
  return html`<li>
    <div class="claim-head">${badge(claim, fault)} <code>${claim.name}</code></div>
    <p>${capital(claim.statement)}.</p>
    <p class="reason">
      ${fault ? null : 'This is how the limiter works, and not what the run was held against. '}
      ${claim.reason === null ? null : `${capital(claim.reason)}.`}
    </p>
    ${proof}
  </li>`;
}

/** Claims with one outcome and one reason: said once. A remark of a single claim stays with it. */
function togetherRow(open: readonly (OverallRollingClaim | SessionsClaim)[], reason: string | null): Markup {
  const [first] = open;
  return html`<li>
    <div class="claim-head">
      ${first === undefined ? null : badge(first)} ${open.length === 1 ? null : plural(open.length, 'claim')}
    </div>
    ${reason === null ? null : html`<p class="reason">${capital(reason)}.</p>`}
    <dl class="claim-list">
      ${open.map(
        (claim) =>
          html`<div>
            <dt><code>${claim.name}</code></dt>
            <dd>
              ${capital(claim.statement)}.
              ${claim.reason === null || claim.reason === reason ? null : html`<span class="reason">${capital(claim.reason)}.</span>`}
              ${behindEvidence(claim, 'What shows it')}
            </dd>
          </div>`,
      )}
    </dl>
  </li>`;
}

function behindEvidence(claim: OverallRollingClaim | SessionsClaim, summary: string): Part {
  const evidence: readonly Evidence[] = 'evidence' in claim ? claim.evidence : [];
  return evidence.length === 0
    ? null
    : behind(
        summary,
        evidence.map((piece, i) => drawEvidence(piece, `${claim.name} ${i + 1}`)),
      );
}
