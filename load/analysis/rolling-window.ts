import type { RatePolicy } from '../../schema/policy.ts';
import { usageError } from '../../support/errors.ts';
import { smallestChain } from './chain.ts';
import type { Claim } from './claim.ts';
import { defaultMaxVisits, densestSpan, type Search, smallestViolation } from './counting.ts';
import { type Columns, indicesOf, intervalsAt, timesOf } from './columns.ts';
import type { Intervals } from './intervals.ts';
import { formatDuration, formatSeconds, usToMs } from '../microseconds.ts';
import type { Observation } from './observation.ts';
import { packObservations } from './record-columns.ts';
import { type ClockAssumption, shortenedWindowUs, type Tolerance, toleranceOf } from './tolerance.ts';
import { shortestSpan, toWitness, type Witness } from './witness.ts';

/** The fullest rolling window that is certain: a lower bound on the true maximum. */
export interface FullestWindow {
  readonly session: string;
  readonly limit: number;
  /** Requests that were certainly admitted within one window. Above `limit` exactly when m = 1 is proved. */
  readonly admitted: number;
  /** The first of their sends, milliseconds on the run's clock; 0 when `admitted` is 0. */
  readonly startMs: number;
}

/** The claim that one session was admitted more often than its limit allows in any rolling window. */
export interface RollingClaim extends Claim {
  readonly name: 'over_admission_rolling';
  readonly session: string;
  readonly policy: RatePolicy;
  readonly tolerance: Tolerance;
  /** Requests that were admitted. */
  readonly sampleCount: number;
  /** Whether the search was complete (`counting`) or had to be cut short (`chain`); see `Search`. */
  readonly method: Search['method'];
  /** Only when `proved`. */
  readonly witness?: Witness;
  /** Absent when nothing could be counted (the tolerance is as long as the window). */
  readonly worst?: FullestWindow;
}

export interface RollingOptions {
  /** What is assumed of the server's clock; default 1 ms and 100 ppm. */
  readonly clock?: Partial<ClockAssumption>;
  /** Bound on the cost of the complete search; see `smallestViolation`. */
  readonly maxVisits?: number;
}

/**
 * Judges whether one session was admitted more than N times in a rolling window [t, t + W), from the outside.
 *
 * `proved` holds of the server's true decisions wherever they lie within what was observed. Otherwise the record
 * must have had the power to show a violation: had every answered request (admitted or throttled) been
 * admitted, would that have been proved? Only then, and when the requests cover a whole window and more
 * than N were admitted at all, it is `not_refuted`; else `inconclusive`.
 * @param session its label.
 * @param observations of this session, in any order.
 * @throws HarnessError when the policy is not one (limit a whole number from 1, window above 0).
 */
export const judgeSession = (
  session: string,
  observations: readonly Observation[],
  policy: RatePolicy,
  options: RollingOptions = {},
): RollingClaim => judgeColumns(packObservations(session, observations), policy, options);

/** `judgeSession` of observations that are packed already. */
export function judgeColumns(
  columns: Columns,
  policy: RatePolicy,
  options: RollingOptions = {},
): RollingClaim {
  const { session } = columns;
  checkPolicy(session, policy);
  const { limit, windowMs } = policy;
  const tolerance = toleranceOf(windowMs, options.clock);
  const windowUs = shortenedWindowUs(tolerance);
  const maxVisits = options.maxVisits ?? defaultMaxVisits;
  const admitted = intervalsAt(columns, indicesOf(columns, 'admitted'));
  const claim = {
    name: 'over_admission_rolling',
    session,
    statement:
      `more than ${limit} ${limit === 1 ? 'request' : 'requests'} of session ${session} ` +
      `were admitted in a rolling window of ${formatDuration(windowMs)}`,
    policy,
    tolerance,
    sampleCount: admitted.sentUs.length,
  } as const;
  if (windowUs <= 0) {
    const reason =
      `the tolerance (${formatDuration(tolerance.epsilonMs)}) is as long as the window ` +
      `(${formatDuration(windowMs)}): a longer window or a finer server clock would decide it`;
    return { ...claim, outcome: 'inconclusive', reason, method: 'counting' };
  }
  const densest = densestSpan(admitted, windowUs);
  const worst = { session, limit, admitted: densest.count, startMs: usToMs(densest.startUs) };
  const { windows, method } = smallestViolation(admitted, limit, windowUs, maxVisits);
  if (windows !== null) {
    const span = shortestSpan(admitted, windows * limit + 1, windows * windowUs);
    if (span === null) throw new Error(`no span for a violation over ${windows} windows`);
    const terms = { session, limit, windowMs, epsilonMs: tolerance.epsilonMs, windows };
    const witness = toWitness(admitted, span, terms, windowUs);
    return { ...claim, outcome: 'proved', reason: null, method, witness, worst };
  }
  const lack = whatIsLacking(columns, admitted, policy, windowUs, maxVisits);
  if (lack !== null) return { ...claim, outcome: 'inconclusive', reason: lack, method, worst };
  const reason = method === 'counting' ? null : cutShort;
  return { ...claim, outcome: 'not_refuted', reason, method, worst };
}

