import { detailLines } from './details.ts';
import type { Finding } from './finding.ts';

export interface JunitOptions {
  /** Name of the whole: `chatkit-harness check`. */
  readonly name: string;
  /** When it began, milliseconds since the Unix epoch. */
  readonly startedAtMs: number;
}

/** XML 1.0 has no place for most control characters and lone surrogates, not even escaped. */
const notXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser would turn them into spaces within an attribute.
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

const clean = (text: string): string => text.replace(notXml, '\uFFFD');
const attribute = (text: string): string => clean(text).replace(/[&<>"\n\r\t]/g, (c) => escapes[c] ?? c);
const content = (text: string): string => clean(text).replace(/[&<>\r]/g, (c) => escapes[c] ?? c);
const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const total = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);

/**
 * Findings as a JUnit report, which CI systems read: a suite a group, a test case a claim. A failure carries how to
 * see it again; what is skipped, or fails as expected, is `skipped` with its reason; a difference passes and is told
 * in `system-out`, for the format knows no warning.
 */
export function formatJunit(findings: readonly Finding[], { name, startedAtMs }: JunitOptions): string {
  const groups = [...new Set(findings.map(({ group }) => group))];
  const suites = groups.map((group) => {
    const own = findings.filter((finding) => finding.group === group);
    return [
      `  <testsuite name="${attribute(`${name}: ${group}`)}" ${numbers(own)} timestamp="${timestamp(startedAtMs)}">`,
      ...own.flatMap((finding) => testCase(finding, name)),
      '  </testsuite>',
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${attribute(name)}" ${numbers(findings)}>`,
    ...suites.flat(),
    '</testsuites>',
    '',
  ].join('\n');
}

const timestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function numbers(findings: readonly Finding[]): string {
  const failures = findings.filter(({ status }) => status === 'failed').length;
  const skipped = findings.filter(({ status }) => isSkipped(status)).length;
  return `tests="${findings.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds(total(findings))}"`;
}

const isSkipped = (status: Finding['status']): boolean => status === 'skipped' || status === 'expected';

function testCase(finding: Finding, name: string): string[] {
  const { id, group, claim, status, reason, durationMs = 0 } = finding;
  const open = `    <testcase classname="${attribute(`${name.replaceAll(' ', '.')}.${group}`)}" name="${attribute(id)}" time="${seconds(durationMs)}"`;
  if (status === 'passed') return [`${open}/>`];
  const text = content([claim, ...detailLines(finding)].join('\n'));
  const inner = isSkipped(status)
    ? `<skipped message="${attribute(status === 'expected' ? `fails as expected: ${reason ?? claim}` : (reason ?? ''))}"/>`
    : status === 'failed'
      ? `<failure type="violation" message="${attribute(claim)}">${text}</failure>`
      : `<system-out>difference: ${text}</system-out>`;
  return [`${open}>`, `      ${inner}`, '    </testcase>'];
}
