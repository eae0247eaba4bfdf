import type { Claim, ClaimOutcome } from './claim.ts';

/**
 * How the promise "N per window" was kept, the strictest reading that no session contradicts:
 *
 * - `rolling`: in every rolling window;
 * - `fixed`: in some fixed windows;
 * - `bucket`: as a burst of N and a rate of N a window;
 * - `none`: every reading is contradicted: violated;
 * - `unknown`: the records could not have told.
 */
export type Grade = 'rolling' | 'fixed' | 'bucket' | 'none' | 'unknown';

/** A reading that a user may require. */
export type Reading = 'rolling' | 'fixed' | 'bucket';

export const readings: readonly Reading[] = ['rolling', 'fixed', 'bucket'];

/** The grade, and how each reading stands: its outcome is that of the claim that it is violated. */
export interface Grading {
  readonly grade: Grade;
  readonly outcomes: Readonly<Record<Reading, ClaimOutcome>>;
}

/** Whoever keeps every rolling window keeps every fixed one and the bucket: a reading that a stricter one implies is kept, too. */
export function gradeOf(rolling: Claim, fixed: Claim, bucket: Claim): Grading {
  const outcomes = { rolling: rolling.outcome, fixed: fixed.outcome, bucket: bucket.outcome };
  const kept = readings.find((reading) => outcomes[reading] === 'not_refuted');
  if (kept !== undefined) return { grade: kept, outcomes };
  const open = readings.some((reading) => outcomes[reading] === 'inconclusive');
  return { grade: open ? 'unknown' : 'none', outcomes };
}

/** What `--require` makes of a grading: whether the reading that the user needs is contradicted, kept, or open. */
export const meetsRequirement = ({ outcomes }: Grading, required: Reading): ClaimOutcome =>
  outcomes[required];
