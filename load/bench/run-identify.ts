import type { RatePolicy } from '../../schema/index.ts';
import { fingerprintRecords } from '../analysis/index.ts';
import type { Standing } from '../analysis/index.ts';
import { createOpenModelEngine } from '../engine/index.ts';
import type { PacingStats } from '../engine/index.ts';
import { isProgress, nextProbe } from '../probes/index.ts';
import type { ProbePlan } from '../probes/index.ts';
import type { RequestRecord } from '../records.ts';
import { watchHarness } from './harness-watch.ts';
import { differentLimits } from './limits.ts';
import type { BenchOutcome, DrivenSession, IdentifiedLimit } from './outcome.ts';
import type { PlannedBench, PlannedStep } from './plan.ts';
import { createProbeSessions } from './probe-sessions.ts';
import { createRecordSink } from './record-sink.ts';
import type { BenchContext } from './run-context.ts';
import type { BenchSettings } from './settings.ts';

/** Requests start this long after their probe's connections are open. */
const leadMs = 50;
/** Connections that a burst finds open; beyond that the deployment would be measured at accepting connections. */
const mostConnections = 64;
/** Answers are taken to need so long until some were seen. */
const firstLatencyMs = 20;
/** Windows that an identification may take; most need about ten. */
const mostWindows = 60;

/** Requests at the most: enough for every probe that tells limiters apart. */
const requestsFor = (limit: number): number => 60 * limit + 400;

/** Different limits that one identification may go through, one after another. */
export const mostIdentified = 8;

/** What an identification may cost, never more than the budget; how much of it depends on the answers. */
export function planIdentify(settings: BenchSettings): PlannedBench {
  const limits = differentLimits(settings);
  const requests = Math.min(
    settings.budget,
    limits.reduce((sum, limit) => sum + requestsFor(limit), 0),
  );
  const durationMs = limits.length * mostWindows * settings.policy.windowMs;
  const each = limits.length === 1 ? '' : `; for the limits ${limits.join(', ')}, one after another`;
  const step: PlannedStep = {
    name: 'identify',
    kind: 'probe',
    about: `at the most: probes, each chosen by what the ones before it left open${each}`,
    requests,
    durationMs,
    load: null,
  };
  return {
    steps: [step],
    requests,
    sessionsCreated: settings.source.kind === 'create' ? null : 0,
    durationMs,
  };
}

/**
 * Names the limiter behind a deployment by probes, each on a session that nothing before counts against: the next is
 * always the one that separates what is still possible at the least cost. Ends when one is left, when nothing tells apart
 * what is left, or when the budget is used up. Where sessions have different limits, each limit's limiter is named by probes of its own,
 * one limit after another.
 * @throws HarnessError: exit code 3 when the deployment cannot be used from the start.
 */
