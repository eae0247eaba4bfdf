import type { SessionsClaim } from '../claims/session-claim.ts';
import type { Claim } from '../claim.ts';
import type { RequestRecord } from '../../records.ts';
import { judgeRecords, type Verdicts } from '../verdicts.ts';
import { type RandomWorld, randomWorld } from './random-world.ts';
import { truth } from './truth.ts';
import { playVirtual, serverMs, type VirtualRun } from './virtual.ts';

/** What one history came to. */
export interface LawResult {
  readonly deployment: string;
  readonly proved: readonly string[];
  /** What was proved and is false, each with enough to find it again; must be empty. */
  readonly faults: readonly string[];
  readonly identification: Verdicts['fingerprint']['outcome'];
}

/** Plays the history of a number and holds every verdict against the true decisions. */
export function checkWorld(seed: number, judge: typeof judgeRecords = judgeRecords): LawResult {
  const drawn = randomWorld(seed);
  const policies = Array.from({ length: drawn.sessions }, () => drawn.policy);
  const run = playVirtual(drawn.sends, drawn.deployment.make, policies, drawn.world);
  const records = dropEarlier(run, drawn.dropped);
  const labelled = new Map(policies.map((policy, i) => [`s${i + 1}`, policy]));
  const verdicts = judge(records, labelled, {
    isFresh: () => records.length === run.records.length,
    // The full search for a sliding counter's phase would take most of the time: one history in sixteen has it.
    maxCells: seed % 16 === 0 ? 400 : 32,
  });
  const faults = [
    ...admissionFaults(verdicts, run, drawn),
    ...refusalFaults(verdicts, run, drawn),
    ...fingerprintFaults(verdicts, drawn, records),
    ...headerFaults(verdicts, drawn),
  ];
  return {
    deployment: drawn.deployment.name,
    proved: [verdicts.rolling.overall, ...verdicts.claims].filter(isProved).map(({ name }) => name),
    faults: faults.map((fault) => `seed ${seed}, ${drawn.deployment.name}: ${fault}`),
    identification: verdicts.fingerprint.outcome,
  };
}

/** What is left when the first records are not there; all that is missing was decided before the first that is. */
function dropEarlier({ records, decisions }: VirtualRun, dropped: number): readonly RequestRecord[] {
  const decidedUs = new Map(decisions.map((decision) => [decision.id, decision.decidedUs]));
  const ordered = records.toSorted((a, b) => (a.sentMs ?? 0) - (b.sentMs ?? 0));
  let latestUs = -Infinity;
  for (const [i, { id, sentMs }] of ordered.entries()) {
    if (i >= dropped && latestUs <= (sentMs ?? 0) * 1000) return ordered.slice(i);
    latestUs = Math.max(latestUs, decidedUs.get(id) ?? 0);
  }
  return records;
}

const isProved = ({ outcome }: Claim): boolean => outcome === 'proved';

const claimOf = (verdicts: Verdicts, name: SessionsClaim['name']): SessionsClaim => {
  const claim = verdicts.claims.find((one) => one.name === name);
  if (claim === undefined) throw new Error(`no claim ${name}`);
  return claim;
};

/** The true admissions of each session, on the run's clock and on the server's; what is proved must hold on both. */
function clocksOf(run: VirtualRun, { world, sessions }: RandomWorld, only: (admitted: boolean) => boolean) {
  return Array.from({ length: sessions }, (_, i) => {
    const mine = run.decisions.filter(({ session, admitted }) => session === `s${i + 1}` && only(admitted));
    const times = mine.map(({ decidedUs }) => decidedUs).toSorted((a, b) => a - b);
    return { session: `s${i + 1}`, clocks: [times, times.map((us) => serverMs(world, us) * 1000)] };
  });
}

/** Whether it is true of some session, on both clocks. */
const anyHolds = (
  sessions: ReturnType<typeof clocksOf>,
  is: (times: readonly number[]) => boolean,
): boolean => sessions.some(({ clocks }) => clocks.every(is));

