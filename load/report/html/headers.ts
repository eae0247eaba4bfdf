import { claimKinds } from './claim-kinds.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { formatCount, formatMoment } from './numbers.ts';
import type { Scene, StepScene } from './scene.ts';
import type { Sent } from '../sent.ts';
import { behind, section, table } from './table.ts';
import { fullestSession } from './fullest-session.ts';
import { drawRemaining, drawWaits } from './told-plot.ts';
import { badge } from './verdict.ts';

const mostRows = 40;

/** What the answers told of the limit, against what is known of it. */
export function headers(scene: Scene): Markup {
  const told = scene.steps
    .filter(({ plan }) => plan?.kind !== 'saturation')
    .map((step) => ({ step, requests: toldSession(scene, step) }))
    .toSorted((a, b) => refusals(b.requests) - refusals(a.requests))[0];
  const claims = scene.verdicts.claims.filter(({ name }) => claimKinds[name] === 'headers');
  return section(
    'headers',
    'Headers against the truth',
    'What the deployment told its callers about the limit, and whether its own answers bear it out.',
    html`${table(
      'Claims about headers',
      [{ heading: 'claim' }, { heading: 'outcome' }, { heading: 'headers read', numeric: true }],
      claims.map((claim) => [
        html`${claim.statement} <code>${claim.name}</code>`,
        badge(claim),
        formatCount(claim.sampleCount),
      ]),
    )}
    ${told === undefined ? null : (drawRemaining(scene, told.step, told.requests) ?? html`<p>No answer told how many requests remain.</p>`)}
    ${told === undefined ? null : drawWaits(told.step, told.requests)}
    ${told === undefined ? null : toldTable(told.step, told.requests)}`,
  );
}

const refusals = (requests: readonly Sent[]): number =>
  requests.filter(({ outcome, record }) => outcome === 'throttled' && record.headers !== undefined).length;

function toldSession(scene: Scene, step: StepScene): readonly Sent[] {
  const session = fullestSession(scene, step);
  return session === null ? [] : (step.sessions.get(session) ?? []);
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