export async function runIdentify(
  settings: BenchSettings,
  { clock, signal, on }: BenchContext,
): Promise<BenchOutcome> {
  const { target, policy } = settings;
  const originMs = clock.monotonicMs();
  const nowMs = () => clock.monotonicMs() - originMs;
  const most = planIdentify(settings);
  const sink = createRecordSink((record) => on({ kind: 'record', record }));
  const warnings: string[] = [];
  const steps: PlannedStep[] = [];
  const pacing: { step: string; stats: PacingStats }[] = [];
  const endedBy: IdentifiedLimit[] = [];
  let lastId = 0;
  const warn = (text: string) => {
    warnings.push(text);
    on({ kind: 'warning', text });
  };
  const sessions = createProbeSessions(settings, { clock, signal, on, warn });
  const policies = () => new Map(sessions.all().map(({ label, policy: own }) => [label, own] as const));

  async function send(probe: ProbePlan, name: string, limit: number): Promise<readonly DrivenSession[]> {
    const { credentials, driven } = await sessions.forProbe(name, probe, limit);
    if (signal.aborted) return driven;
    const engine = createOpenModelEngine({
      target,
      sessions: credentials,
      clock,
      originMs,
      signal,
      nextId: () => (lastId += 1),
    });
    engine.on('record', (record) => sink.keep(record));
    try {
      for (const { label } of credentials) await engine.warmUp(label, connectionsOf(probe));
      const startMs = nextAtPhase(nowMs() + leadMs, probe.startPhaseMs, policy.windowMs);
      await engine.run(
        probe.sends.map(({ atMs, session }) => ({
          atMs: startMs + atMs,
          session: credentials[session]?.label ?? '',
          step: name,
        })),
      );
      pacing.push({ step: name, stats: engine.pacing() });
    } finally {
      await engine.close();
    }
    return driven;
  }

  on({ kind: 'plan', plan: most });
  const watch = watchHarness(nowMs);
  const limits = differentLimits(settings);

  /** @param mine takes the sessions that are probed. @returns why no more probes are sent. */
  async function identify(limit: number, mine: DrivenSession[]): Promise<string> {
    const done: ProbePlan[] = [];
    const [sentBefore, beganMs] = [sink.count(), nowMs()];
    let standings: readonly Standing[] = [];
    let fruitless = 0;
    while (!signal.aborted) {
      const next = nextProbe({
        policy: promised(mine, { ...policy, limit }),
        standings,
        done,
        latencyMs: latencyOf(sink.records),
        budget: {
          requests: Math.min(most.requests - sink.count(), requestsFor(limit) - (sink.count() - sentBefore)),
          timeMs: mostWindows * policy.windowMs - (nowMs() - beganMs),
        },
        fruitless,
      });
      if (next.kind !== 'probe') return next.reason;
      const { plan } = next;
      const nth = done.filter((one) => one.name === plan.name).length + 1;
      const name = `${plan.name}-${nth}${limits.length === 1 ? '' : `@${limit}`}`;
      const step: PlannedStep = {
        name,
        kind: 'probe',
        about: plan.about,
        requests: plan.sends.length,
        durationMs: plan.durationMs,
        load: null,
      };
      on({ kind: 'step', step, index: steps.length, of: null });
      steps.push(step);
      mine.push(...(await send(plan, name, limit)));
      if (steps.length === 1 && !signal.aborted) sink.refuseUseless(step);
      done.push(plan);
      const own = new Map(mine.map((session) => [session.label, session.policy]));
      const fingerprint = fingerprintRecords(
        sink.records.filter(({ session }) => own.has(session)),
        own,
      );
      fruitless = isProgress(standings, fingerprint.standings) ? 0 : fruitless + 1;
      standings = fingerprint.standings;
    }
    return 'it was interrupted';
  }

  try {
    for (const limit of limits) {
      const mine: DrivenSession[] = [];
      const ended = await identify(limit, mine);
      endedBy.push({ limit, sessions: mine.map(({ label }) => label), ended });
    }
  } finally {
    watch.stop();
    await sessions.close();
  }

  return {
    plan: {
      steps,
      requests: sink.count(),
      sessionsCreated: settings.source.kind === 'create' ? sessions.all().length : 0,
      durationMs: nowMs(),
    },
    sessions: sessions.all(),
    steps: sink.summary({ policies: policies() }),
    judgement: sink.judgement(policies()),
    pacing,
    health: watch.health(pacing),
    records: sink.records,
    warnings,
    interrupted: signal.aborted,
    freshSessions: true,
    identifyEnded:
      limits.length === 1
        ? (endedBy[0]?.ended ?? '')
        : endedBy.map(({ limit, ended }) => `limit ${limit}: ${ended}`).join('; '),
    ...(settings.limits === undefined ? {} : { identifyEndedBy: endedBy }),
    durationMs: nowMs(),
  };
}

/** Sessions may be given another limit than they asked for: probes are made for what the last one was promised. */
const promised = (driven: readonly DrivenSession[], asked: RatePolicy): RatePolicy =>
  driven.at(-1)?.policy ?? asked;

/** As many as are sent at one moment. */
function connectionsOf({ sends }: ProbePlan): number {
  let most = 1;
  let [atMs, together] = [-Infinity, 0];
  for (const send of sends) {
    together = send.atMs - atMs < 1 ? together + 1 : 1;
    atMs = send.atMs;
    most = Math.max(most, together);
  }
  return Math.min(most, mostConnections);
}

/** The next moment at a phase of the window, from `fromMs` on. */
const nextAtPhase = (fromMs: number, phaseMs: number | null, windowMs: number): number =>
  phaseMs === null ? fromMs : fromMs + ((((phaseMs - fromMs) % windowMs) + windowMs) % windowMs);

/** What nine of ten answers needed, from when they should have left. */
function latencyOf(records: readonly RequestRecord[]): number {
  const latencies = records
    .flatMap(({ intendedMs, firstByteMs }) =>
      intendedMs === null || firstByteMs === null ? [] : [firstByteMs - intendedMs],
    )
    .toSorted((a, b) => a - b);
  return latencies[Math.floor(latencies.length * 0.9)] ?? firstLatencyMs;
}
