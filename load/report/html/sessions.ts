import { goodputWords, limitRows, outcomeWords, sessionCount } from '../limits.ts';
import { isFault } from './claim-kinds.ts';
import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { formatCount, formatNumber, plural } from './numbers.ts';
import { columnsOf, plot, strokes } from './plot.ts';
import { isSaturation } from './scene.ts';
import type { Scene, StepScene } from './scene.ts';
import { behind, section, table } from './table.ts';
import { timeMarks } from './time-line.ts';
import { badge } from './verdict.ts';

/** Rows of a drawing, and of a table, at the most. */
const mostLanes = 120;
const mostRows = 200;
/** Rows that are high enough for a name. */
const mostNamed = 24;
const width = 1000;

/** What each session got, beside the others. */
export function sessions(scene: Scene): Markup {
  const several = scene.steps.filter((step) => !isSaturation(step) && step.sessions.size > 1);
  const [first, ...rest] = several.toSorted((a, b) => (b.plan?.load ?? 0) - (a.plan?.load ?? 0));
  return section(
    'sessions',
    'Sessions side by side',
    'Each session has a limit of its own: what one does must not move another. A row is a session; strokes above its line were admitted, those below throttled.',
    html`${first === undefined ? null : lanes(scene, first)}
    ${
      rest.length === 0
        ? null
        : behind(
            `The other ${plural(rest.length, 'step')}`,
            rest.toSorted((a, b) => a.startMs - b.startMs).map((step) => lanes(scene, step)),
          )
    }
    ${limits(scene)} ${fairness(scene)} ${sessionTable(scene)}`,
  );
}

/** Sessions that are proved to have been admitted too much come first where not all can be shown. */
function shownFirst<T>(
  scene: Scene,
  all: readonly T[],
  most: number,
  sessionOf: (one: T) => string,
): readonly T[] {
  if (all.length <= most) return all;
  const proved = new Set(
    scene.run.claims.sessions.filter(({ outcome }) => outcome === 'proved').map(({ session }) => session),
  );
  const witness = scene.run.claims.overall.witness?.session;
  const rank = (one: T) => (sessionOf(one) === witness ? 0 : proved.has(sessionOf(one)) ? 1 : 2);
  return all.toSorted((a, b) => rank(a) - rank(b)).slice(0, most);
}

function lanes(scene: Scene, step: StepScene): Markup {
  const different = scene.run.settings.limits !== undefined;
  const limitOf = (session: string) => scene.policyOf(session).limit;
  const first = shownFirst(scene, [...step.sessions], mostLanes, ([session]) => session);
  const rows = different ? first.toSorted(([a], [b]) => limitOf(a) - limitOf(b)) : first;
  const nameOf = (session: string) => (different ? `${session}, limit ${limitOf(session)}` : session);
  const few = rows.length <= mostNamed;
  const laneHeight = 20;
  const height = rows.length * laneHeight;
  const xOf = (ms: number) => ((ms - step.startMs) / (step.endMs - step.startMs)) * width;
  const drawing: Part = rows.map(([, requests], i) => {
    const middle = i * laneHeight + laneHeight / 2;
    const of = (outcome: string) =>
      columnsOf(
        requests.filter((one) => one.outcome === outcome).map(({ sentMs }) => xOf(sentMs)),
        width,
        few ? 500 : 250,
      );
    return [
      few ? html`<line class="base" x1="0" x2="${width}" y1="${middle}" y2="${middle}" />` : null,
      strokes(of('admitted'), middle - (few ? 8 : 10), middle, 'tick admitted'),
      strokes(of('throttled'), middle, middle + (few ? 6 : 10), 'tick throttled'),
      strokes(of('unknown'), middle - 8, middle + 8, 'tick failed'),
    ];
  });
  const admitted = step.summary.sessions.map((share) => share.admitted);
  const times = different
    ? step.summary.sessions.map((share) => share.admitted / limitOf(share.session))
    : admitted;
  const most = different
    ? `from ${formatNumber(Math.min(...times))} to ${formatNumber(Math.max(...times))} times its own limit`
    : `from ${formatCount(Math.min(...times))} to ${formatCount(Math.max(...times))} times`;
  const label = `Step ${step.name}: ${plural(step.sessions.size, 'session')}, each admitted ${most}${different ? ', in the order of their limits' : ''}`;
  return html`<figure>
    <figcaption>
      <h3>${step.name}</h3>
      <span
        >${label.slice(label.indexOf(':') + 2)}${step.sessions.size > mostLanes ? `; ${mostLanes} are drawn, those whose limit was proved to be broken first` : ''}</span
      >
    </figcaption>
    ${plot({
      label,
      drawing,
      width,
      height,
      axisCharacters: few
        ? rows.reduce((longest, [session]) => Math.max(longest, nameOf(session).length), 0)
        : 0,
      heightPx: Math.max(40, rows.length * (few ? 20 : 6)),
      x: timeMarks(step),
      y: few ? rows.map(([session], i) => ({ at: 1 - (i + 0.5) / rows.length, text: nameOf(session) })) : [],
    })}
  </figure>`;
}

