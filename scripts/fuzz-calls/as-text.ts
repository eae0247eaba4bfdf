import { callExpectationLine, timeline } from '../../property/calls/index.ts';
import type { CallFinding, CallReport } from '../../property/calls/index.ts';
import { formatDurationMs } from '../../load/report/format.ts';
import type { CallPlan } from './read-settings.ts';
import { lineToExpect, plain } from '../fuzz/plain.ts';
import { replayCommand } from '../fuzz/replay.ts';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function findingText(plan: CallPlan, finding: CallFinding, n: number): string {
  const { id, signature, fault, server, source, reference, observed, path, shrink } = finding;
  const { outcome } = observed;
  const stderr = outcome.kind === 'failed' ? outcome.stderr.trim() : '';
  const steps = shrink.minimal
    ? `minimal, after ${count(shrink.steps, 'step')} and ${count(shrink.tries, 'call')}`
    : shrink.tries === 0
      ? 'not shrunk'
      : 'shrinking was cut short';
  return [
    `${n}. ${signature}  [${id}]`,
    `   server    ${server}`,
    `   expected  ${fault.expected}`,
    `             (${reference === undefined ? source : `${source}: ${reference}`})`,
    `   came      ${fault.detail}`,
    ...timeline(observed).map((line) => `   ${line}`),
    ...(stderr === '' ? [] : [`   stderr    ${stderr.split('\n').slice(-6).join('\n             ')}`]),
    `   plan      ${JSON.stringify(finding.plan)}; ${steps}`,
    `   seen      in ${count(finding.count, 'case')}; shown by: ${path}`,
    `   again     ${replayCommand(plan, path)}`,
    `   to expect ${lineToExpect(callExpectationLine(finding))}`,
    '',
  ].join('\n');
}

function summary({ hello, tried, kept, skipped, requests, restarts, elapsedMs }: CallReport): string {
  const parts = [
    `${kept} broke no rule`,
    ...(skipped > 0 ? [`${skipped} skipped by the driver`] : []),
    ...(restarts > 0 ? [count(restarts, 'restart')] : []),
  ];
  return (
    `${hello.driver.name} ${hello.driver.version} (${hello.driver.language}): ${count(tried, 'call')}, ` +
    `${count(requests, 'request')} in ${formatDurationMs(Math.round(elapsedMs))}, shrinking included\n${parts.join(' · ')}\n`
  );
}

/** The result of a run in call mode for a terminal: with each finding the time line of what the client did. */
export function callsAsText(report: CallReport, plan: CallPlan): string {
  const { findings, expected, stale, unrepeated, gaveUp } = report;
  const fresh = findings.slice(0, plan.maxFindings);
  // Who asks for one case wants to see it, known or not.
  const shown = [...fresh, ...(plan.path === undefined ? [] : expected)];
  const blocks = shown.map((finding, i) => findingText(plan, finding, i + 1));
  const lines = [
    ...(findings.length > fresh.length
      ? [`… and ${findings.length - fresh.length} more findings (--max-findings shows more)`]
      : []),
    ...stale.map(
      ({ line, signature }) => `${plan.expectFile}:${line}: no longer fails; remove the line (${signature})`,
    ),
    ...unrepeated.map((signature) => `did not come again when tried again, so no finding: ${signature}`),
    ...(gaveUp === undefined ? [] : [gaveUp]),
    ...(expected.length === 0 ? [] : [`${count(expected.length, 'known deviation')} happened, as listed`]),
  ];
  const verdict = findings.length === 0 ? 'no new findings' : count(findings.length, 'finding');
  return plain(
    `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${lines.map((line) => `${line}\n`).join('')}${summary(report)}${verdict}\n`,
  );
}
