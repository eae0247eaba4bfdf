import { describeCounts, findingStatuses } from './finding.ts';
import type { Finding, FindingStatus } from './finding.ts';

const headings: Readonly<Record<FindingStatus, string>> = {
  failed: 'Failed',
  difference: 'Differences from what is not published',
  expected: 'Failed as expected',
  skipped: 'Not tried',
  passed: 'Passed',
};

/** Text in a cell: nothing of it may act as Markdown or HTML. */
export const escapeCell = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>|#~&]/g, (c) => `&#${c.codePointAt(0)};`).replace(/\s*\n\s*/g, ' ');

/** A code block whose fence is longer than any run of backticks in it. */
export function codeBlock(lines: readonly string[]): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}

/** Findings as Markdown for GitHub's `$GITHUB_STEP_SUMMARY`: what failed in full, the rest in tables. */
export function formatStepSummary(title: string, findings: readonly Finding[]): string {
  const blocks = [`## ${escapeCell(title)}`, describeCounts(findings)];
  for (const status of findingStatuses) {
    const own = findings.filter((finding) => finding.status === status);
    if (own.length === 0) continue;
    blocks.push(`### ${headings[status]}`, status === 'failed' ? own.map(inFull).join('\n\n') : table(own));
  }
  return `${blocks.join('\n\n')}\n`;
}

function inFull({ id, claim, expected, received, sequence = [], replay }: Finding): string {
  return [
    `**${escapeCell(id)}**: ${escapeCell(claim)}`,
    ...(expected === undefined ? [] : [`- expected: ${escapeCell(expected)}`]),
    ...(received === undefined ? [] : [`- received: ${escapeCell(received)}`]),
    ...(sequence.length === 0 ? [] : ['', codeBlock(sequence)]),
    ...(replay === undefined ? [] : ['', 'Shown again by:', '', codeBlock([replay])]),
  ].join('\n');
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map(({ id, claim, reason, expected, received }) => {
    const what = reason ?? (received === undefined ? '' : `expected ${expected ?? ''}; received ${received}`);
    return `| ${escapeCell(id)} | ${escapeCell(claim)} | ${escapeCell(what)} |`;
  });
  return ['| check | claim | |', '| --- | --- | --- |', ...rows].join('\n');
}
