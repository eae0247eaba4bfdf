import type { Witness } from '../../analysis/index.ts';
import { fullestSession, witnessIn, witnessOf } from './fullest-session.ts';
import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { axisSteps, formatCount, formatDurationMs, formatMoment, plural } from './numbers.ts';
import { columnsOf, plot, round, strokes } from './plot.ts';
import type { Plot } from './plot.ts';
import { rollingBand } from './rolling-band.ts';
import { isSaturation } from './scene.ts';
import type { Scene, StepScene } from './scene.ts';
import type { Sent } from '../sent.ts';
import { behind, section, table } from './table.ts';
import { windowEdges } from './window-edges.ts';

const width = 1000;
/** The count above, the requests below. */
const countHeight = 100;
const height = 146;
const columns = 500;
/** Steps of which the drawing is not folded away. */
const mostOpen = 8;
/** Windows from which on a step is long. */
const longStep = 12;

/** The admissions of one session of every step, against the limit. */
export function timeLines(scene: Scene): Markup {
  const { windowMs } = scene.run.settings;
  // The step that holds the witness comes before the others, which keep their order.
  const proved = (step: StepScene) => Number(witnessIn(scene, step) !== null);
  const ordered = scene.steps.toSorted((a, b) => proved(b) - proved(a));
  const [first, rest] = [ordered.slice(0, mostOpen), ordered.slice(mostOpen)];
  return section(
    'time-line',
    'Admissions against the limit',
    html`How many requests the ${formatDurationMs(windowMs)} before each moment had admitted, for the fullest
    session of each step. The filled line is certain; the pale band above it is possible, for an answer hides
    when it was decided. Above the dashed line the limit is broken.`,
    html`<div class="legend" aria-hidden="true">
        <span class="key admitted">admitted</span><span class="key throttled">throttled</span
        ><span class="key failed">failed</span><span class="key over">beyond the limit</span>
      </div>
      ${first.map((step) => timeLine(scene, step))}
      ${
        rest.length === 0
          ? null
          : behind(
              `The other ${plural(rest.length, 'step')}`,
              rest.map((step) => timeLine(scene, step)),
            )
      }`,
  );
}

function timeLine(scene: Scene, step: StepScene): Markup | null {
  const session = fullestSession(scene, step);
  const requests = session === null ? undefined : step.sessions.get(session);
  if (session === null || requests === undefined) return null;
  const { windowMs } = scene.policyOf(session);
  const witness = witnessOf(scene, session, step);
  // In a long step a witness is a hair's breadth: it gets a drawing of its own.
  const closer =
    witness === null || step.endMs - step.startMs < longStep * windowMs
      ? null
      : {
          ...step,
          startMs: Math.max(step.startMs, witness.startMs - windowMs),
          endMs: Math.min(step.endMs, witness.endMs + windowMs),
        };
  return html`${draw(scene, step, session, requests)}
  ${closer === null ? null : draw(scene, closer, session, requests, witness)}`;
}

/** @param closeTo what a drawing of a part of the step shows; without it the step's table follows. */
function draw(
  scene: Scene,
  step: StepScene,
  session: string,
  all: readonly Sent[],
  closeTo: Witness | null = null,
): Markup {
  const { limit, windowMs } = scene.policyOf(session);
  const requests =
    closeTo === null
      ? all
      : all.filter(
          ({ sentMs, firstByteMs }) => firstByteMs >= step.startMs - windowMs && sentMs <= step.endMs,
        );
  const band = rollingBand(requests, { ...step, windowMs, columns });
  const shown = witnessOf(scene, session, step);
  const top = Math.max(limit * 1.25, band.mostPossible * (shown === null ? 1.05 : 1.25), 1);
  const yOf = (count: number) => countHeight * (1 - count / top);
  const xOf = (ms: number) => ((ms - step.startMs) / (step.endMs - step.startMs)) * width;
  const upOf = (count: number) => 1 - yOf(count) / height;
  const edges = windowEdges(scene, requests, windowMs).filter((ms) => ms > step.startMs && ms < step.endMs);
  const over = band.mostCertain > limit;
  const verdict = over
    ? `${plural(band.mostCertain, 'admission')} in one window, ${formatCount(band.mostCertain - limit)} beyond the limit of ${formatCount(limit)}`
    : `never certainly more than ${formatCount(band.mostCertain)} of ${formatCount(limit)} in one window`;
  const drawing: Part = [
    edges.length > 60 ? null : strokes(edges.map(xOf), 0, countHeight, 'edge'),
    shown === null
      ? null
      : html`<rect
          class="witness"
          x="${round(xOf(shown.startMs))}"
          y="0"
          width="${round(Math.max(2, xOf(shown.endMs) - xOf(shown.startMs)))}"
          height="${height}"
        />`,
    html`<path class="possible" d="${area(band.possible, yOf)}" />`,
    html`<path class="certain" d="${area(band.certain, yOf)}" />`,
    over ? html`<path class="excess" d="${excess(band.certain, limit, yOf)}" />` : null,
    html`<line class="limit" x1="0" x2="${width}" y1="${round(yOf(limit))}" y2="${round(yOf(limit))}" />`,
    ticks(requests, xOf),
  ];
  const chart: Plot = {
    label: `Step ${step.name}${closeTo === null ? '' : ', around the witness'}, session ${session}: ${verdict}`,
    drawing,
    width,
    height,
    heightPx: 190,
    x: timeMarks(step),
    y: [
      { at: upOf(0), text: '0' },
      { at: upOf(limit), text: formatCount(limit) },
      ...(band.mostCertain > limit * 1.15
        ? [{ at: upOf(band.mostCertain), text: formatCount(band.mostCertain) }]
        : []),
    ],
    notes: [
      { at: 0.005, up: upOf(limit), text: 'limit', kind: 'limit-note' },
      ...(shown === null
        ? []
        : [
            {
              at: Math.min(1, xOf(shown.endMs) / width + 0.005),
              up: 0.88,
              text: `witness: ${shown.requests.length} in ${formatMoment(shown.lengthMs)} s`,
              kind: 'witness-note',
            },
          ]),
    ],
  };
  return html`<figure>
    <figcaption>
      <h3>${step.name}${closeTo === null ? null : ', around the witness'}</h3>
      <span>session ${session}, ${formatDurationMs(step.endMs - step.startMs)}: ${verdict}</span>
    </figcaption>
    ${plot(chart)} ${closeTo === null ? requestTable(step, session, requests) : null}
  </figure>`;
}

