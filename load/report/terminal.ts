import { explainGrading, explainWitness } from '../analysis/index.ts';
import type { ClaimOutcome, OverallRollingClaim, Percentiles, StepSummary } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';
import { findingLines } from './findings.ts';
import { formatDurationMs, formatLatency } from './format.ts';
import { goodputWords, limitRows, limitWords, mostTelling, outcomeWords, sessionCount } from './limits.ts';
import { createPaint } from './paint.ts';
import type { Paint } from './paint.ts';
import type { RunFile } from './run-file.ts';
import { isNamedByLimit, limiterWords, namedByLimit } from './run-verdicts.ts';
import { mostInWindow, sentOf } from './sent.ts';
import { formatTable } from './table.ts';
import { drawTimeline, timelineSigns } from './timeline.ts';

export interface TerminalReportOptions {
  readonly color: boolean;
  /** Records of the run, for the time lines. */
  readonly records: readonly RequestRecord[];
}

const timelineColumns = 64;

/**
 * The report of a bench for a terminal: the verdict first, the numbers after.
 * @returns the text, ending in a line break.
 */
export function formatTerminalReport(run: RunFile, { color, records }: TerminalReportOptions): string {
  const paint = createPaint(color);
  return [
    ...heading(run, paint),
    '',
    ...(run.requirement === undefined ? identified(run, paint) : []),
    ...verdict(run, paint),
    ...otherVerdicts(run, paint),
    '',
    ...numbers(run, paint),
    '',
    ...byLimit(run, paint),
    ...timelines(run, records, paint),
    ...saturation(run, paint),
    ...found(run, paint),
    ...harness(run, paint),
    ...run.warnings.map((text) => `  ${paint('yellow', 'warning')}  ${text}`),
    '',
  ].join('\n');
}

function heading(run: RunFile, paint: Paint): string[] {
  const { windowMs, sessionsPerStep } = run.settings;
  const target =
    run.target.embedded === null ? run.target.baseUrl : `embedded deployment, ${run.target.embedded}`;
  const sessions = sessionsPerStep === 1 ? 'one session a step' : `${sessionsPerStep} sessions a step`;
  return [
    `  ${paint('bold', target)}`,
    `  ${limitWords(run.settings)} in ${formatDurationMs(windowMs)}, ${sessions}, ${run.target.method} ${run.target.path}`,
  ];
}

function verdict(run: RunFile, paint: Paint): string[] {
  const { overall } = run.claims;
  const window = formatDurationMs(run.settings.windowMs);
  const judged = `${overall.sampleCount} admissions of ${run.claims.sessions.length} sessions judged`;
  const lines = run.interrupted
    ? [`  ${paint('yellow', 'interrupted: what follows is what was measured so far')}`]
    : [];
  // Runs of old had no requirement but this one; an identification has none, and another headline.
  const { reading, outcome } = run.requirement ?? {
    reading: run.identifyEnded === undefined ? 'rolling' : null,
    outcome: overall.outcome,
  };
  if (reading !== 'rolling' && reading !== null) lines.push(headlineOf(reading, outcome, paint));
  switch (overall.outcome) {
    case 'proved':
      lines.push(
        `  ${reading === 'rolling' ? paint(['bold', 'red'], '✗ VIOLATED') : '   beside that'}  more than the limit was admitted in a rolling ${window} (${overall.reason})`,
        ...witness(overall, paint),
      );
      break;
    case 'not_refuted':
      lines.push(
        `  ${reading === 'rolling' ? paint(['bold', 'green'], '✓ HOLDS') : '   beside that'}  no rolling ${window} was seen to admit more than the limit (not refuted; ${judged})`,
      );
      break;
    case 'inconclusive':
      lines.push(
        `  ${reading === 'rolling' ? paint(['bold', 'yellow'], '? INCONCLUSIVE') : '   beside that'}  ${overall.reason}`,
      );
  }
  const { worst } = overall;
  if (worst !== undefined) {
    lines.push(
      `     fullest ${window}: ${worst.admitted} admitted of ${worst.limit} allowed (session ${worst.session}, from ${(worst.startMs / 1000).toFixed(3)} s)`,
    );
  }
  return lines;
}

