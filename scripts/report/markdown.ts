import { explainGrading, explainWitness } from '../../load/analysis/index.ts';
import type { Comparison, RunFile, RunVerdicts } from '../../load/report/index.ts';
import {
  findingLines,
  formatChange,
  formatDurationMs,
  formatLatency,
  formatTold,
  goodputWords,
  isNamedByLimit,
  limitNumbers,
  limiterWords,
  limitRows,
  mostTelling,
  namedByLimit,
  outcomeWords,
  sessionCount,
  untoldWords,
} from '../../load/report/index.ts';
import { codeBlock, escapeCell } from '../reporting/index.ts';

const titles = {
  proved: '❌ The limit was broken',
  not_refuted: '✅ The limit held',
  inconclusive: '⚠️ Nothing could be told',
} as const;

/** A run as Markdown for a pull request: the verdict, the claims that matter, the steps. */
export function formatRunMarkdown(run: RunFile, { grading, claims, fingerprint }: RunVerdicts): string {
  const { overall } = run.claims;
  const limiter = fingerprint.standings.filter(({ alive }) => alive).map(({ name }) => name);
  const target =
    run.target.embedded === null ? run.target.baseUrl : `embedded deployment, ${run.target.embedded}`;
  const worst =
    overall.worst === undefined
      ? ''
      : `; fullest window: ${overall.worst.admitted} of ${overall.worst.limit}`;
  const proved = claims.filter((claim) => claim.outcome === 'proved');
  const steps = run.steps.map(({ step, offered, admitted, throttled, failed, goodput, latency }) =>
    row([
      step,
      ...[offered, admitted, throttled, failed].map(String),
      goodput === null ? '–' : goodput.toFixed(2),
      latency.admitted === null
        ? '–'
        : `${formatLatency(latency.admitted.p50Us)} / ${formatLatency(latency.admitted.p99Us)}`,
      latency.throttled === null
        ? '–'
        : `${formatLatency(latency.throttled.p50Us)} / ${formatLatency(latency.throttled.p99Us)}`,
    ]),
  );
  return [
    `## ${titleOf(run, fingerprint)}`,
    '',
    `${escapeCell(target)}: ${limitNumbers(run.settings)} in ${formatDurationMs(run.settings.windowMs)}${worst}. Kept: ${explainGrading(grading)}. Limiter: ${escapeCell(limiter.join(', ') || 'not known')}.`,
    ...(run.identifiedBy === undefined
      ? []
      : [
          '',
          ...run.identifiedBy.map(
            (one) =>
              `- limit ${one.limit}: ${escapeCell(limiterWords(one.fingerprint))} (${escapeCell(one.ended)})`,
          ),
        ]),
    ...(overall.reason === null ? [] : ['', escapeCell(overall.reason)]),
    ...witnessBlock(overall),
    ...(proved.length === 0
      ? []
      : [
          '',
          ...proved.map(
            ({ name, evidence, statement }) => `- **${name}**: ${escapeCell(evidence[0]?.says ?? statement)}`,
          ),
        ]),
    ...((run.thresholds ?? []).length === 0
      ? []
      : [
          '',
          ...(run.thresholds ?? []).map(
            ({ text, state, says }) => `- ${state}: ${escapeCell(text)} (${escapeCell(says)})`,
          ),
        ]),
    ...found(run),
    '',
    '| step | offered | admitted | throttled | failed | goodput | admitted p50 / p99 ms | throttled p50 / p99 ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...steps,
    ...byLimit(run),
    '',
  ].join('\n');
}

const mostLimits = 20;

/** Sessions against their own limits, folded away; nothing where all have one. */
function byLimit(run: RunFile): string[] {
  const rows = limitRows(run);
  if (rows.length === 0) return [];
  const shown = mostTelling(rows, mostLimits);
  return [
    '',
    `<details><summary>${rows.length} limits${shown.length < rows.length ? `, ${shown.length} of them` : ''}</summary>`,
    '',
    '| limit | sessions | offered | admitted | goodput | fullest window | more than the limit |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...shown.map((one) =>
      row([
        String(one.limit),
        String(sessionCount(one)),
        String(one.offered),
        String(one.admitted),
        goodputWords(one),
        one.fullest === null ? '–' : `${one.fullest} of ${one.limit}`,
        outcomeWords(one),
      ]),
    ),
    '',
    '</details>',
  ];
}

/** The answer to what was asked: which limiter it is, or whether the limit was kept. */
function titleOf(run: RunFile, fingerprint: RunVerdicts['fingerprint']): string {
  const { outcome, standings } = fingerprint;
  if (run.identifyEnded !== undefined && run.requirement === undefined) {
    if (isNamedByLimit(fingerprint, run.identifiedBy)) return `✅ ${namedByLimit}`;
    const name = standings.find(({ alive }) => alive)?.name;
    return outcome === 'identified' && name !== undefined
      ? `✅ ${escapeCell(name)}`
      : '⚠️ The limiter is not told apart';
  }
  return titles[run.requirement?.outcome ?? run.claims.overall.outcome];
}

/** The proof, folded away. */
function witnessBlock({ witness }: RunFile['claims']['overall']): string[] {
  if (witness === undefined) return [];
  const [says = '', ...rows] = explainWitness(witness, 12);
  return ['', `<details><summary>${escapeCell(says)}</summary>`, '', codeBlock(rows), '', '</details>'];
}

/** What recovery, lifecycle and the like came to. */
function found(run: RunFile): string[] {
  const signs = { good: '✅', bad: '❌', open: '⚠️', told: 'ℹ️' } as const;
  const lines = findingLines(run).map(
    ({ about, state, text }) => `- ${signs[state]} ${about}: ${escapeCell(text)}`,
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

const row = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;

/** A comparison as Markdown: the verdict, then every number. */
export function formatComparisonMarkdown({
  verdict,
  changes,
  verdicts,
  differences,
  unmatched,
}: Comparison): string {
  const signs = {
    better: '✅ Better',
    worse: '❌ Worse',
    'cannot tell': '⚪ No change that can be told',
  } as const;
  return [
    `## ${signs[verdict]}`,
    '',
    `Over-admission: ${verdicts.baseline.replace('_', ' ')} before, ${verdicts.candidate.replace('_', ' ')} now.`,
    '',
    ...differences.map(
      ({ what, baseline, candidate }) =>
        `- ⚠️ ${what} differs: ${escapeCell(baseline)} before, ${escapeCell(candidate)} now`,
    ),
    ...(differences.length === 0 ? [] : ['']),
    '| step | metric | baseline | now | change | within | told from | |',
    '| --- | --- | ---: | ---: | ---: | --- | ---: | --- |',
    ...changes.map((change) =>
      row([
        change.step,
        change.metric,
        String(Number(change.baseline.toPrecision(4))),
        String(Number(change.candidate.toPrecision(4))),
        formatChange(change.change),
        change.from === null ? '–' : `${formatChange(change.from)} to ${formatChange(change.to)}`,
        formatTold(change.told),
        change.reason === null ? change.verdict : `${change.verdict} (${untoldWords[change.reason].short})`,
      ]),
    ),
    ...(unmatched.length === 0 ? [] : ['', `Only on one side: ${unmatched.map(escapeCell).join(', ')}.`]),
    '',
  ].join('\n');
}