/** Admitted ones stand above, throttled ones hang below, failed ones cross both. */
function ticks(requests: readonly Sent[], xOf: (ms: number) => number): Part {
  const of = (outcome: Sent['outcome']) =>
    columnsOf(
      requests
        .filter((one) => one.outcome === outcome)
        .map(({ sentMs }) => xOf(sentMs))
        .filter((x) => x >= 0),
      width,
    );
  const middle = countHeight + 25;
  return [
    html`<line class="base" x1="0" x2="${width}" y1="${middle}" y2="${middle}" />`,
    strokes(of('admitted'), countHeight + 8, middle - 1, 'tick admitted'),
    strokes(of('throttled'), middle + 1, middle + 14, 'tick throttled'),
    strokes(of('unknown'), countHeight + 8, middle + 14, 'tick failed'),
  ];
}

function area(counts: Uint32Array, yOf: (count: number) => number): string {
  const columnWidth = width / counts.length;
  let path = `M0 ${countHeight}`;
  let last = -1;
  for (const [i, count] of counts.entries()) {
    if (count === last) continue;
    path += `H${round(i * columnWidth)}V${round(yOf(count))}`;
    last = count;
  }
  return `${path}H${width}V${countHeight}Z`;
}

/** What rises above the limit. */
function excess(counts: Uint32Array, limit: number, yOf: (count: number) => number): string {
  return area(
    counts.map((count) => Math.max(count, limit)),
    yOf,
  )
    .replaceAll(`V${countHeight}Z`, `V${round(yOf(limit))}Z`)
    .replace(`M0 ${countHeight}`, `M0 ${round(yOf(limit))}`);
}

export function timeMarks({ startMs, endMs }: StepScene) {
  const spanMs = endMs - startMs;
  const marks = axisSteps(spanMs / 1000, 6).filter((s) => s * 1000 <= spanMs * 1.001);
  return marks.map((s, i) => ({ at: (s * 1000) / spanMs, text: `${s}\u00a0s`, minor: i % 2 === 1 }));
}

const mostRows = 60;

function requestTable(step: StepScene, session: string, requests: readonly Sent[]): Markup | null {
  if (isSaturation(step)) return null;
  const rows = requests
    .slice(0, mostRows)
    .map(({ record, outcome, sentMs, firstByteMs }) => [
      String(record.id),
      formatMoment(sentMs, 6),
      firstByteMs === Infinity ? 'none' : formatMoment(firstByteMs, 6),
      outcome === 'unknown' ? `failed (${record.status ?? record.error ?? 'no answer'})` : outcome,
    ]);
  const more = requests.length - rows.length;
  return behind(
    `The requests as a table${more > 0 ? ` (the first ${mostRows} of ${formatCount(requests.length)})` : ''}`,
    table(
      `Requests of session ${session} in step ${step.name}, times in seconds since the run began`,
      [
        { heading: 'request' },
        { heading: 'sent', numeric: true },
        { heading: 'first byte', numeric: true },
        { heading: 'answer' },
      ],
      rows,
    ),
  );
}
