import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { axisSteps, formatCount, formatNumber, formatUs } from './numbers.ts';
import { plot, round } from './plot.ts';
import { isSaturation } from './scene.ts';
import type { Scene, StepScene } from './scene.ts';
import { section, table } from './table.ts';

/** Offered, and what became of it, per minute and step. */
export function steps(scene: Scene): Markup {
  const paced = scene.steps.filter((step) => !isSaturation(step));
  const load = paced.filter(({ plan }) => plan === null || plan.kind === 'load' || plan.kind === 'soak');
  const saturation = scene.steps.find(isSaturation);
  return section(
    'steps',
    'Load steps',
    'What was offered, per minute over all sessions, and what became of it. Goodput is what was admitted of what a rolling limit could admit: 1 is all of it.',
    html`${load.length === 0 ? null : bars(scene, load)}
    ${table(
      'What became of the requests of each step',
      [
        { heading: 'step' },
        { heading: 'offered', numeric: true },
        { heading: 'admitted', numeric: true },
        { heading: 'throttled', numeric: true },
        { heading: 'failed', numeric: true },
        { heading: 'dropped', numeric: true },
        { heading: 'goodput', numeric: true },
        { heading: 'a refusal costs', numeric: true },
      ],
      scene.steps.map(({ name, summary }) => [
        name,
        formatCount(summary.offered),
        formatCount(summary.admitted),
        formatCount(summary.throttled),
        formatCount(summary.failed),
        formatCount(summary.dropped),
        summary.goodput === null ? '–' : formatNumber(summary.goodput),
        summary.service.throttled === null ? '–' : formatUs(summary.service.throttled.p50Us),
      ]),
    )}
    ${
      saturation?.summary.perMinute === null || saturation === undefined
        ? null
        : html`<p>
            Saturated, the deployment answered
            <strong
              >${formatCount((saturation.summary.perMinute?.offered ?? 0) / 60)} requests a second</strong
            >
            (closed model; every one of them is in the records).
          </p>`
    }`,
  );
}

const width = 1000;

function bars(scene: Scene, load: readonly StepScene[]): Markup {
  const rates = load.map(({ summary }) => summary.perMinute);
  const allowedOf = ({ summary }: StepScene): number =>
    summary.sessions.reduce((sum, { session }) => {
      const { limit, windowMs } = scene.policyOf(session);
      return sum + (limit * 60_000) / windowMs;
    }, 0);
  const scale = axisSteps(Math.max(...rates.map((rate) => rate?.offered ?? 0), ...load.map(allowedOf)), 5);
  const most = scale.at(-1) ?? 1;
  const rowHeight = 30;
  const height = load.length * rowHeight;
  const xOf = (perMinute: number) => round((perMinute / most) * width);
  const drawing = load.map((step, i) => {
    const rate = step.summary.perMinute;
    if (rate === null) return null;
    const y = i * rowHeight + 5;
    const parts = [
      ['admitted', rate.admitted],
      ['throttled', rate.throttled],
      ['failed', rate.failed],
    ] as const;
    let from = 0;
    const allowed = xOf(allowedOf(step));
    return [
      ...parts.map(([kind, value]) => {
        const rect = html`<rect
          class="part ${kind}"
          x="${xOf(from)}"
          y="${y}"
          width="${xOf(value)}"
          height="${rowHeight - 10}"
        />`;
        from += value;
        return value === 0 ? null : rect;
      }),
      html`<line class="limit" x1="${allowed}" x2="${allowed}" y1="${y - 4}" y2="${y + rowHeight - 6}" />`,
    ];
  });
  const label = load
    .map(({ name, summary: { perMinute } }) =>
      perMinute === null
        ? name
        : `${name}: ${formatCount(perMinute.offered)} a minute offered, ${formatCount(perMinute.admitted)} admitted, ${formatCount(perMinute.throttled)} throttled`,
    )
    .join('; ');
  return html`<figure>
    <div class="legend" aria-hidden="true">
      <span class="key admitted">admitted</span><span class="key throttled">throttled</span
      ><span class="key failed">failed</span><span class="key limit">what the limits allow</span>
    </div>
    ${plot({
      label,
      drawing: [
        scale.map(
          (value) => html`<line class="grid" x1="${xOf(value)}" x2="${xOf(value)}" y1="0" y2="${height}" />`,
        ),
        drawing,
      ],
      width,
      height,
      heightPx: height,
      axisCharacters: load.reduce((most, { name }) => Math.max(most, name.length), 0),
      x: scale.map((value, i) => ({ at: value / most, text: formatCount(value), minor: i % 2 === 1 })),
      y: [],
      notes: load.map(({ name }, i) => ({
        at: 0,
        up: 1 - (i + 0.5) / load.length,
        text: name,
        kind: 'row-note',
      })),
    })}
    <p class="axis-name">requests a minute</p>
  </figure>`;
}
