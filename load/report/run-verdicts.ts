import type { RatePolicy } from '../../schema/policy.ts';
import { fingerprintRecords, judgeSegments, nameHypothesis } from '../analysis/index.ts';
import type {
  Evidence,
  Fingerprint,
  Grading,
  HarnessHealth,
  OnJudging,
  SessionsClaim,
  Verdicts,
} from '../analysis/index.ts';
import type { IdentifiedLimit } from '../bench/index.ts';
import type { RequestRecord } from '../records.ts';

/** How one limiter stands that may be behind the answers. */
export interface RunStanding {
  /** In words: `sliding-window-log, 1 more than promised`. */
  readonly name: string;
  /** Whether the records can be explained by it. */
  readonly alive: boolean;
  /** The contradiction, where it has fallen; null while it stands. */
  readonly against: string | null;
  /** What is left of a bucket's burst and rate, or of the phase of its windows. */
  readonly buckets?: Fingerprint['standings'][number]['buckets'];
  readonly phases?: Fingerprint['standings'][number]['phases'];
}

/** Which limiter it may be; see `Fingerprint`. */
export interface RunFingerprint extends Pick<
  Fingerprint,
  'outcome' | 'family' | 'algorithms' | 'excess' | 'reason' | 'sampleCount'
> {
  readonly standings: readonly RunStanding[];
}

/** The limiter behind the sessions with one of several limits. */
export interface IdentifiedBy extends IdentifiedLimit {
  readonly fingerprint: RunFingerprint;
}

/** The verdicts of a run as `run.json` keeps them: bounded, whatever the limit. */
export interface RunVerdicts {
  readonly grading: Grading;
  /** The claims beside the rolling one. */
  readonly claims: readonly SessionsClaim[];
  readonly fingerprint: RunFingerprint;
}

/** Requests that a piece of evidence keeps; a sum that rests on more is told, and its records are in the run folder. */
const mostRequests = 200;

function bounded(evidence: Evidence): Evidence {
  const { requests, says } = evidence;
  if (requests.length <= mostRequests) return evidence;
  // What contradicts is kept wherever it stands; of what is only counted, as many as there is room for.
  let room = mostRequests - requests.filter(({ part }) => part === 'subject').length;
  const kept = requests.filter(({ part }) => part === 'subject' || room-- > 0);
  return {
    ...evidence,
    says: `${says} (${kept.length} of ${requests.length} requests are listed)`,
    requests: kept,
  };
}

/** Verdicts without what grows with the limit. */
export const summariseVerdicts = ({ grading, claims, fingerprint }: Verdicts): RunVerdicts => ({
  grading,
  claims: claims.map((claim) => ({ ...claim, evidence: claim.evidence.map(bounded) })),
  fingerprint: summariseFingerprint(fingerprint),
});

function summariseFingerprint(fingerprint: Fingerprint): RunFingerprint {
  const { outcome, family, algorithms, excess, reason, sampleCount } = fingerprint;
  return {
    outcome,
    family,
    algorithms,
    excess,
    reason,
    sampleCount,
    standings: fingerprint.standings.map(({ hypothesis, alive, against, reason: why, buckets, phases }) => ({
      name: nameHypothesis(hypothesis),
      alive,
      against: alive ? null : (why ?? against.map(({ says }) => says).join('; and ')),
      ...(buckets === undefined || !alive ? {} : { buckets: buckets.slice(0, 20) }),
      ...(phases === undefined || !alive ? {} : { phases: phases.slice(0, 20) }),
    })),
  };
}

/** Names the limiter behind the sessions of each limit, from their own records alone. */
export const identifyByLimit = (
  records: readonly RequestRecord[],
  sessions: JudgedRun['sessions'],
  limits: readonly IdentifiedLimit[],
): IdentifiedBy[] =>
  limits.map((one) => {
    const mine = new Set(one.sessions);
    const policies = new Map(
      sessions.flatMap(({ label, policy }) => (mine.has(label) ? [[label, policy] as const] : [])),
    );
    const own = records.filter(({ session }) => mine.has(session));
    return { ...one, fingerprint: summariseFingerprint(fingerprintRecords(own, policies)) };
  });

/** What a run's sessions were, for judging its records. */
export interface JudgedRun {
  readonly sessions: readonly { readonly label: string; readonly policy: RatePolicy }[];
  /** Whether the sessions were made for the run. */
  readonly fresh: boolean;
  readonly health?: HarnessHealth | null;
  /** Told what is judged next; see `OnJudging`. */
  readonly onProgress?: OnJudging | undefined;
}

/**
 * Judges the records of a run by every claim, however many they are; see `judgeSegments`.
 * @throws HarnessError for records that contradict themselves.
 */
export const judgeRun = (
  records: Iterable<RequestRecord>,
  { sessions, fresh, health = null, onProgress }: JudgedRun,
): Verdicts =>
  judgeSegments(records, new Map(sessions.map(({ label, policy }) => [label, policy])), {
    isFresh: () => fresh,
    health,
    ...(onProgress === undefined ? {} : { onProgress }),
  });

/** Whether each of several limits has a limiter that is named, and they are not one and the same. */
export const isNamedByLimit = (fingerprint: RunFingerprint, by: readonly IdentifiedBy[] = []): boolean =>
  fingerprint.outcome !== 'identified' &&
  by.length > 0 &&
  by.every((one) => one.fingerprint.outcome === 'identified');

/** What such a run is headed by. */
export const namedByLimit = 'Another limiter for each limit';

/** The limiter in a few words. */
export function limiterWords({ outcome, algorithms, standings }: RunFingerprint): string {
  if (outcome === 'identified') {
    const name = standings.find(({ alive }) => alive)?.name;
    return name ?? algorithms.join(' = ');
  }
  const alive = standings.filter((one) => one.alive);
  if (outcome === 'ambiguous') return `one of ${alive.length}, not told apart`;
  return outcome === 'unexplained' ? 'none of those known' : 'not known';
}
