import { describeBytes, expectationLine, findingOutcomes } from '../../property/fuzz/index.ts';
import type { Finding, FuzzReport } from '../../property/fuzz/index.ts';
import { formatDurationMs } from '../../load/report/format.ts';
import { lineToExpect, plain } from './plain.ts';
import { replayCommand } from './replay.ts';
import type { FuzzPlan } from './read-settings.ts';
import { traitHint } from './trait-hints.ts';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Further lines of the bytes stand below the first. */
const shown = (bytes: Uint8Array): string =>
  bytes.length === 0 ? '(none)' : describeBytes(bytes, 600).replaceAll('\n', '\n             ');

function findingText(plan: FuzzPlan, finding: Finding, n: number): string {
  const { id, fault, shape, verdict, why, bytes, came, path, stderr, shrink, originalBytes } = finding;
  const steps = shrink.minimal
    ? `${count(bytes.length, 'byte')}, shrunk from ${originalBytes} in ${count(shrink.steps, 'step')}`
    : shrink.tries === 0
      ? `${count(bytes.length, 'byte')}, not shrunk`
      : `${count(bytes.length, 'byte')} (shrinking was cut short; ${originalBytes} at first)`;
  const said =
    stderr.trim() === ''
      ? []
      : [`   stderr    ${stderr.trim().split('\n').slice(-6).join('\n             ')}`];
  return [
    `${n}. ${findingOutcomes[fault.outcome]}: ${[shape, fault.part].find((part) => part !== '')}  [${id}]`,
    `   bytes     ${shown(bytes)}`,
    `             ${steps}`,
    `   expected  ${verdict}: ${why}`,
    `   came      ${fault.detail}`,
    ...(fault.outcome === 'crashed' || fault.outcome === 'hung'
      ? []
      : [`   answer    ${came.slice(0, 300)}`]),
    ...said,
    `   seen      in ${count(finding.count, 'case')}; shown by: ${path}`,
    `   again     ${replayCommand(plan, path)}`,
    `   to expect ${lineToExpect(expectationLine(finding))}`,
    '',
  ].join('\n');
}

/** Failures that no single case makes again, a line a kind. */
const strayLines = (strays: FuzzReport['strays']): string[] =>
  [...new Set(strays.map(({ failure }) => failure))].map((failure) => {
    const alike = strays.filter((each) => each.failure === failure);
    const [{ detail, owed }] = alike as [FuzzReport['strays'][number]];
    const often = alike.length === 1 ? '' : ` (and ${count(alike.length - 1, 'time')} more)`;
    return (
      `${failure}: ${detail}, while ${count(owed, 'case')} ${owed === 1 ? 'was' : 'were'} owed an answer; ` +
      `no single one does it again${often}`
    );
  });

function summary(report: FuzzReport): string {
  const { hello, tried, bySource, elapsedMs, agreed, lenient, skipped, passedOver, restarts } = report;
  const sources = Object.entries(bySource)
    .map(([source, n]) => `${n} ${source}`)
    .join(', ');
  const rate = Math.round(tried / (elapsedMs / 1000));
  const parts = [
    `${agreed} as expected`,
    ...(lenient > 0 ? [`${lenient} taken leniently`] : []),
    ...(skipped > 0 ? [`${skipped} skipped by the driver`] : []),
    ...(passedOver > 0 ? [`${passedOver} passed over (their kind ends the process)`] : []),
    ...(restarts > 0 ? [count(restarts, 'restart')] : []),
  ];
  return (
    `${hello.driver.name} ${hello.driver.version} (${hello.driver.language}): ${count(tried, 'case')} in ` +
    `${formatDurationMs(Math.round(elapsedMs))}, shrinking included (${rate} a second): ${sources}\n${parts.join(' · ')}\n`
  );
}

/** The result of a run for a terminal. */
export function asText(report: FuzzReport, plan: FuzzPlan): string {
  const { findings, expected, stale, strays, gaveUp, leniencies } = report;
  // Who asks for one case wants to see it, known or not.
  const listed = [...findings.slice(0, plan.maxFindings), ...(plan.path === undefined ? [] : expected)];
  const blocks = listed.map((finding, i) => findingText(plan, finding, i + 1));
  const lines = [
    ...(findings.length > plan.maxFindings
      ? [`… and ${findings.length - plan.maxFindings} more findings (--max-findings shows more)`]
      : []),
    ...stale.map(
      ({ line, signature }) => `${plan.expectFile}:${line}: no longer fails; remove the line (${signature})`,
    ),
    ...strayLines(strays),
    ...(gaveUp === undefined ? [] : [gaveUp]),
    ...(leniencies.length === 0
      ? []
      : [
          `taken leniently, most often: ${leniencies
            .slice(0, 5)
            .map(({ kind, count }) => `${kind} (${count})`)
            .join(', ')}`,
        ]),
    ...(expected.length === 0 ? [] : [`${count(expected.length, 'known deviation')} happened, as listed`]),
  ];
  const hint = traitHint(report);
  if (hint !== undefined) lines.push(hint);
  const verdict = findings.length === 0 ? 'no new findings' : count(findings.length, 'finding');
  return plain(
    `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${lines.map((line) => `${line}\n`).join('')}${summary(report)}${verdict}\n`,
  );
}
