import { explainGrading } from '../../load/analysis/index.ts';
import type { Comparison, RunFile, RunVerdicts } from '../../load/report/index.ts';
import { findingLines, formatDurationMs, formatLatency } from '../../load/report/index.ts';
import { escapeCell } from '../reporting/index.ts';

const titles = {
  proved: '❌ The limit was broken',
  not_refuted: '✅ The limit held',
  inconclusive: '⚠️ Nothing could be told',
} as const;

/** A run as Markdown for a pull request: the verdict, the claims that matter, the steps. */
export function formatRunMarkdown(run: RunFile, { grading, claims, fingerprint }: RunVerdicts): string {
  const { overall } = run.claims;
  const outcome = run.requirement?.outcome ?? overall.outcome;
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
    `## ${titles[outcome]}`,
    '',
    `${escapeCell(target)}: ${run.settings.limit} in ${formatDurationMs(run.settings.windowMs)}${worst}. Kept: ${explainGrading(grading)}. Limiter: ${escapeCell(limiter.join(', ') || 'not known')}.`,
    ...(overall.reason === null ? [] : ['', escapeCell(overall.reason)]),
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
    '',
  ].join('\n');
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

const percent = (value: number | null): string => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);

/** A comparison as Markdown: the verdict, then every number. */
export function formatComparisonMarkdown({ verdict, changes, verdicts }: Comparison): string {
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
    '| step | metric | baseline | now | change | within | |',
    '| --- | --- | ---: | ---: | ---: | --- | --- |',
    ...changes.map((change) =>
      row([
        change.step,
        change.metric,
        String(Number(change.baseline.toPrecision(4))),
        String(Number(change.candidate.toPrecision(4))),
        percent(change.change),
        `${percent(change.from)} to ${percent(change.to)}`,
        change.verdict,
      ]),
    ),
    '',
  ].join('\n');
}
