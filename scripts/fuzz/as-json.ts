import { bytesAsJson, expectationLine } from '../../property/fuzz/index.ts';
import type { Finding, FuzzReport } from '../../property/fuzz/index.ts';
import { replayCommand } from './replay.ts';
import type { FuzzPlan } from './read-settings.ts';

/** Fields may be added within a version, never removed or changed in meaning. */
const formatVersion = 1;

function findingJson(plan: FuzzPlan, finding: Finding): object {
  const { id, signature, fault, shape, verdict, why, bytes, came, stderr, path, count, shrink } = finding;
  return {
    id,
    signature,
    outcome: fault.outcome,
    shape,
    expected: verdict,
    why,
    ...bytesAsJson(bytes),
    bytes: bytes.length,
    originalBytes: finding.originalBytes,
    detail: fault.detail,
    came,
    ...(stderr === '' ? {} : { stderr }),
    seed: plan.seed,
    path,
    cases: count,
    shrink,
    replay: replayCommand(plan, path),
    expectation: JSON.parse(expectationLine(finding)) as object,
  };
}

/** The result of a run as a JSON value. */
export function asJson(report: FuzzReport, plan: FuzzPlan): object {
  const { hello, command, tried, bySource, agreed, lenient, skipped, passedOver, restarts, elapsedMs } =
    report;
  const findings = (list: readonly Finding[]) => list.map((each) => findingJson(plan, each));
  return {
    formatVersion,
    command: 'fuzz',
    mode: 'parse',
    driver: { ...hello.driver, command, traits: hello.traits ?? {}, shapes: hello.shapes ?? [] },
    seed: plan.seed,
    cases: { tried, bySource, agreed, lenient, skipped, passedOver },
    restarts,
    elapsedMs: Math.round(elapsedMs),
    findings: findings(report.findings),
    expected: findings(report.expected),
    stale: report.stale.map(({ line, signature }) => ({ line, signature })),
    strays: report.strays,
    leniencies: report.leniencies,
    gaveUp: report.gaveUp ?? null,
    interrupted: report.interrupted,
  };
}
