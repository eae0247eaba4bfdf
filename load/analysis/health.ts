import { formatDuration } from '../microseconds.ts';
import type { Claim } from './claim.ts';

/** How the harness itself did while it measured. All in microseconds; 0 where nothing was measured. */
export interface HarnessHealth {
  /** 99th percentile of how late requests left, by their own timetable. */
  readonly sendDelayP99Us: number;
  /** The longest that the event loop was held up. */
  readonly eventLoopDelayMaxUs: number;
  /** The longest pause for garbage collection. */
  readonly gcPauseMaxUs: number;
  /** The pauses one by one; absent in runs that were made before they were told apart. */
  readonly pauses?: HarnessPauses;
  /** Of the step with the largest part of them: what was on its timetable and never sent, of all that was. Absent: nothing. */
  readonly neverSent?: { readonly count: number; readonly of: number };
}

/** Stretches in which the harness did nothing at all: collecting garbage, computing, or without a processor. */
export interface HarnessPauses {
  /** For how long it was watched, in milliseconds. */
  readonly watchedMs: number;
  /** All of them together, in milliseconds. */
  readonly totalMs: number;
  /** The longest of them, in milliseconds, longest first. */
  readonly longestMs: readonly number[];
}

/** Beyond this part of a window the harness was too slow to put a window's edges to the test. */
export const healthShare = 0.05;

/** So much of the time may be taken by pauses that are too long, and as many sends may be too late or missing: what is left is the 99th percentile. */
const mostTimeShare = 0.01;

/**
 * What was too slow for a window of this length, in words; null when nothing was.
 *
 * A single pause is no problem of a claim. What was under way during it is answered late, so that its interval is the wider by
 * the pause, and every claim asks of the intervals as they are whether they could have shown a violation; what was due during it left late, and
 * is judged where it was sent. Only a harness that is late as a rule sends another load than it was to send. So both bounds are
 * percentiles: of sends by their number, of pauses by the time that they take.
 */
export function healthProblem(health: HarnessHealth, windowMs: number): string | null {
  const boundMs = windowMs * healthShare;
  const bound = `${formatDuration(boundMs)} (${healthShare * 100} % of the window)`;
  const lateMs = health.sendDelayP99Us / 1000;
  const problems: string[] = [];
  if (lateMs > boundMs)
    problems.push(
      `the 99th percentile of how late requests left was ${formatDuration(lateMs)}, above ${bound}`,
    );
  if (health.neverSent !== undefined) {
    const { count, of } = health.neverSent;
    if (count > mostTimeShare * of)
      problems.push(`${count} of ${of} requests of a timetable were never sent`);
  }
  if (health.pauses !== undefined) {
    const { watchedMs, longestMs } = health.pauses;
    const pausedMs = pausedBeyond(health.pauses, boundMs);
    if (pausedMs > mostTimeShare * watchedMs)
      problems.push(
        `pauses longer than ${bound} took ${((pausedMs / watchedMs) * 100).toFixed(1)} % of the time, ` +
          `the longest ${formatDuration(Math.max(...longestMs))}`,
      );
  }
  return problems.length === 0 ? null : `the harness was too slow: ${problems.join('; ')}`;
}

/** The time that pauses longer than this took, in milliseconds. */
function pausedBeyond({ totalMs, longestMs }: HarnessPauses, boundMs: number): number {
  const beyond = longestMs.filter((ms) => ms > boundMs);
  // Where all that are listed are too long, so may those be that are not.
  const unlistedMs = beyond.length === longestMs.length ? totalMs - sum(longestMs) : 0;
  return sum(beyond) + unlistedMs;
}

const sum = (all: readonly number[]): number => all.reduce((total, ms) => total + ms, 0);

/**
 * A claim as it stands in the light of the harness's own health. What is proved stays: a late send or a late reading only
 * widens the interval in which a decision may lie. But what was not refuted may have been missed, so it becomes inconclusive.
 */
export function guardClaim<C extends Claim>(claim: C, health: HarnessHealth | null, windowMs: number): C {
  const problem = health === null || claim.outcome !== 'not_refuted' ? null : healthProblem(health, windowMs);
  return problem === null
    ? claim
    : {
        ...claim,
        outcome: 'inconclusive',
        reason: `${problem}: a less busy machine or a longer window would decide it`,
      };
}
