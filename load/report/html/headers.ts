import { readTold } from '../../analysis/index.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatCount, formatMoment } from './numbers.ts';
import { plot, round } from './plot.ts';
import { rollingBand } from './rolling-band.ts';
import type { Scene, Sent, StepScene } from './scene.ts';
import { behind, section, table } from './table.ts';
import { fullestSession, timeMarks } from './time-line.ts';
import { badge } from './verdict.ts';

const headerClaims = [
  'limit_header_wrong',
  'remaining_too_high',
  'reset_too_short',
  'retry_after_too_short',
  'retry_after_too_long',
] as const;

const width = 1000;
const height = 100;
const columns = 400;
const mostRows = 40;

/** What the answers told of the limit, against what is known of it. */
export function headers(scene: Scene): Markup {
  const told = scene.steps
    .filter(({ plan }) => plan?.kind !== 'saturation')
    .map((step) => ({ step, requests: toldSession(scene, step) }))
    .toSorted((a, b) => refusals(b.requests) - refusals(a.requests))[0];
  const claims = scene.verdicts.claims.filter(({ name }) => headerClaims.some((one) => one === name));
  const some = told !== undefined && told.requests.some((one) => toldBy(one).remaining !== null);
  return section(
    'headers',
    'Headers against the truth',
    'What the deployment told its callers about the limit, and whether its own answers bear it out.',
    html`${table(
      'Claims about headers',
      [{ heading: 'claim' }, { heading: 'outcome' }, { heading: 'headers read', numeric: true }],
      claims.map((claim) => [claim.statement, badge(claim), formatCount(claim.sampleCount)]),
    )}
    ${some ? remaining(scene, told.step, told.requests) : html`<p>No answer told how many requests remain.</p>`}
    ${told === undefined ? null : toldTable(told.step, told.requests)}`,
  );
}

const toldBy = ({ record }: Sent) => readTold(record.headers ?? {});

const refusals = (requests: readonly Sent[]): number =>
  requests.filter(({ outcome, record }) => outcome === 'throttled' && record.headers !== undefined).length;

function toldSession(scene: Scene, step: StepScene): readonly Sent[] {
  const session = fullestSession(scene, step);
  return session === null ? [] : (step.sessions.get(session) ?? []);
}

/** `remaining` as it was told, over what a rolling window can have left. */
function remaining(scene: Scene, step: StepScene, requests: readonly Sent[]): Markup {
  const session = requests[0]?.record.session ?? '';
  const { limit, windowMs } = scene.policyOf(session);
  const band = rollingBand(requests, { ...step, windowMs, columns });
  const told = requests.flatMap((one) => {
    const { remaining: left } = toldBy(one);
    return left === null || one.firstByteMs === Infinity ? [] : [{ atMs: one.firstByteMs, left }];
  });
  const top = Math.max(limit, ...told.map(({ left }) => left)) * 1.1;
  const yOf = (count: number) => round(height * (1 - Math.max(0, count) / top));
  const xOf = (ms: number) => round(((ms - step.startMs) / (step.endMs - step.startMs)) * width);
  const columnWidth = width / columns;
  let upper = '';
  let lower = '';
  for (let i = 0; i < columns; i += 1) {
    const x = round(i * columnWidth);
    upper += `${i === 0 ? 'M' : 'L'}${x} ${yOf(limit - (band.certain[i] ?? 0))}h${round(columnWidth)}`;
    const back = columns - 1 - i;
    lower += `L${round((back + 1) * columnWidth)} ${yOf(limit - (band.possible[back] ?? 0))}h${-round(columnWidth)}`;
  }
  const line = told
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, left }, i) => (i === 0 ? `M${xOf(atMs)} ${yOf(left)}` : `H${xOf(atMs)}V${yOf(left)}`))
    .join('');
  return html`<figure>
    <figcaption>
      <h3>Remaining, as told in step ${step.name}</h3>
      <span>session ${session}; the pale band is what a rolling window can have left</span>
    </figcaption>
    <div class="legend" aria-hidden="true">
      <span class="key told">told</span><span class="key possible">left in a rolling window</span>
    </div>
    ${plot({
      label: `What ${told.length} answers told to remain for session ${session} in step ${step.name}, over what a rolling window can have left`,
      drawing: [
        html`<path class="truth" d="${upper}${lower}Z" />`,
        html`<path class="told-line" d="${line}" />`,
      ],
      width,
      height,
      heightPx: 130,
      x: timeMarks(step),
      y: [
        { at: 0, text: '0' },
        { at: limit / top, text: formatCount(limit) },
      ],
    })}
  </figure>`;
}

function toldTable(step: StepScene, requests: readonly Sent[]): Markup | null {
  const withHeaders = requests.filter(({ record }) => record.headers !== undefined);
  if (withHeaders.length === 0) return null;
  const names = [...new Set(withHeaders.flatMap(({ record }) => Object.keys(record.headers ?? {})))].filter(
    (name) => name !== 'date',
  );
  if (names.length === 0) return null;
  return behind(
    `The headers as they came, step ${step.name}${withHeaders.length > mostRows ? ` (the first ${mostRows} of ${formatCount(withHeaders.length)})` : ''}`,
    table(
      `Rate-limit headers of step ${step.name}`,
      [
        { heading: 'request' },
        { heading: 'first byte, s', numeric: true },
        { heading: 'answer' },
        ...names.map((heading) => ({ heading })),
      ],
      withHeaders
        .slice(0, mostRows)
        .map(({ record, outcome, firstByteMs }) => [
          String(record.id),
          formatMoment(firstByteMs),
          outcome === 'unknown' ? String(record.status) : outcome,
          ...names.map((name) => shortened(record.headers?.[name])),
        ]),
    ),
  );
}

/** A deployment may send what it likes: the table shows enough to judge it. */
const shortened = (text: string | undefined): string =>
  text === undefined ? '' : text.length > 80 ? `${text.slice(0, 80)}…` : text;
