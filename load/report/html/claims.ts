import type { Claim, Evidence, Witness } from '../../analysis/index.ts';
import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { formatCount, formatDurationMs, formatMoment } from './numbers.ts';
import type { Scene } from './scene.ts';
import { behind, section } from './table.ts';
import { badge } from './verdict.ts';

/** Every claim with how it stands, what proves it, or what would decide it. */
export function claims(scene: Scene): Markup {
  const { overall } = scene.run.claims;
  const rows: Part[] = [
    claimRow(overall, overall.witness === undefined ? null : behindWitness(overall.witness)),
    ...scene.verdicts.claims.map((claim) =>
      claimRow(
        claim,
        claim.evidence.length === 0
          ? null
          : behind(
              claim.outcome === 'proved' ? 'The proof, to check by hand' : 'What shows it',
              claim.evidence.map((piece, i) => drawEvidence(piece, `${claim.name} ${i + 1}`)),
            ),
      ),
    ),
  ];
  return section(
    'claims',
    'Claims',
    html`Each names a violation. <em>Proved</em>: it happened, wherever the decisions fell.
      <em>Not refuted</em>: the requests could have shown it and did not. <em>Inconclusive</em>: they could
      not have, and the reason says what would.`,
    html`<ul class="claims">
      ${rows}
    </ul>`,
  );
}

const claimRow = (claim: Claim, more: Part): Markup =>
  html`<li>
    <div class="claim-head">${badge(claim)} <code>${claim.name}</code></div>
    <p>${capital(claim.statement)}.</p>
    ${claim.reason === null ? null : html`<p class="reason">${claim.reason}</p>`} ${more}
  </li>`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const behindWitness = (witness: Witness): Markup =>
  html`<details open>
    <summary>The witness, to check by hand</summary>
    ${drawWitness(witness)}
  </details>`;

interface Bar {
  readonly id: string;
  readonly outcome: string;
  readonly fromMs: number;
  /** null: no answer. */
  readonly toMs: number | null;
  readonly subject: boolean;
}

interface Span {
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const mostBars = 40;

/** Requests as bars from send to first byte, one a row, with the table's own numbers beside them. */
function drawBars(caption: string, bars: readonly Bar[], spans: readonly Span[]): Markup {
  const half = mostBars / 2;
  const shown = bars.length <= mostBars ? bars : [...bars.slice(0, half), ...bars.slice(-half)];
  const times = [
    ...shown.flatMap(({ fromMs, toMs }) => [fromMs, toMs ?? fromMs]),
    ...spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
  ];
  const first = Math.min(...times);
  const length = Math.max(...times) - first || 1;
  const place = (fromMs: number, toMs: number) =>
    `left:${(((fromMs - first) / length) * 100).toFixed(2)}%;width:${(((toMs - fromMs) / length) * 100).toFixed(2)}%`;
  const row = ({ id, outcome, fromMs, toMs, subject }: Bar): Markup =>
    html`<tr class="${subject ? 'subject' : ''}">
      <th scope="row">${id}</th>
      <td class="wide">${outcome}</td>
      <td class="number">${formatMoment(fromMs, 6)}</td>
      <td class="number">${toMs === null ? 'none' : formatMoment(toMs, 6)}</td>
      <td class="track" aria-hidden="true">
        <span class="bar ${outcome}" style="${place(fromMs, toMs ?? first + length)}"></span>
      </td>
    </tr>`;
  const spanRow = ({ label, fromMs, toMs }: Span): Markup =>
    html`<tr class="span">
      <th scope="row">${label}</th>
      <td class="wide"></td>
      <td class="number">${formatMoment(fromMs, 6)}</td>
      <td class="number">${formatMoment(toMs, 6)}</td>
      <td class="track" aria-hidden="true">
        <span class="bar window" style="${place(fromMs, toMs)}"></span>
      </td>
    </tr>`;
  const gap = html`<tr>
    <td colspan="5">… ${formatCount(bars.length - mostBars)} more …</td>
  </tr>`;
  return html`<div class="table" tabindex="0" role="region" aria-label="${caption}">
    <table class="bars">
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">request</th>
          <th scope="col" class="wide">answer</th>
          <th scope="col" class="number">sent, s</th>
          <th scope="col" class="number">first byte, s</th>
          <td class="track"></td>
        </tr>
      </thead>
      <tbody>
        ${spans.map(spanRow)}
        ${bars.length <= mostBars ? shown.map(row) : [...shown.slice(0, half).map(row), gap, ...shown.slice(half).map(row)]}
      </tbody>
    </table>
  </div>`;
}

/** The window that should hold them all but one, and the requests that lie in it. */
export function drawWitness(witness: Witness): Markup {
  const { session, limit, windows, windowMs, epsilonMs, boundMs, startMs, endMs, lengthMs, requests } =
    witness;
  const allowed =
    windows === 1 ? formatCount(limit) : `${windows} × ${limit} = ${formatCount(windows * limit)}`;
  return html`<p>
      Session ${session}:
      <strong>${formatCount(requests.length)} admitted within ${formatMoment(lengthMs, 6)} s</strong>, from
      ${formatMoment(startMs, 6)} s to ${formatMoment(endMs, 6)} s. That is shorter than
      ${formatMoment(boundMs, 4)} s (${windows === 1 ? 'a window' : `${windows} windows`} of
      ${formatDurationMs(windowMs)}, less ${formatDurationMs(epsilonMs)} each for the server's clock), in
      which at most ${allowed} may be admitted.
    </p>
    ${drawBars(
      `Witness of session ${session}`,
      requests.map(({ id, sentMs, firstByteMs }) => ({
        id: String(id),
        outcome: 'admitted',
        fromMs: sentMs,
        toMs: firstByteMs,
        subject: false,
      })),
      [{ label: windows === 1 ? 'window' : `${windows} windows`, fromMs: startMs, toMs: startMs + boundMs }],
    )}`;
}

function drawEvidence({ session, says, requests, spans }: Evidence, name: string): Markup {
  return html`<p>Session ${session}: ${says}.</p>
    ${drawBars(
      `Evidence for ${name}, session ${session}`,
      requests.map(({ id, outcome, sentMs, firstByteMs, part }) => ({
        id: String(id),
        outcome,
        fromMs: sentMs,
        toMs: firstByteMs,
        subject: part === 'subject',
      })),
      spans,
    )}`;
}
