import type { RatePolicy } from '../../../schema/policy.ts';
import { type Fingerprint, fingerprintRecords, type Standing } from '../../analysis/index.ts';
import { type MakeVirtual, playVirtual, type VirtualWorld } from '../../analysis/testing/virtual.ts';
import type { RequestRecord } from '../../records.ts';
import { isProgress, nextProbe } from '../next-probe.ts';
import type { ProbePlan } from '../probe-plan.ts';

export interface VirtualIdentification {
  readonly fingerprint: Fingerprint;
  readonly probes: readonly ProbePlan[];
  readonly requests: number;
  readonly timeMs: number;
  /** Why no more was sent. */
  readonly ended: string;
}

/** Names a limiter by probes in virtual time, each on fresh sessions: the loop that an engine would run. */
export function identifyVirtual(
  make: MakeVirtual,
  policy: RatePolicy,
  world: VirtualWorld,
  budget = { requests: 60 * policy.limit + 400, timeMs: 60 * policy.windowMs },
  onProbe: (plan: ProbePlan, fingerprint: Fingerprint) => void = () => {},
): VirtualIdentification {
  const records: RequestRecord[] = [];
  const policies = new Map<string, RatePolicy>();
  const probes: ProbePlan[] = [];
  const limiters = new Map<number, ReturnType<MakeVirtual>>();
  let nowMs = 0.37 * policy.windowMs;
  let standings: readonly Standing[] = [];
  let fruitless = 0;
  let fingerprint = fingerprintRecords([], policies);
  for (;;) {
    const left = { requests: budget.requests - records.length, timeMs: budget.timeMs - nowMs };
    const next = nextProbe({
      policy,
      standings,
      done: probes,
      latencyMs: world.latencyUs / 1000,
      budget: left,
      fruitless,
    });
    const done = { fingerprint, probes, requests: records.length, timeMs: nowMs };
    if (next.kind !== 'probe') return { ...done, ended: next.reason };
    const { plan } = next;
    const startMs = startAt(nowMs, plan.startPhaseMs, policy.windowMs);
    const first = policies.size;
    for (let i = 0; i < plan.sessions; i += 1) policies.set(`s${first + i + 1}`, policy);
    const run = playVirtual(
      plan.sends.map(({ atMs, session }) => ({ atUs: Math.round((startMs + atMs) * 1000), session })),
      (_, session) => {
        const one = limiters.get(first + session) ?? make(policy, first + session);
        limiters.set(first + session, one);
        return one;
      },
      Array.from({ length: plan.sessions }, () => policy),
      world,
      records.length + 1,
      (session) => `s${first + session + 1}`,
    );
    records.push(...run.records);
    probes.push(plan);
    nowMs = startMs + plan.durationMs + 2 * (world.latencyUs / 1000) + 0.05 * policy.windowMs;
    fingerprint = fingerprintRecords(records, policies);
    fruitless = isProgress(standings, fingerprint.standings) ? 0 : fruitless + 1;
    standings = fingerprint.standings;
    onProbe(plan, fingerprint);
  }
}

/** The next moment at a phase of the window, from `nowMs` on. */
function startAt(nowMs: number, phaseMs: number | null, windowMs: number): number {
  return phaseMs === null ? nowMs : nowMs + ((((phaseMs - nowMs) % windowMs) + windowMs) % windowMs);
}
