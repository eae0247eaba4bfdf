import type { Evidence, Witness } from '../../analysis/index.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatCount, formatDurationMs, formatMoment } from './numbers.ts';

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

/** Rows at the ends of a long proof. What it is about is shown wherever it stands. */
const endRows = 20;

/** The rows that are shown, and between them how many are not. */
export function shownRows<T extends { readonly subject: boolean }>(all: readonly T[]): (T | number)[] {
  const shown: (T | number)[] = [];
  let left = 0;
  for (const [i, one] of all.entries()) {
    if (i >= endRows && i < all.length - endRows && !one.subject) {
      left += 1;
      continue;
    }
    if (left > 0) shown.push(left);
    left = 0;
    shown.push(one);
  }
  return shown;
}

const gap = (count: number): Markup =>
  html`<tr>
    <td colspan="5">… ${formatCount(count)} more …</td>
  </tr>`;

/** Requests as bars from send to first byte, one a row, with the table's own numbers beside them. */
function drawBars(caption: string, bars: readonly Bar[], spans: readonly Span[]): Markup {
  let [first, last] = [Infinity, -Infinity];
  for (const { fromMs, toMs } of [...bars, ...spans]) {
    first = Math.min(first, fromMs);
    last = Math.max(last, toMs ?? fromMs);
  }
  const length = last - first || 1;
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
        ${spans.map(spanRow)} ${shownRows(bars).map((one) => (typeof one === 'number' ? gap(one) : row(one)))}
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

/** A contradiction with the requests that it rests on. */
export function drawEvidence({ session, says, requests, spans }: Evidence, name: string): Markup {
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
