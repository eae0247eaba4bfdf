import { unusableError, usageError } from '../../support/errors.ts';

/** Users who each wait for an answer before they ask again. Either `amountPerSession` or `durationMs`. */
export interface Saturation {
  readonly step: string;
  /** Connections of each session, each with one request under way; never more than its requests. */
  readonly connectionsPerSession: number;
  /** Requests of each session, exactly, unless connections break. */
  readonly amountPerSession?: number;
  readonly durationMs?: number;
}

export interface ClosedModelSummary {
  /** Requests made; each has left one record. */
  readonly made: number;
  /** Those with a whole answer, whatever its status. */
  readonly answered: number;
  readonly failed: number;
  /** Whole answers by status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Connections that were taken out because they could not be opened, or broke ten times in a row. */
  readonly retiredConnections: number;
  readonly interrupted: boolean;
}

/** autocannon's timers end there: eleven days. */
export const longestDurationMs = 1_000_000_000;

/** @throws HarnessError (usage) that lists everything that is wrong. */
export function checkSaturation(saturation: Saturation): void {
  const { connectionsPerSession, amountPerSession, durationMs } = saturation;
  const problems: string[] = [];
  if (!isCount(connectionsPerSession)) {
    problems.push(
      `the connections of a session must be a whole number above 0, not ${connectionsPerSession}`,
    );
  }
  if ((amountPerSession === undefined) === (durationMs === undefined)) {
    problems.push('a saturation needs either an amount or a duration');
  }
  if (amountPerSession !== undefined && !isCount(amountPerSession)) {
    problems.push(`the amount must be a whole number above 0, not ${amountPerSession}`);
  }
  if (durationMs !== undefined && !(durationMs > 0 && durationMs <= longestDurationMs)) {
    problems.push(
      `the duration must be more than 0 and at most ${longestDurationMs} milliseconds, not ${durationMs}`,
    );
  }
  if (problems.length > 0) throw usageError(...problems);
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/**
 * Two accounts of the same answers: should they differ, neither can be trusted.
 * @throws HarnessError (unusable) that tells the differences.
 */
export function requireSameCounts(
  ours: Readonly<Record<string, number>>,
  theirs: Readonly<Record<string, { count?: number }>>,
): void {
  const counted = Object.entries(theirs).map(([status, { count = 0 }]) => [status, count] as const);
  const autocannons: Readonly<Record<string, number>> = Object.fromEntries(counted);
  const differences = [...new Set([...Object.keys(ours), ...Object.keys(autocannons)])]
    .filter((status) => (ours[status] ?? 0) !== (autocannons[status] ?? 0))
    .map((status) => `${status}: ${ours[status] ?? 0} and ${autocannons[status] ?? 0}`);
  if (differences.length === 0) return;
  throw unusableError(
    `the records and autocannon count answers differently (${differences.join(', ')}): this run proves nothing`,
  );
}
