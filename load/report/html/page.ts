import type { RequestRecord } from '../../records.ts';
import type { RunFile } from '../run-file.ts';
import type { RunVerdicts } from '../run-verdicts.ts';
import { claims } from './claims.ts';
import { details, harness, warnings } from './details.ts';
import { headers } from './headers.ts';
import { latencies } from './latency.ts';
import { limiter } from './limiter.ts';
import { html, trusted } from './markup.ts';
import { formatDurationMs } from './numbers.ts';
import { createScene } from './scene.ts';
import { sessions } from './sessions.ts';
import { steps } from './steps.ts';
import { styleSheet } from './style.ts';
import { timeLines } from './time-line.ts';
import { verdict } from './verdict.ts';

/** Nothing may be fetched or run, whatever a deployment's answers hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A run as one HTML page: self-contained, without scripts, for the screen (light and dark), for a telephone and for paper.
 * @param records of the run; drawings are thinned out, so that the page stays small however many there are.
 */
export function formatHtmlReport(
  run: RunFile,
  { verdicts, records }: { readonly verdicts: RunVerdicts; readonly records: readonly RequestRecord[] },
): string {
  const scene = createScene(run, verdicts, records);
  const target =
    run.target.embedded === null ? run.target.baseUrl : `embedded deployment, ${run.target.embedded}`;
  const { limit, windowMs } = run.settings;
  const page = html`${trusted('<!doctype html>\n')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${target}: ${limit} in ${formatDurationMs(windowMs)}</title>
        <style>
          ${trusted(styleSheet)}
        </style>
      </head>
      <body>
        <header>
          <p class="name">chatkit-harness bench</p>
          <p class="target">${target}</p>
          <p class="when">
            <time datetime="${run.startedAt}">${run.startedAt.slice(0, 16).replace('T', ' ')} UTC</time>,
            ${formatDurationMs(run.durationMs)}
          </p>
        </header>
        <main>
          ${verdict(scene)} ${warnings(scene)} ${timeLines(scene)} ${claims(scene)} ${limiter(scene)}
          ${steps(scene)} ${latencies(scene)} ${sessions(scene)} ${headers(scene)} ${harness(scene)}
          ${details(scene)}
        </main>
        <footer>
          <p>
            Made by chatkit-harness ${run.environment.harness}; every request is in
            <code>records.ndjson</code> beside it.
          </p>
        </footer>
      </body>
    </html>`;
  return `${page.markup.replace(/\n\s+/g, '\n')}\n`;
}