/** How the limit was kept, by what, what else was proved, and the thresholds. */
function otherVerdicts({ verdicts, thresholds = [] }: RunFile, paint: Paint): string[] {
  if (verdicts === undefined) return [];
  const { grading, fingerprint, claims } = verdicts;
  const alive = fingerprint.standings.filter((standing) => standing.alive).map(({ name }) => name);
  const limiter = {
    identified: alive[0] ?? fingerprint.algorithms.join(' = '),
    ambiguous:
      alive.length === 1
        ? `may be ${alive[0]} (bench --identify tells for certain)`
        : `one of: ${alive.join('; ')} (bench --identify tells them apart)`,
    unexplained: 'none of those known',
    inconclusive: 'nothing was refused, so nothing of it was seen',
  }[fingerprint.outcome];
  // Over-admission by the other readings is what the grade says already.
  const proved = claims.filter(
    ({ name, outcome }) => outcome === 'proved' && !name.startsWith('over_admission'),
  );
  const signs = {
    kept: paint('green', '✓ kept   '),
    crossed: paint('red', '✗ crossed'),
    unknown: paint('yellow', '? unknown'),
  };
  return [
    `     kept        ${explainGrading(grading)}`,
    `     limiter     ${limiter}`,
    ...proved.map(
      ({ name, evidence, statement }) =>
        `     ${paint('yellow', 'also proved')} ${name}: ${evidence[0]?.says ?? statement}`,
    ),
    ...thresholds.map(({ text, state, says }) => `     threshold   ${signs[state]} ${text} (${says})`),
  ];
}

/** The headline of an identification. */
function identified(run: RunFile, paint: Paint): string[] {
  const { verdicts, identifyEnded } = run;
  if (verdicts === undefined || identifyEnded === undefined) return [];
  const { outcome, reason, standings } = verdicts.fingerprint;
  const alive = standings.filter((standing) => standing.alive).map(({ name }) => name);
  const ended =
    run.identifiedBy === undefined
      ? [`     ended       ${identifyEnded}`]
      : run.identifiedBy.map(
          (one) =>
            `     limit ${String(one.limit).padEnd(5)} ${limiterWords(one.fingerprint)} (${one.ended})`,
        );
  if (isNamedByLimit(verdicts.fingerprint, run.identifiedBy))
    return [`  ${paint(['bold', 'green'], '✓ IDENTIFIED')}  ${namedByLimit.toLowerCase()}`, ...ended];
  if (outcome === 'identified') {
    const others = standings.length - alive.length;
    return [
      `  ${paint(['bold', 'green'], '✓ IDENTIFIED')}  ${alive.join('; ')} (the ${others} others considered are contradicted)`,
      ...ended,
    ];
  }
  return [
    `  ${paint(['bold', 'yellow'], outcome === 'ambiguous' ? '? NOT TOLD APART' : '? NOT IDENTIFIED')}  ${reason ?? ''}`,
    ...alive.map((name) => `     may be      ${name}`),
    ...ended,
  ];
}

/** The headline where another reading than the rolling one was required. */
function headlineOf(reading: 'fixed' | 'bucket', outcome: ClaimOutcome, paint: Paint): string {
  const name = reading === 'fixed' ? 'fixed windows' : 'a burst and a rate';
  return {
    proved: `  ${paint(['bold', 'red'], '✗ VIOLATED')}  what was admitted does not fit ${name} (--require ${reading})`,
    not_refuted: `  ${paint(['bold', 'green'], '✓ HOLDS')}  what was admitted fits ${name} (--require ${reading}, not refuted)`,
    inconclusive: `  ${paint(['bold', 'yellow'], '? INCONCLUSIVE')}  whether it fits ${name} cannot be told (--require ${reading})`,
  }[outcome];
}

function witness(overall: OverallRollingClaim, paint: Paint): string[] {
  if (overall.witness === undefined) return [];
  return ['', ...explainWitness(overall.witness, 12).map((line) => `     ${paint('dim', line)}`), ''];
}

const range = (percentiles: Percentiles | null): string =>
  percentiles === null ? '–' : `${formatLatency(percentiles.p50Us)} / ${formatLatency(percentiles.p99Us)}`;

const isOpen = (run: RunFile, step: StepSummary): boolean =>
  run.plan.steps.find(({ name }) => name === step.step)?.kind !== 'saturation';

const right = (heading: string) => ({ heading, align: 'right' }) as const;

function numbers(run: RunFile, paint: Paint): string[] {
  const rows = run.steps
    .filter((step) => isOpen(run, step))
    .map((step) => [
      step.step,
      String(step.offered),
      String(step.admitted),
      String(step.throttled),
      String(step.failed + step.dropped),
      step.goodput === null ? '–' : step.goodput.toFixed(2),
      range(step.latency.admitted),
      range(step.latency.throttled),
    ]);
  const table = formatTable(
    [
      { heading: 'step', align: 'left' },
      right('offered'),
      right('admitted'),
      right('throttled'),
      right('failed'),
      right('goodput'),
      right('admitted p50 / p99 ms'),
      right('throttled p50 / p99 ms'),
    ],
    rows,
  );
  return table.map((line, i) => `  ${i === 0 ? paint('dim', line) : line}`);
}