const cutShort =
  'answers took so many windows that the complete search was cut short: a violation hidden by slow answers may have been missed';

/** @throws HarnessError that names the session and what is wrong with its policy. */
function checkPolicy(session: string, { limit, windowMs }: RatePolicy): void {
  const problems: string[] = [];
  if (!(Number.isSafeInteger(limit) && limit >= 1))
    problems.push(`limit is ${limit}, not a whole number from 1`);
  if (!(windowMs > 0 && Number.isFinite(windowMs)))
    problems.push(`windowMs is ${windowMs}, not a time above 0`);
  if (problems.length > 0)
    throw usageError(...problems.map((problem) => `policy of session ${session}: ${problem}`));
}

/** Why this record could not have shown a violation, and what would decide it; null when it could. */
function whatIsLacking(
  columns: Columns,
  admitted: Intervals,
  { limit, windowMs }: RatePolicy,
  windowUs: number,
  maxVisits: number,
): string | null {
  const indices = indicesOf(columns, 'admitted', 'throttled');
  const answered = intervalsAt(columns, indices);
  const answeredCount = indices.length;
  const others = columns.count - answeredCount;
  const also = others === 0 ? '' : ` (${others} more had another answer or none)`;
  const window = formatDuration(windowMs);
  if (answeredCount <= limit) {
    return (
      `requests admitted or throttled: only ${answeredCount}${also}; the limit is ${limit}: ` +
      `more than ${limit} offered within ${window} would decide it`
    );
  }
  // Without latency the densest span holds the most that was ever sent within one window.
  const offered = densestSpan({ ...answered, firstByteUs: answered.sentUs }, windowUs).count;
  if (offered <= limit) {
    return (
      `requests offered within ${window}: never more than ${offered}${also}; the limit is ${limit}: ` +
      `offering more than ${limit} within one window would decide it`
    );
  }
  const couldShow =
    smallestChain(timesOf(columns, indices), limit, windowUs) !== null ||
    smallestViolation(answered, limit, windowUs, maxVisits).windows !== null;
  if (!couldShow) {
    return (
      `up to ${offered} requests were offered within ${window}, but their answers came too late to tell that more ` +
      `than ${limit} were decided within any window${also}: more requests at once or faster answers would decide it`
    );
  }
  const coveredUs = extentUs(answered.sentUs);
  if (coveredUs < windowMs * 1000) {
    return (
      `the requests cover ${formatSeconds(coveredUs)}, less than one window of ${window}${also}: ` +
      `going on for longer than a window would decide it`
    );
  }
  const admittedCount = admitted.sentUs.length;
  if (admittedCount <= limit) {
    return (
      `requests admitted in all: only ${admittedCount}${also}; a violation takes ${limit + 1}: ` +
      `going on until the limiter admits again would decide it`
    );
  }
  return null;
}

function extentUs(times: Float64Array): number {
  let first = Infinity;
  let last = -Infinity;
  for (const time of times) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return last - first;
}
