import { createStepSummary, createVerdictAccumulator } from '../analysis/index.ts';
import type { OverallRollingClaim, StepSummary } from '../analysis/index.ts';
import type { RatePolicy } from '../../schema/index.ts';
import { HarnessError, usageError } from '../../support/errors.ts';
import { bracketOf, loadsTried, nextLoad } from './bisection.ts';
import { watchHarness } from './harness-watch.ts';
import type { BenchOutcome } from './outcome.ts';
import { sumOverLimits } from './limits.ts';
import { intervalMs, loadStep } from './plan.ts';
import type { BenchPlan, PlannedStep } from './plan.ts';
import type { ThresholdResult } from './read-thresholds.ts';
import { createRunContext } from './run-context.ts';
import type { BenchContext, RunContext } from './run-context.ts';
import { holds } from './search-result.ts';
import type { Search, SearchTrial } from './search-result.ts';
import type { BenchSettings, SearchSettings } from './settings.ts';
import { runLoadStep } from './steps/load-step.ts';
import { judgeThreshold } from './thresholds.ts';

/** What a search may cost at the most: as if every load held but the highest. */
export function planSearch(settings: BenchSettings): BenchPlan {
  const { search, source, policy, sessions } = settings;
  const loads = search === undefined ? [] : loadsTried(search, (load) => load < search.to);
  const steps = [
    ...loads.slice(0, 1).map((load) => warmUpStep(settings, load)),
    ...loads.map((load) => loadStep(settings, load)),
  ];
  const requests = steps.reduce((sum, step) => sum + (step.requests ?? 0), 0);
  const gaps = source.kind === 'given' ? Math.max(0, steps.length - 1) * policy.windowMs : 0;
  const durationMs = steps.reduce((sum, step) => sum + step.durationMs, 0) + gaps;
  return {
    steps: [
      {
        name: 'search',
        kind: 'load',
        about: `at the most: ${loads.length} loads from ${search?.from} to ${search?.to} times the limit, each chosen by what held before`,
        requests,
        durationMs,
        load: null,
      },
    ],
    requests,
    sessionsCreated: source.kind === 'create' ? steps.length * sessions : 0,
    ...(settings.limits === undefined ? {} : { limits: settings.limits }),
    durationMs,
  };
}

/** The first requests of a process are slow, and would be held against the lowest load. */
const warmUpMs = 5000;

function warmUpStep(settings: BenchSettings, load: number): PlannedStep {
  const stepMs = Math.min(settings.stepMs, warmUpMs);
  return {
    ...loadStep({ ...settings, stepMs }, load),
    name: 'warm-up',
    about: 'the lowest load, not judged',
  };
}

/**
 * Searches for the highest multiple of the limit that keeps the thresholds, by bisection between two bounds: each trial is a load step on
 * sessions that are fresh or have been idle for a window, and the thresholds are held against it alone.
 * @throws HarnessError: exit code 3 when the deployment cannot be used from the start; 2 without a search in the settings.
 */
