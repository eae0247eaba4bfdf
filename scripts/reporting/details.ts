import type { Finding } from './finding.ts';

/** What a reader needs to act on a finding, as plain lines. */
export function detailLines(finding: Finding): string[] {
  const { expected, received, reason, sequence = [], replay } = finding;
  return [
    ...(reason === undefined ? [] : [`reason:   ${reason}`]),
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(received === undefined ? [] : [`received: ${received}`]),
    ...(sequence.length === 0 ? [] : ['shortest sequence:', ...sequence.map((line) => `  ${line}`)]),
    ...(replay === undefined ? [] : [`replay:   ${replay}`]),
  ];
}
