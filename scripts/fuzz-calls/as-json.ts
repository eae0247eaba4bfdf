import { callExpectationLine } from '../../property/calls/index.ts';
import type { CallFinding, CallReport, Observed } from '../../property/calls/index.ts';
import type { CallPlan } from './read-settings.ts';
import { replayCommand } from '../fuzz/replay.ts';

/** Fields may be added within a version, never removed or changed in meaning. */
const formatVersion = 1;

/** Every request that the client made, and how its call ended. */
export const timelineJson = ({ exchanges, outcome, elapsedMs }: Observed): object => ({
  timeline: exchanges.map(({ method, target, headers, atMs, endMs, answered, status, abandoned }) => ({
    atMs: Math.round(atMs * 1000) / 1000,
    endMs: endMs === undefined ? null : Math.round(endMs * 1000) / 1000,
    method,
    target,
    headers,
    answered,
    status,
    abandoned,
  })),
  outcome,
  elapsedMs: Math.round(elapsedMs),
});

function findingJson(plan: CallPlan, finding: CallFinding): object {
  const { id, signature, fault, scenario, server, source, reference, observed, path, count, shrink } =
    finding;
  return {
    id,
    signature,
    scenario,
    server,
    rule: fault.rule,
    expected: fault.expected,
    source,
    ...(reference === undefined ? {} : { reference }),
    detail: fault.detail,
    plan: finding.plan,
    originalPlan: finding.originalPlan,
    ...timelineJson(observed),
    seed: plan.seed,
    path,
    cases: count,
    shrink,
    replay: replayCommand(plan, path),
    expectation: JSON.parse(callExpectationLine(finding)) as object,
  };
}

/** The result of a run in call mode as a JSON value. */
export function callsAsJson(report: CallReport, plan: CallPlan): object {
  const { hello, command, tried, kept, skipped, requests, restarts, elapsedMs } = report;
  const findings = (list: readonly CallFinding[]) => list.map((each) => findingJson(plan, each));
  return {
    formatVersion,
    command: 'fuzz',
    mode: 'call',
    driver: { ...hello.driver, command, operations: hello.operations ?? [] },
    seed: plan.seed,
    cases: { tried, kept, skipped, byScenario: report.byScenario },
    requests,
    restarts,
    elapsedMs: Math.round(elapsedMs),
    findings: findings(report.findings),
    expected: findings(report.expected),
    stale: report.stale.map(({ line, signature }) => ({ line, signature })),
    unrepeated: report.unrepeated,
    gaveUp: report.gaveUp ?? null,
    interrupted: report.interrupted,
  };
}
