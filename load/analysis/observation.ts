import type { RequestRecord } from '../records.ts';
import { type HarnessError, usageError } from '../../support/errors.ts';

/** What became of a request, as far as the limit is concerned. */
export type ObservedOutcome = 'admitted' | 'throttled' | 'unknown';

/**
 * What one request tells about the limiter. The decision itself is never seen; it lies in between:
 *
 *     sentMs |------ decided somewhere ------| firstByteMs
 */
export interface Observation {
  readonly id: number;
  readonly session: string;
  /** Milliseconds on the run's clock. */
  readonly sentMs: number;
  /** Milliseconds on the run's clock; `Infinity` when no answer came. Never before `sentMs`. */
  readonly firstByteMs: number;
  /**
   * - `admitted`: the driven request's success, also when its body broke off later (the decision was made);
   * - `throttled`: 429;
   * - `unknown`: every other answer, and none. It may have been counted by the limiter or not.
   */
  readonly outcome: ObservedOutcome;
}

/** Which status says that the driven request was let through. */
export type IsSuccess = (status: number) => boolean;

/** Any 2xx: the default. */
export const isSuccessStatus: IsSuccess = (status) => status >= 200 && status <= 299;

/** What is wrong with the times of a record, in words that name it; null when nothing is. */
export function recordProblem(record: RequestRecord): string | null {
  const problem = timeProblem(record);
  return problem === null ? null : `record ${record.id} of session ${record.session}: ${problem}`;
}

const isTime = (ms: number | null): boolean => ms === null || Number.isFinite(ms);

function timeProblem({ intendedMs, sentMs, firstByteMs, endMs, status }: RequestRecord): string | null {
  if (!isTime(intendedMs)) return `intendedMs is ${intendedMs}, not a time`;
  if (!isTime(sentMs)) return `sentMs is ${sentMs}, not a time`;
  if (!isTime(firstByteMs)) return `firstByteMs is ${firstByteMs}, not a time`;
  if (!isTime(endMs)) return `endMs is ${endMs}, not a time`;
  if (sentMs === null) {
    return firstByteMs === null && endMs === null && status === null ? null : 'answered but never sent';
  }
  if (firstByteMs !== null && firstByteMs < sentMs) {
    return `firstByteMs (${firstByteMs}) is before sentMs (${sentMs})`;
  }
  if (endMs !== null && endMs < (firstByteMs ?? sentMs)) {
    return `endMs (${endMs}) is before ${firstByteMs === null ? 'sentMs' : 'firstByteMs'} (${firstByteMs ?? sentMs})`;
  }
  if (status !== null && firstByteMs === null) return `status ${status} without firstByteMs`;
  return null;
}

/**
 * The observation in a record; null when the request was never sent.
 * @param isSuccess which status counts as admitted; default any 2xx. A 429 is always throttled.
 * @throws HarnessError when the record's times contradict each other; the message names the record.
 */
export function toObservation(
  record: RequestRecord,
  isSuccess: IsSuccess = isSuccessStatus,
): Observation | null {
  const problem = recordProblem(record);
  if (problem !== null) throw usageError(problem);
  return observationOf(record, isSuccess);
}

function observationOf(record: RequestRecord, isSuccess: IsSuccess): Observation | null {
  const { id, session, sentMs, firstByteMs, status } = record;
  if (sentMs === null) return null;
  return { id, session, sentMs, firstByteMs: firstByteMs ?? Infinity, outcome: outcomeOf(status, isSuccess) };
}

/** What a status says of the limiter's decision; null is an answer that never came. */
export function outcomeOf(status: number | null, isSuccess: IsSuccess = isSuccessStatus): ObservedOutcome {
  if (status === null) return 'unknown';
  if (status === 429) return 'throttled';
  return isSuccess(status) ? 'admitted' : 'unknown';
}

/** At most so many problems are listed; the rest are counted. */
const listedProblems = 20;

/**
 * The observations in the records of a run, in their order; requests that were never sent are left out.
 * @throws HarnessError that lists every record whose times contradict each other and every id that
 *   comes twice: a record read twice would prove a violation that never happened.
 */
export function observe(
  records: Iterable<RequestRecord>,
  isSuccess: IsSuccess = isSuccessStatus,
): Observation[] {
  const observations: Observation[] = [];
  const ids = new Set<number>();
  const problems: string[] = [];
  let problemCount = 0;
  const note = (problem: string) => {
    problemCount += 1;
    if (problemCount <= listedProblems) problems.push(problem);
  };
  for (const record of records) {
    const problem = recordProblem(record);
    if (problem !== null) note(problem);
    else if (ids.has(record.id)) note(`record ${record.id} of session ${record.session}: its id came before`);
    else {
      const observation = observationOf(record, isSuccess);
      if (observation !== null) observations.push(observation);
    }
    ids.add(record.id);
  }
  if (problemCount > 0) throw recordsError(problems, problemCount);
  return observations;
}

function recordsError(problems: readonly string[], problemCount: number): HarnessError {
  const unlisted = problemCount - problems.length;
  return usageError(...problems, ...(unlisted > 0 ? [`and ${unlisted} more records like these`] : []));
}
