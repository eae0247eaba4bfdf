import { HarnessError } from '../../support/errors.ts';
import { watchHarness } from './harness-watch.ts';
import type { BenchFindings, BenchOutcome } from './outcome.ts';
import { planBench } from './plan.ts';
import { createRunContext } from './run-context.ts';
import type { BenchContext } from './run-context.ts';
import type { BenchSettings } from './settings.ts';
import { runStep } from './steps/run-step.ts';
import type { StepResult } from './steps/run-step.ts';

/**
 * Measures a deployment against the limit of its sessions: load steps, probes of the window's edges, saturation;
 * each on sessions that are fresh or have been idle for a window. Then judges every record.
 * @throws HarnessError: exit code 3 when the deployment cannot be used from the start.
 */
export async function runBench(
  settings: BenchSettings,
  { clock, signal, on, ...rest }: BenchContext,
): Promise<BenchOutcome> {
  const plan = planBench(settings);
  const { policy } = settings;
  const context = createRunContext(settings, { clock, signal, on, ...rest });
  const { pool, sink, nowMs, warn, warnings, pacing } = context;

  on({ kind: 'plan', plan });
  const watch = watchHarness(nowMs);
  let findings: BenchFindings = {};
  let before: StepResult | null = null;
  try {
    for (const [index, step] of plan.steps.entries()) {
      if (signal.aborted) break;
      if (index > 0 && pool.reused && step.continues !== true) {
        on({ kind: 'wait', ms: policy.windowMs, why: 'sessions are left idle for a window' });
        await clock.sleep(policy.windowMs, signal);
      }
      if (signal.aborted) break;
      on({ kind: 'step', step, index, of: plan.steps.length });
      try {
        before = await runStep(context, step, { next: plan.steps[index + 1], before });
        findings = { ...findings, ...before.findings };
      } catch (error) {
        before = null;
        // Later, what was measured before is worth more than an exit; at the start there is nothing to save.
        if (index === 0 || !(error instanceof HarnessError)) throw error;
        warn(`${step.name}: given up (${error.message})`);
      }
      if (index === 0 && !signal.aborted) sink.refuseUseless(step);
    }
  } finally {
    watch.stop();
    await pool.close();
  }

  const policies = new Map(pool.all().map((session) => [session.label, session.policy]));
  const durationsMs = new Map(
    plan.steps.filter(({ kind }) => kind !== 'probe').map((step) => [step.name, step.durationMs]),
  );
  const ramps = new Map(
    plan.steps.flatMap(({ name, ramp }) => (ramp === undefined ? [] : [[name, ramp] as const])),
  );
  const busy = new Set(
    plan.steps.filter(({ kind }) => kind === 'recovery' || kind === 'lifecycle').map(({ name }) => name),
  );
  return {
    plan,
    sessions: pool.all(),
    steps: sink.summary({ policies, ramps, busy, ...(signal.aborted ? {} : { durationsMs }) }),
    // Judging a long run takes a while: only for those who ask.
    get judgement() {
      return sink.judgement(policies);
    },
    pacing,
    health: watch.health(pacing),
    ...findings,
    records: sink.records,
    allRecords: sink.all(),
    warnings,
    interrupted: signal.aborted,
    durationMs: nowMs(),
  };
}
