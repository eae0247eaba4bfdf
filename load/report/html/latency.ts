import type { Percentiles } from '../../analysis/index.ts';
import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { formatCount, formatUs } from './numbers.ts';
import { plot, round } from './plot.ts';
import type { Scene, StepScene } from './scene.ts';
import { section, table } from './table.ts';

/** Steps of the logarithmic axis: so many to a tenfold. */
const binsPerDecade = 12;

interface Histogram {
  readonly admitted: Float64Array;
  readonly throttled: Float64Array;
}

/** How long answers took, those of admitted and of throttled requests apart. */
export function latencies(scene: Scene): Markup {
  const range = rangeOf(scene.steps);
  const rows = scene.steps.flatMap(({ name, summary }) => [
    latencyRow(`${name}, admitted`, summary.latency.admitted),
    latencyRow(`${name}, throttled`, summary.latency.throttled),
  ]);
  return section(
    'latency',
    'Latency',
    'From the moment at which a request should have left (so that waiting for a slow deployment counts) to the end of its answer, on a logarithmic scale. Admitted answers rise, throttled ones hang; the lines are the median and the 99th percentile.',
    html`${range === null ? null : html`<div class="multiples">${scene.steps.map((step) => histogram(step, range))}</div>`}
    ${table(
      'Latency by step and answer',
      [
        { heading: 'step and answer' },
        { heading: 'answers', numeric: true },
        { heading: 'median', numeric: true },
        { heading: '90th', numeric: true },
        { heading: '99th percentile', numeric: true },
        { heading: 'longest', numeric: true },
      ],
      rows.filter((row) => row !== null),
    )}`,
  );
}

const latencyRow = (name: string, latency: Percentiles | null): readonly Part[] | null =>
  latency === null
    ? null
    : [
        name,
        formatCount(latency.count),
        formatUs(latency.p50Us),
        formatUs(latency.p90Us),
        formatUs(latency.p99Us),
        formatUs(latency.maxUs),
      ];

/** Whole tenfolds of milliseconds, as logarithms, that hold all latencies. */
function rangeOf(all: readonly StepScene[]): readonly [number, number] | null {
  let [least, most] = [Infinity, 0];
  for (const step of all) {
    for (const [ms] of latenciesOf(step)) {
      least = Math.min(least, ms);
      most = Math.max(most, ms);
    }
  }
  if (most === 0) return null;
  const from = Math.floor(Math.log10(least));
  return [from, Math.max(from + 1, Math.ceil(Math.log10(most)))];
}

/** Milliseconds of every whole answer; a microsecond at the least. */
function* latenciesOf({ sessions }: StepScene): Generator<[number, 'admitted' | 'throttled']> {
  for (const requests of sessions.values()) {
    for (const { record, outcome, sentMs } of requests) {
      if (outcome === 'unknown' || record.endMs === null) continue;
      yield [Math.max(record.endMs - (record.intendedMs ?? sentMs), 1e-3), outcome];
    }
  }
}

function countBins(step: StepScene, [from, to]: readonly [number, number]): Histogram {
  const bins = (to - from) * binsPerDecade;
  const counts = { admitted: new Float64Array(bins), throttled: new Float64Array(bins) };
  for (const [ms, outcome] of latenciesOf(step)) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((Math.log10(ms) - from) * binsPerDecade)));
    counts[outcome][bin] = (counts[outcome][bin] ?? 0) + 1;
  }
  return counts;
}

const width = 600;
const half = 50;

function histogram(step: StepScene, range: readonly [number, number]): Markup {
  const [from, to] = range;
  const counts = countBins(step, range);
  const bins = counts.admitted.length;
  const { latency } = step.summary;
  const xOf = (us: number) => round(((Math.log10(Math.max(us, 1) / 1000) - from) / (to - from)) * width);
  const side = (kind: 'admitted' | 'throttled', up: boolean): Part => {
    const total = counts[kind].reduce((sum, count) => sum + count, 0);
    if (total === 0) return null;
    const most = counts[kind].reduce((a, b) => Math.max(a, b), 0);
    let path = '';
    for (const [i, count] of counts[kind].entries()) {
      if (count === 0) continue;
      // The square root keeps rare slow answers in sight.
      const length = round(Math.sqrt(count / most) * (half - 4));
      const x = round((i / bins) * width);
      const w = round(width / bins - 1);
      path += `M${x} ${half}h${w}v${up ? -length : length}h${-w}z`;
    }
    const marks = latency[kind];
    const line = (us: number, name: string) =>
      html`<line
        class="mark ${name}"
        x1="${xOf(us)}"
        x2="${xOf(us)}"
        y1="${up ? 2 : half}"
        y2="${up ? half : 2 * half - 2}"
      />`;
    return [
      html`<path class="part ${kind}" d="${path}" />`,
      marks === null ? null : [line(marks.p50Us, 'p50'), line(marks.p99Us, 'p99')],
    ];
  };
  const says = (['admitted', 'throttled'] as const)
    .flatMap((kind) => {
      const one = latency[kind];
      return one === null
        ? []
        : [`${kind} ${formatUs(one.p50Us)} at the median, ${formatUs(one.p99Us)} at the 99th percentile`];
    })
    .join('; ');
  const decades = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return html`<figure>
    <figcaption><h3>${step.name}</h3></figcaption>
    ${plot({
      label: `Latency in step ${step.name}: ${says === '' ? 'no whole answer' : says}`,
      drawing: [
        decades.map((decade) => {
          const x = round(((decade - from) / (to - from)) * width);
          return html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${2 * half}" />`;
        }),
        side('admitted', true),
        side('throttled', false),
        html`<line class="base" x1="0" x2="${width}" y1="${half}" y2="${half}" />`,
      ],
      width,
      height: 2 * half,
      heightPx: 110,
      x: decades.map((decade, i) => ({
        at: (decade - from) / (to - from),
        text:
          decade >= 3 ? `${10 ** (decade - 3)}\u00a0s` : `${Number((10 ** decade).toPrecision(1))}\u00a0ms`,
        minor: (decades.length - 1 - i) % 2 === 1,
      })),
    })}
  </figure>`;
}
