import { readTold } from '../../analysis/index.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { axisSteps, formatCount, formatNumber } from './numbers.ts';
import { plot, round } from './plot.ts';
import type { AxisMark } from './plot.ts';
import { rollingBand } from './rolling-band.ts';
import type { Scene, StepScene } from './scene.ts';
import type { Sent } from '../sent.ts';
import { timeMarks } from './time-line.ts';

const width = 1000;
const height = 100;
const columns = 400;
const columnWidth = width / columns;

/** A number that an answer told. */
interface ToldPoint {
  readonly atMs: number;
  readonly value: number;
}

/** What may be true in a column of the drawing; null: nothing is known. */
type Truth = readonly (readonly [least: number, most: number] | null)[];

interface ToldPlot {
  readonly heading: string;
  readonly explanation: string;
  readonly truthName: string;
  readonly label: string;
  readonly told: readonly ToldPoint[];
  readonly truth: Truth;
  readonly top: number;
  readonly y: readonly AxisMark[];
  /** Whether what is told holds until the next answer tells something else. */
  readonly holds: boolean;
}

function draw(
  step: StepScene,
  { heading, explanation, truthName, label, told, truth, top, y, holds }: ToldPlot,
) {
  const yOf = (value: number) => round(height * (1 - Math.min(1, Math.max(0, value) / top)));
  const band = truth
    .map((range, i) => {
      if (range === null) return '';
      // What is known exactly is to be seen, too.
      const high = yOf(range[1]);
      const low = Math.max(yOf(range[0]), high + 4);
      return `M${round(i * columnWidth)} ${high}h${round(columnWidth)}V${low}h${-round(columnWidth)}z`;
    })
    .join('');
  const kept = thinOut(told, (ms) => (ms - step.startMs) / (step.endMs - step.startMs));
  const line = kept
    .map(({ x, value }, i) =>
      i === 0 || !holds ? `M${x} ${yOf(value)}${holds ? '' : 'h2'}` : `H${x}V${yOf(value)}`,
    )
    .join('');
  return html`<figure>
    <figcaption>
      <h3>${heading}</h3>
      <span>${explanation}</span>
    </figcaption>
    <div class="legend" aria-hidden="true">
      <span class="key told">told</span><span class="key possible">${truthName}</span>
    </div>
    ${plot({
      label,
      drawing: [html`<path class="truth" d="${band}" />`, html`<path class="told-line" d="${line}" />`],
      width,
      height,
      heightPx: 130,
      x: timeMarks(step),
      y,
    })}
  </figure>`;
}

/** Of the points of a column the first, the lowest, the highest and the last: what a thinned-out line must not lose. */
export function thinOut(
  points: readonly ToldPoint[],
  shareOf: (ms: number) => number,
): { readonly x: number; readonly value: number }[] {
  const byColumn = Map.groupBy(points, ({ atMs }) =>
    Math.min(columns - 1, Math.max(0, Math.floor(shareOf(atMs) * columns))),
  );
  return [...byColumn.values()].flatMap((all) => {
    const [first] = all;
    const last = all.at(-1);
    if (first === undefined || last === undefined) return [];
    const lowest = all.reduce((a, b) => (b.value < a.value ? b : a));
    const highest = all.reduce((a, b) => (b.value > a.value ? b : a));
    return all
      .filter((one) => one === first || one === lowest || one === highest || one === last)
      .map(({ atMs, value }) => ({ x: round(shareOf(atMs) * width), value }));
  });
}

const answered = (requests: readonly Sent[]): readonly Sent[] =>
  requests
    .filter(({ firstByteMs }) => firstByteMs !== Infinity)
    .toSorted((a, b) => a.firstByteMs - b.firstByteMs);

