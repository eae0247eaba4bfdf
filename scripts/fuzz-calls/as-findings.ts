import { timeline } from '../../property/calls/index.ts';
import type { CallFinding, CallReport } from '../../property/calls/index.ts';
import type { Finding } from '../reporting/index.ts';
import type { CallPlan } from './read-settings.ts';
import { replayCommand } from '../fuzz/replay.ts';

function asFinding(report: CallReport, plan: CallPlan, finding: CallFinding, expected: boolean): Finding {
  const { id, signature, scenario, server, fault, source, observed, path } = finding;
  return {
    id: `${scenario.replaceAll('/', '-')}-${id}`,
    group: report.hello.driver.name,
    claim: signature,
    status: expected ? 'expected' : 'failed',
    ...(expected ? { reason: 'listed as a known deviation' } : {}),
    expected: `${fault.expected} (${source})`,
    received: fault.detail,
    replay: replayCommand(plan, path),
    sequence: [`# ${server}`, ...timeline(observed)],
  };
}

/** All that the reports list of a run in call mode; one passed claim when there is nothing. */
export function callsAsFindings(report: CallReport, plan: CallPlan): Finding[] {
  const group = report.hello.driver.name;
  const listed: Finding[] = [
    ...report.findings.map((each) => asFinding(report, plan, each, false)),
    ...report.stale.map(({ line, signature }) => ({
      id: `stale-line-${line}`,
      group,
      claim: `${plan.expectFile}:${line}: no longer fails; remove the line`,
      status: 'failed' as const,
      received: signature,
    })),
    ...report.expected.map((each) => asFinding(report, plan, each, true)),
  ];
  if (listed.some(({ status }) => status === 'failed')) return listed;
  const claim = `${report.tried} calls, nothing new found`;
  return [...listed, { id: 'fuzz-calls', group, claim, status: 'passed' }];
}