/** What each limit came to; nothing where all sessions have one. */
function limits({ run }: Scene): Markup | null {
  const rows = limitRows(run);
  if (rows.length === 0) return null;
  return table(
    'By limit: every session is driven at multiples of its own limit, and held against it',
    [
      { heading: 'limit' },
      { heading: 'sessions', numeric: true },
      { heading: 'offered', numeric: true },
      { heading: 'admitted', numeric: true },
      { heading: 'goodput', numeric: true },
      { heading: 'fullest window', numeric: true },
      { heading: 'more than the limit' },
    ],
    rows.map((row) => [
      formatCount(row.limit),
      formatCount(sessionCount(row)),
      formatCount(row.offered),
      formatCount(row.admitted),
      goodputWords(row),
      row.fullest === null ? '–' : formatCount(row.fullest),
      outcomeWords(row),
    ]),
    false,
  );
}

/** Jain's index: 1 when all got the same, 1/n when one got everything. */
export function jainIndex(values: readonly number[]): number | null {
  const sum = values.reduce((a, b) => a + b, 0);
  const squares = values.reduce((a, b) => a + b * b, 0);
  return squares === 0 ? null : (sum * sum) / (values.length * squares);
}

function fairness(scene: Scene): Markup | null {
  const different = scene.run.settings.limits !== undefined;
  const rows = scene.steps
    .filter(({ summary }) => summary.sessions.length > 1)
    .map(({ name, summary }) => {
      // Sessions may have different limits: what counts is what each got of its own.
      const shares = summary.sessions.map(
        ({ session, admitted }) => admitted / scene.policyOf(session).limit,
      );
      const admitted = summary.sessions.map((one) => one.admitted).toSorted((a, b) => a - b);
      const index = jainIndex(shares);
      // Of sessions with different limits the numbers cannot be put beside each other, but what each got of its own can.
      const of = different ? shares.toSorted((a, b) => a - b) : admitted;
      const format = different ? formatNumber : formatCount;
      return [
        name,
        formatCount(admitted.length),
        format(of[0] ?? 0),
        format(of[of.length >> 1] ?? 0),
        format(of.at(-1) ?? 0),
        index === null ? '–' : index.toFixed(3),
      ];
    });
  if (rows.length === 0) return null;
  return table(
    `Fairness between sessions: admissions${different ? ' as multiples of the own limit' : ''}, and Jain's index (1 when all got the same share of their limit)`,
    [
      { heading: 'step' },
      { heading: 'sessions', numeric: true },
      { heading: 'least', numeric: true },
      { heading: 'middle', numeric: true },
      { heading: 'most', numeric: true },
      { heading: 'fairness', numeric: true },
    ],
    rows,
    false,
  );
}

function sessionTable(scene: Scene): Markup {
  const claims = new Map(scene.run.claims.sessions.map((claim) => [claim.session, claim]));
  const all = scene.steps.flatMap(({ name, summary }) => summary.sessions.map((share) => ({ name, share })));
  const rows = shownFirst(scene, all, mostRows, ({ share }) => share.session).map(
    ({ name, share }): readonly Part[] => {
      const claim = claims.get(share.session);
      return [
        share.session,
        name,
        formatCount(scene.policyOf(share.session).limit),
        formatCount(share.offered),
        formatCount(share.admitted),
        formatCount(share.throttled),
        share.goodput === null ? '–' : formatNumber(share.goodput),
        claim?.worst === undefined ? '–' : formatCount(claim.worst.admitted),
        claim === undefined ? '–' : badge(claim, isFault(claim, scene)),
      ];
    },
  );
  return behind(
    `All sessions as a table${all.length > mostRows ? ` (${mostRows} of ${formatCount(all.length)} rows, proved ones first)` : ''}`,
    table(
      'Sessions by step; over-admission is of the session as a whole',
      [
        { heading: 'session' },
        { heading: 'step' },
        { heading: 'limit', numeric: true },
        { heading: 'offered', numeric: true },
        { heading: 'admitted', numeric: true },
        { heading: 'throttled', numeric: true },
        { heading: 'goodput', numeric: true },
        { heading: 'fullest window', numeric: true },
        { heading: 'over-admission' },
      ],
      rows,
    ),
  );
}