function timelines(run: RunFile, records: readonly RequestRecord[], paint: Paint): string[] {
  const legend = `${timelineSigns.admitted} admitted  ${timelineSigns.mixed} both  ${timelineSigns.throttled} throttled  ${timelineSigns.failed} failed`;
  const open = run.steps.filter((step) => isOpen(run, step));
  const longest = open.reduce((most, { step }) => Math.max(most, step.length), 11);
  const lines = open.map((step) => {
    const { session, mine } = fullestOf(run, step, records);
    const planned = run.plan.steps.find(({ name }) => name === step.step)?.durationMs;
    const line = drawTimeline(mine, timelineColumns, planned);
    return `  ${step.step.padEnd(longest)} ${paint('cyan', line.padEnd(timelineColumns))} ${paint('dim', `${formatDurationMs(planned ?? step.durationMs)}${session === null ? '' : `, ${session}`}`)}`;
  });
  return lines.length === 0
    ? []
    : [
        `  ${paint('dim', `the session of each step that was fullest for its limit, over time   ${legend}`)}`,
        ...lines,
        '',
      ];
}

/** The session of a step with the fullest window for its limit, and its records; null where no step's session was driven. */
function fullestOf(
  run: RunFile,
  { step, sessions }: StepSummary,
  records: readonly RequestRecord[],
): { readonly session: string | null; readonly mine: readonly RequestRecord[] } {
  const ofStep = Map.groupBy(
    records.filter((record) => record.step === step),
    ({ session }) => session,
  );
  const policies = new Map(run.sessions.map(({ label, policy }) => [label, policy]));
  let best: { session: string; fill: number } | null = null;
  for (const { session } of sessions) {
    const policy = policies.get(session) ?? run.settings;
    const fill = mostInWindow(sentOf(ofStep.get(session) ?? []), policy.windowMs) / policy.limit;
    if (best === null || fill > best.fill) best = { session, fill };
  }
  return { session: best?.session ?? null, mine: ofStep.get(best?.session ?? '') ?? [] };
}

const mostLimits = 12;

/** Sessions side by side, each against its own limit; nothing where all have one. */
function byLimit(run: RunFile, paint: Paint): string[] {
  const rows = limitRows(run);
  if (rows.length === 0) return [];
  const shown = mostTelling(rows, mostLimits);
  const table = formatTable(
    [
      right('limit'),
      right('sessions'),
      right('offered'),
      right('admitted'),
      right('goodput'),
      right('fullest window'),
      { heading: 'more than the limit', align: 'left' },
    ],
    shown.map((row) => [
      String(row.limit),
      String(sessionCount(row)),
      String(row.offered),
      String(row.admitted),
      goodputWords(row),
      row.fullest === null ? '–' : `${row.fullest} of ${row.limit}`,
      outcomeWords(row),
    ]),
  );
  const more =
    rows.length > shown.length
      ? [`  ${paint('dim', `${rows.length - shown.length} more limits stand in the report`)}`]
      : [];
  return [...table.map((line, i) => `  ${i === 0 ? paint('dim', line) : line}`), ...more, ''];
}

function saturation(run: RunFile, paint: Paint): string[] {
  const step = run.steps.find((candidate) => !isOpen(run, candidate));
  if (step === undefined || step.perMinute === null) return [];
  const perSecond = Math.round(step.perMinute.offered / 60);
  const refusal = step.service.throttled;
  const cost = refusal === null ? '' : `; a refusal takes ${range(refusal)} ms (p50 / p99)`;
  return [
    `  ${paint('dim', 'saturation')}  ${perSecond} requests a second answered as fast as they come: ${step.admitted} admitted, ${step.throttled} throttled, ${step.failed} failed${cost}`,
  ];
}

/** What recovery, lifecycle and the like came to. */
function found(run: RunFile, paint: Paint): string[] {
  const colors = { good: 'green', bad: 'red', open: 'yellow', told: 'dim' } as const;
  return findingLines(run).map(
    ({ about, state, text }) => `  ${paint(colors[state], about.padEnd(10))}  ${text}`,
  );
}

function harness(run: RunFile, paint: Paint): string[] {
  const worst = run.pacing.toSorted((a, b) => b.stats.sendDelay.p99Us - a.stats.sendDelay.p99Us)[0];
  if (worst === undefined) return [];
  const { sendDelay } = worst.stats;
  return [
    `  ${paint('dim', 'harness')}     sent off its own timetable by ${formatLatency(sendDelay.p50Us)} ms at p50, ${formatLatency(sendDelay.p99Us)} ms at p99 (worst step: ${worst.step})`,
  ];
}
