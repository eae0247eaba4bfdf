import type { RequestRecord } from '../records.ts';
import { usageError } from '../../support/errors.ts';
import { createRecordCheck } from './record-check.ts';
import { recordProblem } from './record-problem.ts';

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
  const check = createRecordCheck();
  for (const record of records) {
    const observation = check.accepts(record) ? observationOf(record, isSuccess) : null;
    if (observation !== null) observations.push(observation);
  }
  check.finish();
  return observations;
}
