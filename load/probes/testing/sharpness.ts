import type { RatePolicy } from '../../../schema/policy.ts';
import type { LimiterName } from '../../../server/limiter/index.ts';
import { judgeRecords } from '../../analysis/index.ts';
import { ours, perfectWorld, playVirtual } from '../../analysis/testing/virtual.ts';
import type { RequestRecord } from '../../records.ts';
import { burstProbe, ownEdgeProbe, type ProbePlan, probeTerms, twiceProbe } from '../probe-plan.ts';

/** Which claim a limiter breaks that admits one more than the limit, by the promise that it was to keep. */
const broken: readonly (readonly [LimiterName, string])[] = [
  ['sliding-window-log', 'over_admission_rolling'],
  ['sliding-window-counter', 'over_admission_rolling'],
  ['fixed-window-aligned', 'over_admission_fixed'],
  ['fixed-window-anchored', 'over_admission_fixed'],
  ['token-bucket', 'over_admission_bucket'],
  ['gcra', 'over_admission_bucket'],
];

/** Latency either way, and how late sends may be, as parts of a window. */
export const jitters = [0, 0.0005, 0.005, 0.02, 0.05, 0.1, 0.25];

export interface SharpnessRow {
  readonly limiter: LimiterName;
  readonly claim: string;
  /** Share proved, by jitter in the order of `jitters`. */
  readonly proved: readonly number[];
  readonly runs: number;
}

/** How often a limiter that admits one too many is proved wrong by three probes: a burst, its own edge, two bursts at different phases. */
export function measureSharpness(
  runsPerCell: number,
  limits: readonly number[] = [1, 2, 5, 10, 50],
): SharpnessRow[] {
  return broken.map(([limiter, claim]) => ({
    limiter,
    claim,
    runs: runsPerCell,
    proved: jitters.map((jitter) => {
      let proved = 0;
      for (let run = 0; run < runsPerCell; run += 1) {
        const limit = limits[run % limits.length] as number;
        if (isProved(limiter, claim, limit, jitter, run)) proved += 1;
      }
      return proved / runsPerCell;
    }),
  }));
}

function isProved(limiter: LimiterName, claim: string, limit: number, jitter: number, seed: number): boolean {
  const policy: RatePolicy = { limit, windowMs: 4000 };
  const world = {
    ...perfectWorld,
    seed,
    latencyUs: (jitter * policy.windowMs * 1000) / 2,
    jitterUs: jitter * policy.windowMs * 1000,
    resolutionUs: 1000,
    driftPpm: (seed % 21) * 10 - 100,
    offsetUs: 1_735_689_600_000_000 + ((seed * 618_034) % 4_000_000),
  };
  const terms = probeTerms(policy, world.latencyUs / 1000);
  const policies = new Map<string, RatePolicy>();
  const records: RequestRecord[] = [];
  let startMs = 0;
  for (const plan of [burstProbe(terms), ownEdgeProbe(terms), twiceProbe(terms)]) {
    const label = plan.name;
    policies.set(label, policy);
    records.push(...play(plan, startMs, label, records.length + 1));
    startMs += plan.durationMs + 1000;
  }
  const verdicts = judgeRecords(records, policies, { isFresh: () => true, maxCells: 1 });
  const claims = [verdicts.rolling.overall, ...verdicts.claims];
  return claims.some(({ name, outcome }) => name === claim && outcome === 'proved');

  function play(plan: ProbePlan, atMs: number, label: string, firstId: number): readonly RequestRecord[] {
    const sends = plan.sends.map((send) => ({ atUs: Math.round((atMs + send.atMs) * 1000), session: 0 }));
    return playVirtual(sends, ours(limiter, 1), [policy], world, firstId, () => label).records;
  }
}
