import type { RequestRecord } from '../../records.ts';
import type { Comparison } from '../compare/index.ts';
import { limitNumbers } from '../limits.ts';
import type { RunFile } from '../run-file.ts';
import type { RunVerdicts } from '../run-verdicts.ts';
import { claims } from './claims.ts';
import { comparisonSection } from './comparison.ts';
import { details, harness, warnings } from './details.ts';
import { contents, htmlDocument } from './document.ts';
import { findings } from './findings.ts';
import { headers } from './headers.ts';
import { latencies } from './latency.ts';
import { limiter } from './limiter.ts';
import { html } from './markup.ts';
import { formatCount, formatDurationMs } from './numbers.ts';
import { createScene } from './scene.ts';
import { sessions } from './sessions.ts';
import { steps } from './steps.ts';
import { timeLines } from './time-line.ts';
import { verdict } from './verdict.ts';

/** What a page is made of beside the run. */
export interface HtmlReportOptions {
  readonly verdicts: RunVerdicts;
  /** Of the run; drawings are thinned out, so that the page stays small however many there are. */
  readonly records: readonly RequestRecord[];
  /** With earlier runs, where there is one. */
  readonly comparison?: Comparison;
}

/** A run as one HTML page: self-contained, without scripts, for the screen (light and dark), for a telephone and for paper. */
export function formatHtmlReport(run: RunFile, { verdicts, records, comparison }: HtmlReportOptions): string {
  const scene = createScene(run, verdicts, records);
  const target =
    run.target.embedded === null ? run.target.baseUrl : `embedded deployment, ${run.target.embedded}`;
  const sections = html`${warnings(scene)} ${comparison === undefined ? null : comparisonSection(comparison)}
  ${timeLines(scene)} ${claims(scene)} ${limiter(scene)} ${steps(scene)} ${latencies(scene)}
  ${sessions(scene)} ${headers(scene)} ${findings(scene)} ${harness(scene)} ${details(scene)}`;
  return htmlDocument({
    title: `${target}: ${limitNumbers(run.settings, formatCount)} in ${formatDurationMs(run.settings.windowMs)}`,
    header: html`<p class="name">chatkit-harness bench</p>
      <p class="target">${target}</p>
      <p class="when">
        <time datetime="${run.startedAt}">${run.startedAt.slice(0, 16).replace('T', ' ')} UTC</time>,
        ${formatDurationMs(run.durationMs)}
      </p>`,
    main: html`${verdict(scene)} ${contents(sections)} ${sections}`,
    footer: html`<p>
      Made by chatkit-harness ${run.environment.harness}; every request is in
      <code>records.ndjson</code> beside it.
    </p>`,
  });
}