function admissionFaults({ rolling, ...verdicts }: Verdicts, run: VirtualRun, drawn: RandomWorld): string[] {
  const sessions = clocksOf(run, drawn, (admitted) => admitted);
  const all = { rolling, ...verdicts };
  const faults: string[] = [];
  for (const claim of rolling.sessions.filter(isProved)) {
    const mine = sessions.filter(({ session }) => session === claim.session);
    if (!anyHolds(mine, (times) => truth.exceedsRolling(times, drawn.policy))) faults.push(claim.statement);
  }
  if (
    isProved(claimOf(all, 'over_admission_fixed')) &&
    !anyHolds(sessions, (times) => !truth.fitsFixed(times, drawn.policy))
  )
    faults.push('over_admission_fixed');
  if (
    isProved(claimOf(all, 'over_admission_bucket')) &&
    !anyHolds(sessions, (times) => truth.exceedsBucket(times, drawn.policy))
  )
    faults.push('over_admission_bucket');
  // Its windows are those of the server's clock.
  if (
    isProved(claimOf(all, 'over_admission_counter')) &&
    sessions.every(({ clocks }) => truth.fitsCounter(clocks[1] ?? [], drawn.policy))
  )
    faults.push('over_admission_counter');
  return faults;
}

function refusalFaults(verdicts: Verdicts, run: VirtualRun, drawn: RandomWorld): string[] {
  const { limit, windowMs } = drawn.policy;
  const faults: string[] = [];
  const countedFor = (claim: SessionsClaim, spanUs: number): number | null => {
    const subject = claim.evidence[0]?.requests.find(({ part }) => part === 'subject');
    if (subject === undefined) return null;
    const decision = run.decisions.find(({ id }) => id === subject.id);
    const admitted = clocksOf(run, drawn, (is) => is).find(({ session }) => session === subject.session);
    return truth.countWithin(admitted?.clocks[0] ?? [], decision?.decidedUs ?? 0, spanUs);
  };
  const bare = claimOf(verdicts, 'refusal_without_cause');
  if (isProved(bare) && (countedFor(bare, windowMs * 1000) ?? Infinity) >= limit) faults.push(bare.name);
  const own = claimOf(verdicts, 'limit_not_own');
  if (isProved(own) && (countedFor(own, Infinity) ?? Infinity) >= limit) faults.push(own.name);
  const counts = claimOf(verdicts, 'refusals_count');
  if (isProved(counts) && !drawn.deployment.refusalsCount && !drawn.deployment.shared)
    faults.push(counts.name);
  if (counts.reason?.includes('they do not') === true && drawn.deployment.refusalsCount)
    faults.push('refusals do not count');
  return faults;
}

function fingerprintFaults(
  { fingerprint }: Verdicts,
  { deployment }: RandomWorld,
  records: readonly RequestRecord[],
): string[] {
  // A limiter that all sessions share is none of those considered.
  if (deployment.shared) return [];
  const { family, excess, refusalsCount } = deployment;
  const faults: string[] = [];
  for (const { hypothesis, alive } of fingerprint.standings) {
    const isTrue =
      hypothesis.family === family &&
      (hypothesis.excess === excess || family === 'none') &&
      hypothesis.refusalsCount === refusalsCount;
    if (isTrue && !alive) faults.push(`${family} fell although it is true`);
  }
  const named = fingerprint.outcome === 'identified';
  const tested = fingerprint.standings.some(
    ({ hypothesis }) => hypothesis.family === family && hypothesis.excess === excess,
  );
  if (named && tested && (fingerprint.family !== family || fingerprint.excess !== excess))
    faults.push(`named ${fingerprint.family} ${fingerprint.excess} of ${records.length} records`);
  return faults;
}

function headerFaults(verdicts: Verdicts, { deployment }: RandomWorld): string[] {
  // Others' headers are not read; one limiter for all sessions leaves each with a wrong idea of what remains.
  if (deployment.shared) return [];
  const names = [
    'retry_after_too_short',
    'retry_after_too_long',
    'remaining_too_high',
    'reset_too_short',
    'remaining_too_low',
    'reset_too_long',
  ] as const;
  const faults: string[] = names.filter((name) => isProved(claimOf(verdicts, name)));
  const limit = claimOf(verdicts, 'limit_header_wrong');
  if (isProved(limit) && deployment.excess === 0) faults.push(limit.name);
  return faults;
}
