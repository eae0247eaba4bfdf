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
}

/** Beyond this part of a window the harness was too slow to put a window's edges to the test. */
export const healthShare = 0.05;

/** What was too slow for a window of this length, in words; null when nothing was. */
export function healthProblem(health: HarnessHealth, windowMs: number): string | null {
  const boundMs = windowMs * healthShare;
  const measured = {
    'the 99th percentile of how late requests left': health.sendDelayP99Us / 1000,
    'the longest delay of the event loop': health.eventLoopDelayMaxUs / 1000,
    'the longest pause for garbage collection': health.gcPauseMaxUs / 1000,
  };
  const problems = Object.entries(measured)
    .filter(([, ms]) => ms > boundMs)
    .map(([name, ms]) => `${name} was ${formatDuration(ms)}`);
  return problems.length === 0
    ? null
    : `the harness was too slow: ${problems.join(', ')}, above ${formatDuration(boundMs)} (${healthShare * 100} % of the window)`;
}

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