/** `remaining` as it was told, over what a rolling window can have left; null where no answer told it. */
export function drawRemaining(scene: Scene, step: StepScene, requests: readonly Sent[]): Markup | null {
  const session = requests[0]?.record.session ?? '';
  const { limit, windowMs } = scene.policyOf(session);
  const told = answered(requests).flatMap(({ record, firstByteMs }) => {
    const { remaining } = readTold(record.headers ?? {});
    return remaining === null ? [] : [{ atMs: firstByteMs, value: remaining }];
  });
  if (told.length === 0) return null;
  const band = rollingBand(requests, { ...step, windowMs, columns });
  const top = told.reduce((most, { value }) => Math.max(most, value), limit) * 1.1;
  return draw(step, {
    heading: `Remaining, as told in step ${step.name}`,
    explanation: `session ${session}; the pale band is what a rolling window can have left`,
    truthName: 'left in a rolling window',
    label: `What ${told.length} answers told to remain for session ${session} in step ${step.name}, over what a rolling window can have left`,
    told,
    truth: Array.from({ length: columns }, (_, i) => [
      limit - (band.possible[i] ?? 0),
      limit - (band.certain[i] ?? 0),
    ]),
    top,
    y: [
      { at: 0, text: '0' },
      { at: limit / top, text: formatCount(limit) },
    ],
    holds: true,
  });
}

/**
 * How long refused callers were told to wait, over how long it took until one was admitted: after the last refusal was sent, and
 * before the first admission was answered. Null where no refusal told it, or none was followed by an admission.
 */
export function drawWaits(step: StepScene, requests: readonly Sent[]): Markup | null {
  const session = requests[0]?.record.session ?? '';
  const told = answered(requests).flatMap(({ record, outcome, firstByteMs }) => {
    const { retryAfterMs } = readTold(record.headers ?? {});
    return outcome !== 'throttled' || retryAfterMs === null
      ? []
      : [{ atMs: firstByteMs, value: retryAfterMs }];
  });
  const waits = trueWaits(requests);
  if (told.length === 0 || waits.length === 0) return null;
  const truth: ([number, number] | null)[] = Array.from({ length: columns }, () => null);
  for (const { atMs, leastMs, mostMs } of waits) {
    const share = (atMs - step.startMs) / (step.endMs - step.startMs);
    const column = Math.min(columns - 1, Math.max(0, Math.floor(share * columns)));
    const known = truth[column];
    truth[column] =
      known === null || known === undefined
        ? [leastMs, mostMs]
        : [Math.min(known[0], leastMs), Math.max(known[1], mostMs)];
  }
  const highest = Math.max(
    told.reduce((most, { value }) => Math.max(most, value), 0),
    waits.reduce((most, { mostMs }) => Math.max(most, mostMs), 0),
  );
  const marks = axisSteps(highest / 1000, 2);
  const top = (marks.at(-1) ?? 1) * 1000;
  return draw(step, {
    heading: `The wait, as told in step ${step.name}`,
    explanation: `session ${session}; the pale band is how long it took until a request was admitted again`,
    truthName: 'until one was admitted',
    label: `How long ${told.length} refusals told session ${session} to wait in step ${step.name}, over how long it took until a request was admitted`,
    told,
    truth,
    top,
    y: marks.map((seconds) => ({ at: (seconds * 1000) / top, text: `${formatNumber(seconds)}\u00a0s` })),
    holds: false,
  });
}

/** For each refusal that an admission followed: how long that took, from the refusal on. */
export function trueWaits(
  requests: readonly Sent[],
): { readonly atMs: number; readonly leastMs: number; readonly mostMs: number }[] {
  const waits: { atMs: number; leastMs: number; mostMs: number }[] = [];
  let refused: Sent[] = [];
  for (const one of requests) {
    if (one.outcome === 'throttled') refused.push(one);
    if (one.outcome !== 'admitted') continue;
    const lastSentMs = refused.at(-1)?.sentMs ?? 0;
    for (const { firstByteMs: atMs } of refused)
      waits.push({
        atMs,
        leastMs: Math.max(0, lastSentMs - atMs),
        mostMs: Math.max(0, one.firstByteMs - atMs),
      });
    refused = [];
  }
  return waits;
}
