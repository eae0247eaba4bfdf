import type { Clock } from '../../support/clock.ts';
import { HarnessError } from '../../support/errors.ts';
import { createStepSummary, judgeRolling } from '../analysis/index.ts';
import { constantRate, createClosedModelEngine, createOpenModelEngine } from '../engine/index.ts';
import type { PacingStats } from '../engine/index.ts';
import type { RequestRecord } from '../records.ts';
import { watchHarness } from './harness-watch.ts';
import type { BenchEvent, BenchOutcome } from './outcome.ts';
import { burstShare, intervalMs, planBench } from './plan.ts';
import type { PlannedStep } from './plan.ts';
import { nextOccurrence, probeOwnEdge, probeSharedEdge, seenReopening } from './probes.ts';
import { createSessionPool } from './session-pool.ts';
import { refuseUseless } from './useless.ts';
import type { StepSessions } from './session-pool.ts';
import type { BenchSettings } from './settings.ts';

export interface BenchContext {
  readonly clock: Clock;
  /** Aborting it ends the run early; the outcome is of what was measured so far. */
  readonly signal: AbortSignal;
  /** Told what happens; called synchronously. */
  readonly on: (event: BenchEvent) => void;
}

/** Requests start this long after their step's connections are open. */
const leadMs = 50;
/** Connections of the saturation, over all sessions. */
const saturationConnections = 10;
/** Connections that a session's bursts find open. */
const warmConnections = (limit: number): number => Math.min(10, Math.max(1, limit));

/**
 * Measures a deployment against the limit of its sessions: load steps, probes of the window's edges, saturation;
 * each on sessions that are fresh or have been idle for a window. Then judges every record.
 * @throws HarnessError: exit code 3 when the deployment cannot be used from the start.
 */
export async function runBench(
  settings: BenchSettings,
  { clock, signal, on }: BenchContext,
): Promise<BenchOutcome> {
  const plan = planBench(settings);
  const { target, policy } = settings;
  const originMs = clock.monotonicMs();
  const nowMs = () => clock.monotonicMs() - originMs;
  const records: RequestRecord[] = [];
  const warnings: string[] = [];
  const pacing: { step: string; stats: PacingStats }[] = [];
  let lastId = 0;
  const warn = (text: string) => {
    if (warnings.includes(text)) return;
    warnings.push(text);
    on({ kind: 'warning', text });
  };
  const keep = (record: RequestRecord) => {
    records.push(record);
    on({ kind: 'record', record });
  };
  const nextId = () => (lastId += 1);
  const pool = createSessionPool(settings, warn);

  /** Opens an engine for the sessions of a step, lets `drive` use it, and closes it whatever happens. */
  async function openModel(
    step: PlannedStep,
    { credentials, driven }: StepSessions,
    drive: (engine: ReturnType<typeof createOpenModelEngine>) => Promise<unknown>,
  ): Promise<void> {
    const engine = createOpenModelEngine({ target, sessions: credentials, clock, originMs, signal, nextId });
    engine.on('record', keep);
    try {
      const connections = step.kind === 'probe' ? warmConnections(policy.limit) : 1;
      for (const { label } of driven) await engine.warmUp(label, connections);
      await drive(engine);
      pacing.push({ step: step.name, stats: engine.pacing() });
    } finally {
      await engine.close();
    }
  }

  async function runStep(step: PlannedStep): Promise<void> {
    const sessions = await pool.forStep(step.name, step.durationMs + leadMs);
    const labels = sessions.driven.map(({ label }) => label);
    if (step.kind === 'saturation') {
      const engine = createClosedModelEngine({
        target,
        sessions: sessions.credentials,
        clock,
        originMs,
        signal,
        nextId,
      });
      engine.on('record', keep);
      const connectionsPerSession = Math.ceil(saturationConnections / sessions.driven.length);
      await engine.run({ step: step.name, connectionsPerSession, durationMs: step.durationMs });
      return;
    }
    await openModel(step, sessions, async (engine) => {
      if (step.load !== null) {
        const ratePerMinute = 60_000 / intervalMs(settings, step.load);
        const startMs = nowMs() + leadMs;
        await engine.run(
          constantRate({
            ratePerMinute,
            startMs,
            durationMs: settings.stepMs,
            sessions: labels,
            step: step.name,
          }),
        );
      } else if (step.name === 'edge-own') {
        await Promise.all(sessions.driven.map((s) => probeOwnEdge(engine, s.label, step.name, s.policy)));
      } else {
        const reopened = seenReopening(records);
        if (reopened === null) {
          warn(`${step.name}: left out, for no step was throttled and admitted again`);
          return;
        }
        const edge = nextOccurrence(
          reopened,
          policy.windowMs,
          nowMs() + leadMs + reopened.errorMs + 2 * burstShare * policy.windowMs,
        );
        await Promise.all(
          sessions.driven.map((s) => probeSharedEdge(engine, s.label, step.name, s.policy, edge)),
        );
      }
    });
  }

  on({ kind: 'plan', plan });
  const watch = watchHarness();
  try {
    for (const [index, step] of plan.steps.entries()) {
      if (signal.aborted) break;
      if (index > 0 && pool.reused) {
        on({ kind: 'wait', ms: policy.windowMs, why: 'sessions are left idle for a window' });
        await clock.sleep(policy.windowMs, signal);
      }
      if (signal.aborted) break;
      on({ kind: 'step', step, index, of: plan.steps.length });
      try {
        await runStep(step);
      } catch (error) {
        // Later, what was measured before is worth more than an exit; at the start there is nothing to save.
        if (index === 0 || !(error instanceof HarnessError)) throw error;
        warn(`${step.name}: given up (${error.message})`);
      }
      if (index === 0 && !signal.aborted) refuseUseless(records, step);
    }
  } finally {
    watch.stop();
    await pool.close();
  }

  const policies = new Map(pool.all().map((session) => [session.label, session.policy]));
  const durationsMs = new Map(
    plan.steps.filter(({ kind }) => kind !== 'probe').map((step) => [step.name, step.durationMs]),
  );
  const summary = createStepSummary(signal.aborted ? { policies } : { policies, durationsMs });
  for (const record of records) summary.add(record);
  return {
    plan,
    sessions: pool.all(),
    steps: summary.result(),
    judgement: judgeRolling(records, policies),
    pacing,
    health: watch.health(pacing),
    records,
    warnings,
    interrupted: signal.aborted,
    durationMs: nowMs(),
  };
}
