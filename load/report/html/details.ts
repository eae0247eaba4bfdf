import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { formatCount, formatDurationMs, formatUs, plural } from './numbers.ts';
import type { Scene } from './scene.ts';
import { section, table } from './table.ts';

/** The event loop and the garbage collection are those of this process: another engine's load is not sent by it. */
const notMeasured = 'not measured';

/** How the harness did: its own slowness must not be blamed on the deployment. */
export function harness({ run }: Scene): Markup {
  const { health } = run;
  return section(
    'harness',
    'The harness itself',
    'How far its sends were off their own timetable. Claims that it was too slow for are inconclusive.',
    html`${
      health === undefined
        ? null
        : html`<dl class="facts">
            <div>
              <dt>Sends late, 99th percentile</dt>
              <dd>${formatUs(health.sendDelayP99Us)}</dd>
            </div>
            <div>
              <dt>Longest delay of the event loop</dt>
              <dd>${run.engine === undefined ? formatUs(health.eventLoopDelayMaxUs) : notMeasured}</dd>
            </div>
            <div>
              <dt>Longest garbage collection</dt>
              <dd>${run.engine === undefined ? formatUs(health.gcPauseMaxUs) : notMeasured}</dd>
            </div>
          </dl>`
    }
    ${
      run.pacing.length === 0
        ? null
        : table(
            'Pacing of the steps',
            [
              { heading: 'step' },
              { heading: 'sends', numeric: true },
              { heading: 'late, median', numeric: true },
              { heading: 'late, 99th', numeric: true },
              { heading: 'late, most', numeric: true },
              { heading: 'waited for a connection', numeric: true },
            ],
            run.pacing.map(({ step, stats }) => [
              step,
              formatCount(stats.sendDelay.count),
              formatUs(stats.sendDelay.p50Us),
              formatUs(stats.sendDelay.p99Us),
              formatUs(stats.sendDelay.maxUs),
              formatCount(stats.waitedForConnection),
            ]),
          )
    }`,
  );
}

/** Everything needed to do it again. */
export function details({ run }: Scene): Markup {
  const { environment, target, settings } = run;
  const facts: readonly (readonly [string, Part])[] = [
    ['Target', target.embedded === null ? target.baseUrl : `embedded deployment, ${target.embedded}`],
    ['Request', html`<code>${target.method} ${target.path}</code>`],
    ['Headers sent', target.headers.length === 0 ? 'none' : target.headers.join(', ')],
    [
      'Sessions',
      `${settings.sessionsPerStep} a step, ${settings.sessionSource === 'create' ? 'created for the run' : 'given'}`,
    ],
    ['Began', html`<time datetime="${run.startedAt}">${run.startedAt}</time>`],
    ['Took', formatDurationMs(run.durationMs)],
    ['Harness', environment.harness],
    ...(run.engine === undefined
      ? []
      : [
          [
            'Engine',
            `${run.engine.name} ${run.engine.version}, ${run.engine.scenario}, ${plural(run.engine.instances, 'process', 'processes')}`,
          ] as const,
        ]),
    ['Node', environment.node],
    ['Platform', `${environment.platform}, ${environment.cores} × ${environment.cpu}`],
  ];
  return section(
    'run',
    'The run',
    '',
    html`<p>The exact command; secrets are placeholders.</p>
      <pre tabindex="0" aria-label="Command"><code>${run.command}</code></pre>
      <dl class="facts">
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${table(
        'The plan',
        [
          { heading: 'step' },
          { heading: 'what it does' },
          { heading: 'requests', numeric: true },
          { heading: 'duration', numeric: true },
        ],
        run.plan.steps.map(({ name, about, requests, durationMs }) => [
          name,
          about,
          requests === null ? '–' : formatCount(requests),
          formatDurationMs(durationMs),
        ]),
        false,
      )}`,
  );
}

export const warnings = ({ run }: Scene): Markup | null =>
  run.warnings.length === 0
    ? null
    : html`<section aria-labelledby="warnings">
        <h2 id="warnings">Warnings</h2>
        <ul>
          ${run.warnings.map((text) => html`<li>${text}</li>`)}
        </ul>
      </section>`;