export async function runSearch(
  settings: BenchSettings,
  { clock, signal, on, ...rest }: BenchContext,
): Promise<BenchOutcome> {
  const { search, policy } = settings;
  if (search === undefined) throw usageError('the settings name no search');
  const context = createRunContext(settings, { clock, signal, on, ...rest });
  const { pool, sink, nowMs, warn, warnings, pacing } = context;
  const steps: PlannedStep[] = [];
  const trials: SearchTrial[] = [];

  on({ kind: 'plan', plan: planSearch(settings) });
  const watch = watchHarness(nowMs);
  try {
    const warmUp = warmUpStep(settings, search.from);
    on({ kind: 'step', step: warmUp, index: 0, of: null });
    steps.push(warmUp);
    await runLoadStep(context, warmUp, { thenMs: 0 });
    if (!signal.aborted) sink.refuseUseless(warmUp);
    for (let load = nextLoad(search, trials); load !== null; load = nextLoad(search, trials)) {
      if (pool.reused && !signal.aborted) {
        on({ kind: 'wait', ms: policy.windowMs, why: 'sessions are left idle for a window' });
        await clock.sleep(policy.windowMs, signal);
      }
      if (signal.aborted) break;
      const step = loadStep(settings, load);
      on({ kind: 'step', step, index: steps.length, of: null });
      steps.push(step);
      const thresholds = await tryLoad(context, step, search).catch((error: unknown) => {
        // What was found before is worth more than an exit.
        if (!(error instanceof HarnessError)) throw error;
        warn(`${step.name}: given up, and the search with it (${error.message})`);
        return null;
      });
      // Half a trial says nothing.
      if (thresholds === null || signal.aborted) break;
      trials.push({
        step: step.name,
        load,
        ratePerMinute:
          sumOverLimits(settings, (limit) => 60_000 / intervalMs(settings, load, limit)) / settings.sessions,
        held: holds(thresholds),
        thresholds,
      });
    }
  } finally {
    watch.stop();
    await pool.close();
  }

  const policies = new Map(pool.all().map(({ label, policy: own }) => [label, own]));
  const durationsMs = new Map(steps.map(({ name, durationMs }) => [name, durationMs]));
  return {
    plan: {
      steps,
      requests: sink.count(),
      sessionsCreated: pool.reused ? 0 : pool.all().length,
      ...(settings.limits === undefined ? {} : { limits: settings.limits }),
      durationMs: nowMs(),
    },
    sessions: pool.all(),
    steps: sink.summary({ policies, ...(signal.aborted ? {} : { durationsMs }) }),
    // Judging a long run takes a while: only for those who ask.
    get judgement() {
      return sink.judgement(policies);
    },
    pacing,
    health: watch.health(pacing),
    search: resultOf(search, trials),
    records: sink.records,
    allRecords: sink.all(),
    warnings,
    interrupted: signal.aborted,
    durationMs: nowMs(),
  };
}

/** Runs one trial, and holds the thresholds against its requests alone. */
async function tryLoad(
  context: RunContext,
  step: PlannedStep,
  { thresholds }: SearchSettings,
): Promise<readonly ThresholdResult[]> {
  const policies = new Map<string, RatePolicy>();
  const summary = createStepSummary({ policies, durationsMs: new Map([[step.name, step.durationMs]]) });
  const verdicts = thresholds.some(({ metric }) => metric === 'over_admission')
    ? createVerdictAccumulator()
    : null;
  const sessions = await runLoadStep(context, step, {
    thenMs: 0,
    onRecord(record) {
      summary.add(record);
      verdicts?.add(record);
    },
  });
  for (const { label, policy } of sessions.driven) policies.set(label, policy);
  warnOfLateness(context, step, summary.result());
  const measured = {
    steps: summary.result(),
    loadSteps: [step.name],
    overall: verdicts === null ? null : asSeen(verdicts.judge(policies).rolling.overall),
  };
  return thresholds.map((threshold) => judgeThreshold(threshold, measured));
}

/** A load too low to show anything beyond the limit shows nothing beyond it: what was seen is what counts here. */
const asSeen = (overall: OverallRollingClaim): OverallRollingClaim =>
  overall.outcome === 'inconclusive' ? { ...overall, outcome: 'not_refuted' } : overall;

/** Beyond this, what did not hold may be the doing of the harness. */
const lateMs = 50;

function warnOfLateness(
  { warn, pacing }: RunContext,
  { name }: PlannedStep,
  [summary]: readonly StepSummary[],
): void {
  const p99Us = pacing.findLast(({ step }) => step === name)?.stats.sendDelay.p99Us ?? 0;
  const dropped = summary?.dropped ?? 0;
  if (p99Us <= lateMs * 1000 && dropped === 0) return;
  warn(
    `${name}: the harness did not keep up (late by ${Math.round(p99Us / 1000)} ms at the 99th percentile, ${dropped} never sent); what does not hold there may be its own doing`,
  );
}

function resultOf(bounds: SearchSettings, trials: readonly SearchTrial[]): Search {
  const { from, to, resolution } = bounds;
  const bracket = bracketOf(trials);
  const decisive = trials.find(({ load }) => load === (bracket.held ?? bracket.notHeld));
  return { from, to, resolution, ...bracket, trials, thresholds: decisive?.thresholds ?? [] };
}
