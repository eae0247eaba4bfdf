import type { BenchPlan } from '../bench/index.ts';
import { planScenario, type ScenarioPlan } from '../k6/plan/scenario-steps.ts';
import type { K6BenchSettings } from './settings.ts';

/** A plan as the other engines have it, and what only k6 needs to know. */
export interface K6Plan extends BenchPlan {
  /** See `ScenarioPlan`. */
  readonly givenSessions: boolean;
}

/** What a scenario amounts to. Pure: nothing is sent. */
export function planK6(settings: K6BenchSettings): K6Plan {
  const plan = scenarioPlan(settings);
  const { source, sessions } = settings.bench;
  const known = plan.steps.every(({ requests }) => requests !== null);
  return {
    steps: plan.steps.map((step) => ({ ...step, kind: 'load' as const })),
    requests: known ? plan.steps.reduce((sum, { requests }) => sum + (requests ?? 0), 0) : 0,
    sessionsCreated: source.kind === 'create' && plan.givenSessions ? plan.steps.length * sessions : 0,
    durationMs: plan.durationMs,
    givenSessions: plan.givenSessions,
  };
}

function scenarioPlan({ bench, scenario, ...more }: K6BenchSettings): ScenarioPlan {
  // Sessions that were given serve every step, and are left idle for a window in between.
  const gapMs = bench.source.kind === 'given' ? bench.policy.windowMs : 0;
  return planScenario(
    scenario,
    {
      ...more,
      ...bench.policy,
      sessions: bench.sessions,
      loads: bench.loads,
      stepMs: bench.stepMs,
      timeoutMs: bench.target.timeoutMs,
    },
    gapMs,
  );
}
