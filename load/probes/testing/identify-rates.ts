import type { RatePolicy } from '../../../schema/policy.ts';
import { type LimiterName, limiterNames } from '../../../server/limiter/index.ts';
import type { Family } from '../../analysis/index.ts';
import {
  countingLog,
  type MakeVirtual,
  ours,
  perfectWorld,
  type VirtualWorld,
} from '../../analysis/testing/virtual.ts';
import { identifyVirtual } from './identify-virtual.ts';

/** A deployment that is to be named, and what it is. */
export interface Named {
  readonly name: string;
  readonly family: Family;
  readonly excess: number;
  readonly make: MakeVirtual;
}

const familyOf: Readonly<Record<string, Family>> = { 'token-bucket': 'bucket', gcra: 'bucket' };

/** Every limiter of the deployment, as promised and one too many, and a log that counts refusals. */
export const namedLimiters: readonly Named[] = [
  ...limiterNames.flatMap((name) =>
    [0, 1].map((excess): Named => ({
      name: excess === 0 ? name : `${name} + ${excess}`,
      family: familyOf[name] ?? (name as Family),
      excess,
      make: ours(name, excess),
    })),
  ),
  { name: 'log that counts refusals', family: 'sliding-window-log', excess: 0, make: countingLog },
];

/** A limiter of the deployment whose windows are longer or shorter than promised, by a part of them. */
export const ofWindow =
  (name: LimiterName, part: number): MakeVirtual =>
  (policy, session) =>
    ours(name)({ ...policy, windowMs: part * policy.windowMs }, session);

/** What identifications of one limiter came to. */
export interface IdentifyRate {
  readonly name: string;
  readonly runs: number;
  readonly named: number;
  /** Another one was named, or the true one was held to be contradicted. */
  readonly wrong: readonly string[];
  /** Why the others were left open, by how many. */
  readonly open: ReadonlyMap<string, number>;
  /** Of all runs, on average. */
  readonly requests: number;
  readonly windows: number;
}

/** Another phase, latencies, jitter of sends and drift for each seed. */
const worldOf = (seed: number, latencyMs: number, { windowMs }: RatePolicy): VirtualWorld => ({
  ...perfectWorld,
  seed,
  latencyUs: (latencyMs * 1000) / 2,
  jitterUs: (latencyMs * 1000) / 4,
  resolutionUs: 1000,
  driftPpm: (seed % 21) * 10 - 100,
  offsetUs: 1_735_689_600_000_000 + ((seed * 618_034) % (windowMs * 1000)),
});

/** @returns the seeds with which a limiter of another window is named as one of the window that is promised. */
export const takenForPromised = (
  name: LimiterName,
  part: number,
  policy: RatePolicy,
  latencyMs: number,
  seeds: readonly number[],
): number[] =>
  seeds.filter((seed) => {
    const { fingerprint } = identifyVirtual(ofWindow(name, part), policy, worldOf(seed, latencyMs, policy));
    return fingerprint.outcome === 'identified' && fingerprint.excess !== null;
  });

/**
 * How often a limiter is named over many seeds: phases of its windows, latencies, jitter of sends, drift.
 * @param latencyMs from a send to its answer at the most; half of it either way, uniform.
 */
export function rateIdentification(
  { name, family, excess, make }: Named,
  policy: RatePolicy,
  latencyMs: number,
  seeds: readonly number[],
): IdentifyRate {
  const wrong: string[] = [];
  const open = new Map<string, number>();
  let [named, requests, windows] = [0, 0, 0];
  for (const seed of seeds) {
    const run = identifyVirtual(make, policy, worldOf(seed, latencyMs, policy));
    const { fingerprint } = run;
    requests += run.requests;
    windows += run.timeMs / policy.windowMs;
    const isTrue = fingerprint.family === family && fingerprint.excess === excess;
    const fell = fingerprint.standings.some(
      ({ alive, hypothesis }) =>
        !alive &&
        hypothesis.family === family &&
        hypothesis.excess === excess &&
        hypothesis.refusalsCount === (make === countingLog),
    );
    if (fell || (fingerprint.outcome === 'identified' && !isTrue))
      wrong.push(
        `seed ${seed}: ${fingerprint.family} ${fingerprint.excess}${fell ? ', the true one fell' : ''}`,
      );
    else if (fingerprint.outcome === 'identified') named += 1;
    else {
      const alive = fingerprint.standings
        .filter((standing) => standing.alive)
        .map(({ hypothesis }) => `${hypothesis.family}${hypothesis.excess ? `+${hypothesis.excess}` : ''}`);
      const why = `${fingerprint.outcome}: ${[...new Set(alive)].join(' | ')} [${run.ended.replace(/:.*/, '')}]`;
      open.set(why, (open.get(why) ?? 0) + 1);
    }
  }
  const { length } = seeds;
  return { name, runs: length, named, wrong, open, requests: requests / length, windows: windows / length };
}
