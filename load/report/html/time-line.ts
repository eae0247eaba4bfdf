import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { axisSteps, formatCount, formatDurationMs, formatMoment, plural } from './numbers.ts';
import { columnsOf, plot, round, strokes } from './plot.ts';
import type { Plot } from './plot.ts';
import { rollingBand } from './rolling-band.ts';
import { isSaturation } from './scene.ts';
import type { Scene, Sent, StepScene } from './scene.ts';
import { behind, section, table } from './table.ts';
import { windowEdges } from './window-edges.ts';

const width = 1000;
/** The count above, the requests below. */
const countHeight = 100;
const height = 146;
const columns = 500;

/** The admissions of one session of every step, against the limit. */
export function timeLines(scene: Scene): Markup {
  const { windowMs } = scene.run.settings;
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
      ${proofFirst(scene).map((step) => timeLine(scene, step))}`,
  );
}

/** The step that holds the witness comes before the others, which keep their order. */
const proofFirst = (scene: Scene): readonly StepScene[] =>
  scene.steps.toSorted((a, b) => Number(holdsWitness(scene, b)) - Number(holdsWitness(scene, a)));

/** The session that was fuller than the others for its limit; the witness's where it is among them. */
export function fullestSession(scene: Scene, step: StepScene): string | null {
  const witness = scene.run.claims.overall.witness?.session;
  if (witness !== undefined && step.sessions.has(witness) && holdsWitness(scene, step)) return witness;
  let best: { session: string; share: number } | null = null;
  for (const [session, requests] of step.sessions) {
    const { limit, windowMs } = scene.policyOf(session);
    const { mostCertain } = rollingBand(requests, { ...step, windowMs, columns: 1 });
    if (best === null || mostCertain / limit > best.share) best = { session, share: mostCertain / limit };
    // Of hundreds of sessions the first few dozen show enough.
    if (step.sessions.size > 64 && best.share > 1) break;
  }
  return best?.session ?? null;
}

const holdsWitness = ({ run }: Scene, { startMs, endMs }: StepScene): boolean => {
  const witness = run.claims.overall.witness;
  return witness !== undefined && witness.startMs < endMs && witness.endMs > startMs;
};

function timeLine(scene: Scene, step: StepScene): Markup | null {
  const session = fullestSession(scene, step);
  const requests = session === null ? undefined : step.sessions.get(session);
  if (session === null || requests === undefined) return null;
  const { limit, windowMs } = scene.policyOf(session);
  const band = rollingBand(requests, { ...step, windowMs, columns });
  const top = Math.max(limit * 1.25, band.mostPossible, 1);
  const yOf = (count: number) => countHeight * (1 - count / top);
  const xOf = (ms: number) => ((ms - step.startMs) / (step.endMs - step.startMs)) * width;
  const upOf = (count: number) => 1 - yOf(count) / height;
  const witness = scene.run.claims.overall.witness;
  const shown =
    witness !== undefined && witness.session === session && holdsWitness(scene, step) ? witness : null;
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
    label: `Step ${step.name}, session ${session}: ${verdict}`,
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
      <h3>${step.name}</h3>
      <span>session ${session}, ${formatDurationMs(step.endMs - step.startMs)}: ${verdict}</span>
    </figcaption>
    ${plot(chart)} ${requestTable(step, session, requests)}
  </figure>`;
}

/** Admitted ones stand above, throttled ones hang below, failed ones cross both. */
function ticks(requests: readonly Sent[], xOf: (ms: number) => number): Part {
  const of = (outcome: Sent['outcome']) =>
    columnsOf(
      requests.filter((one) => one.outcome === outcome).map(({ sentMs }) => xOf(sentMs)),
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
