import path from 'node:path';
import {
  explainEvidence,
  explainGrading,
  explainWitness,
  type HarnessHealth,
  healthProblem,
  meetsRequirement,
  nameHypothesis,
  type Reading,
  readings,
  type Verdicts,
} from '../../load/index.ts';
import type { RatePolicy } from '../../schema/index.ts';
import { exitCodes } from '../../support/errors.ts';
import { showJudging } from '../bench/show-judging.ts';
import type { Io } from '../io.ts';
import { judgeRuns } from './judge-runs.ts';
import type { MergeFile } from './merge-file.ts';
import { readRunHead, type RunHead, toldOf } from './read-run.ts';
import { OptionReader } from '../options.ts';

/** The options of `merge` as they were given. */
export interface MergeOptions {
  readonly clockUncertainty: string;
  readonly sharedSessions?: boolean;
  readonly require: string;
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** Judges several runs together; the exit code goes to `io`. */
export async function mergeRuns(dirs: readonly string[], options: MergeOptions, io: Io): Promise<void> {
  const reader = new OptionReader();
  const uncertaintyMs = reader.durationMs('--clock-uncertainty', options.clockUncertainty, 0, 60_000);
  const required = reader.choice('--require', options.require, readings);
  reader.check();
  const runs: RunHead[] = [];
  for (const dir of dirs) runs.push(await readRunHead(dir));
  const sharedSessions = options.sharedSessions === true;
  const policies = joinPolicies(runs, sharedSessions, reader);
  reader.check();
  const first = runs[0]?.startedAtMs ?? 0;
  const sources = runs.map(({ dir, startedAtMs, run }, i) => ({
    dir,
    told: toldOf(run),
    label: labelOf(dir),
    offsetMs: startedAtMs - first,
    // The first run's clock is the common one.
    uncertaintyMs: i === 0 ? 0 : uncertaintyMs,
  }));
  const fresh = runs.every((run) => run.fresh) && !sharedSessions;
  const view = showJudging(io, options.json === true);
  const verdicts = await judgeRuns(
    { sources, options: { sharedSessions }, policies, fresh, health: poorestHealth(runs) },
    { signal: io.signal, onProgress: view.update },
  ).finally(view.end);
  if (verdicts === null) {
    io.stderr('interrupted: nothing was judged\n');
    io.setExitCode(exitCodes.interrupted);
    return;
  }
  const file: MergeFile = { formatVersion: 1, kind: 'merge', ...verdicts };
  io.stdout(options.json === true ? `${JSON.stringify(file, null, 2)}\n` : describe(verdicts, required));
  const outcome = meetsRequirement(verdicts.grading, required);
  const refuted = outcome === 'proved' || (outcome === 'inconclusive' && options.strict === true);
  io.setExitCode(refuted ? exitCodes.finding : exitCodes.ok);
}

/** One run that was too slow makes the whole doubtful; null when none was. */
function poorestHealth(runs: readonly RunHead[]): HarnessHealth | null {
  const windowMs = Math.min(
    ...runs.flatMap(({ policies }) => Array.from(policies.values(), (one) => one.windowMs)),
  );
  const all = runs.flatMap(({ run }) => run.health ?? []);
  return all.find((health) => healthProblem(health, windowMs) !== null) ?? null;
}

const labelOf = (dir: string): string => path.basename(path.resolve(dir));

function joinPolicies(
  runs: readonly RunHead[],
  shared: boolean,
  reader: OptionReader,
): Map<string, RatePolicy> {
  const joined = new Map<string, RatePolicy>();
  for (const { dir, policies } of runs) {
    for (const [session, policy] of policies) {
      const label = shared ? session : `${labelOf(dir)}/${session}`;
      const known = joined.get(label);
      if (known !== undefined && (known.limit !== policy.limit || known.windowMs !== policy.windowMs))
        reader.problem(
          `${dir}: session ${session} has another limit than in an earlier run; is it the same session?`,
        );
      joined.set(label, policy);
    }
  }
  return joined;
}

function describe({ rolling, claims, grading, fingerprint }: Verdicts, required: Reading): string {
  const lines = [
    `required: ${required}: ${meetsRequirement(grading, required).replace('_', ' ')} that it was broken; kept: ${explainGrading(grading)}`,
    '',
  ];
  for (const claim of [rolling.overall, ...claims]) {
    lines.push(`${claim.outcome.replace('_', ' ').padEnd(12)} ${claim.name}: ${claim.statement}`);
    if (claim.reason !== null) lines.push(`${' '.repeat(13)}${claim.reason}`);
  }
  lines.push('', `limiter: ${fingerprint.outcome}`);
  for (const { alive, hypothesis } of fingerprint.standings)
    if (alive) lines.push(`  may be ${nameHypothesis(hypothesis)}`);
  const { witness } = rolling.overall;
  if (witness !== undefined) lines.push('', ...explainWitness(witness));
  for (const { outcome, evidence } of claims)
    if (outcome === 'proved') for (const piece of evidence) lines.push('', ...explainEvidence(piece));
  return `${lines.join('\n')}\n`;
}
