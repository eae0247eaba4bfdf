import { describeBytes, findingOutcomes } from '../../property/fuzz/index.ts';
import type { Expectation, Finding as FuzzFinding, FuzzReport } from '../../property/fuzz/index.ts';
import type { Finding } from '../reporting/index.ts';
import { replayCommand } from './replay.ts';
import type { FuzzPlan } from './read-settings.ts';

const titleOf = ({ fault }: FuzzFinding): string =>
  [findingOutcomes[fault.outcome], fault.part, fault.what].filter(Boolean).join(': ');

/** A finding of the fuzzer in the form that all reports share. */
export function asFinding(
  report: FuzzReport,
  plan: FuzzPlan,
  finding: FuzzFinding,
  expected: boolean,
): Finding {
  const { id, fault, shape, verdict, why, bytes, path } = finding;
  return {
    id: `${fault.outcome}-${id}`,
    group: report.hello.driver.name,
    claim: `${shape}: ${titleOf(finding)}`,
    status: expected ? 'expected' : 'failed',
    ...(expected ? { reason: 'listed as a known deviation' } : {}),
    expected: `${verdict}: ${why}`,
    received: fault.detail,
    replay: replayCommand(plan, path),
    sequence: [describeBytes(bytes, 2000)],
  };
}

const staleFinding = (report: FuzzReport, plan: FuzzPlan, { line, signature }: Expectation): Finding => ({
  id: `stale-line-${line}`,
  group: report.hello.driver.name,
  claim: `${plan.expectFile}:${line}: no longer fails; remove the line`,
  status: 'failed',
  received: signature,
});

/** All that the reports list of a run; one passed claim when there is nothing. */
export function asFindings(report: FuzzReport, plan: FuzzPlan): Finding[] {
  const listed = [
    ...report.findings.map((each) => asFinding(report, plan, each, false)),
    ...report.stale.map((each) => staleFinding(report, plan, each)),
    ...report.expected.map((each) => asFinding(report, plan, each, true)),
  ];
  if (listed.some(({ status }) => status === 'failed')) return listed;
  const claim = `${report.tried} cases, nothing new found`;
  return [...listed, { id: 'fuzz', group: report.hello.driver.name, claim, status: 'passed' }];
}
