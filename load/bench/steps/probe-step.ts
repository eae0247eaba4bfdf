import type { OpenModelEngine } from '../../engine/index.ts';
import type { DrivenSession } from '../outcome.ts';
import type { PlannedStep } from '../plan.ts';
import { burstShare, edgeGroups, staggerMs } from '../probe-spread.ts';
import { nextOccurrence, probeOwnEdge, probeSharedEdge } from '../probes.ts';
import { leadMs } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { withOpenModel } from './with-open-model.ts';

/** Connections that a session's bursts find open. */
const warmConnections = (limit: number): number => Math.min(10, Math.max(1, limit));

type Drive = (context: StepContext, engine: OpenModelEngine, of: ProbedStep) => Promise<void>;

interface ProbedStep {
  readonly name: string;
  readonly driven: readonly DrivenSession[];
}

async function driveOwnEdge(
  { settings, clock, signal }: StepContext,
  engine: OpenModelEngine,
  { name, driven }: ProbedStep,
): Promise<void> {
  const spreadMs = staggerMs(settings);
  await Promise.all(
    driven.map(async ({ label, policy }, i) => {
      if (spreadMs > 0) await clock.sleep((i * spreadMs) / driven.length, signal);
      if (!signal.aborted) await probeOwnEdge(engine, label, name, policy);
    }),
  );
}

async function driveSharedEdge(
  { settings, sink, nowMs, warn }: StepContext,
  engine: OpenModelEngine,
  { name, driven }: ProbedStep,
): Promise<void> {
  const { windowMs } = settings.policy;
  const reopened = sink.reopening();
  if (reopened === null) {
    warn(`${name}: left out, for no step was throttled and admitted again`);
    return;
  }
  const fromMs = nowMs() + leadMs + reopened.errorMs + 2 * burstShare * windowMs;
  const edge = nextOccurrence(reopened, windowMs, fromMs);
  const groups = edgeGroups(settings);
  const all = driven.reduce((sum, { policy }) => sum + policy.limit, 0);
  let before = 0;
  await Promise.all(
    driven.map(({ label, policy }) => {
      const group = Math.floor((before / all) * groups);
      before += policy.limit;
      return probeSharedEdge(engine, label, name, policy, { ...edge, atMs: edge.atMs + group * windowMs });
    }),
  );
}

async function runProbe(context: StepContext, step: PlannedStep, drive: Drive): Promise<void> {
  const sessions = await context.pool.forStep(step.name, step.durationMs + leadMs);
  const connections = ({ policy }: DrivenSession) => warmConnections(policy.limit);
  await withOpenModel(context, { name: step.name, sessions, connections }, (engine) =>
    drive(context, engine, { name: step.name, driven: sessions.driven }),
  );
}

/** Probes the edge of a window that opens with a session's own first request. */
export const runOwnEdgeStep = (context: StepContext, step: PlannedStep): Promise<void> =>
  runProbe(context, step, driveOwnEdge);

/** Probes the edge of windows that all sessions share, where an earlier step has shown it; is left out otherwise. */
export const runSharedEdgeStep = (context: StepContext, step: PlannedStep): Promise<void> =>
  runProbe(context, step, driveSharedEdge);
