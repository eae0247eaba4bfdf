import type { Check, ChecksReport } from '../../property/checks/index.ts';
import { formatDurationMs } from '../../load/report/index.ts';
import { describeCounts, detailLines } from '../reporting/index.ts';
import type { Finding, FindingStatus } from '../reporting/index.ts';

const headings: Readonly<Partial<Record<FindingStatus, string>>> = {
  failed: 'FAILED',
  difference: 'DIFFERENCE',
  expected: 'EXPECTED',
};
const colors: Readonly<Partial<Record<FindingStatus, number>>> = { failed: 31, difference: 33, expected: 36 };

/** What a run found, for people. */
export function formatChecks(
  findings: readonly Finding[],
  { requests, warnings }: Pick<ChecksReport, 'requests' | 'warnings'>,
  about: {
    readonly color: boolean;
    readonly seed: number;
    readonly durationMs: number;
    readonly note?: string;
  },
): string {
  const paint = (text: string, code: number) => (about.color ? `\u001B[${code}m${text}\u001B[39m` : text);
  const lines: string[] = [];
  const refuted = findings.filter(({ status }) => headings[status] !== undefined);
  for (const finding of refuted) {
    const { status, id, group, claim } = finding;
    lines.push(
      `${paint(headings[status] ?? '', colors[status] ?? 39)} ${id} (${group})`,
      `  claim:    ${claim}`,
      ...detailLines(finding).map((line) => `  ${line}`),
      '',
    );
  }
  if (refuted.some(({ sequence }) => sequence !== undefined) && about.note !== undefined)
    lines.push(about.note, '');
  lines.push(...skippedLines(findings));
  for (const warning of warnings) lines.push(`${paint('warning:', 33)} ${warning}`);
  lines.push(
    `${findings.length} ${findings.length === 1 ? 'check' : 'checks'}: ${describeCounts(findings)}; ${requests} requests in ${formatDurationMs(about.durationMs)}, seed ${about.seed}`,
  );
  return `${lines.join('\n')}\n`;
}

/** Names of skipped checks that are shown for one reason; `--json` has them all. */
const longestNames = 12;

/** Those that were not tried, one line for each reason. */
function skippedLines(findings: readonly Finding[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { status, reason = '', id } of findings) {
    if (status !== 'skipped') continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  if (byReason.size === 0) return [];
  const lines = [...byReason].map(([reason, ids]) => {
    const more = ids.length > longestNames ? ` and ${ids.length - longestNames} more` : '';
    return `  ${ids.slice(0, longestNames).join(', ')}${more}\n    ${reason}`;
  });
  return ['not tried:', ...lines, ''];
}

/** All checks, by group. */
export function formatList(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines: string[] = [];
  let group = '';
  for (const check of checks) {
    if (check.group !== group) lines.push(...(group === '' ? [] : ['']), check.group);
    group = check.group;
    lines.push(`  ${check.name.padEnd(width)}  ${check.source.padEnd(9)}  ${check.claim}`);
  }
  return `${lines.join('\n')}\n`;
}
