import type { Claim, ClaimOutcome } from './claim.ts';

/**
 * How the promise "N per window" was kept: the strictest reading that was put to the test and that no session contradicts.
 *
 * - `rolling`: in every rolling window;
 * - `fixed`: in some fixed windows;
 * - `bucket`: as a burst of N and a rate of N a window;
 * - `none`: every reading is contradicted: violated;
 * - `unknown`: of none that is left could the records have told.
 *
 * A stricter reading may be kept as well where it was not put to the test: `outcomes` has `inconclusive` for it, and
 * `explainGrading` says so.
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

/**
 * Whoever keeps every rolling window keeps every fixed one and the bucket: a proof against one of those is one against the
 * rolling reading, too, though it may have no witness of its own.
 */
export function gradeOf(rolling: Claim, fixed: Claim, bucket: Claim): Grading {
  const outcomes = { rolling: rolling.outcome, fixed: fixed.outcome, bucket: bucket.outcome };
  const isRefuted = outcomes.fixed === 'proved' || outcomes.bucket === 'proved';
  const candidates = readings.filter((reading) => !(isRefuted && reading === 'rolling'));
  const kept = candidates.find((reading) => outcomes[reading] === 'not_refuted');
  if (kept !== undefined) return { grade: kept, outcomes };
  const open = candidates.some((reading) => outcomes[reading] === 'inconclusive');
  return { grade: open ? 'unknown' : 'none', outcomes };
}

/** A reading in words, to stand after "kept". */
export const readingWords: Readonly<Record<Reading, string>> = {
  rolling: 'in every rolling window',
  fixed: 'in fixed windows',
  bucket: 'as a burst and a rate',
};

/**
 * A grading in exact words: what was put to the test and held, what was contradicted, and what could not be told.
 *
 *     in fixed windows (not refuted); not in every rolling window, nor as a burst and a rate
 */
export function explainGrading({ grade, outcomes }: Grading): string {
  const isRefuted = outcomes.fixed === 'proved' || outcomes.bucket === 'proved';
  // What the grade implies, or what a proof against another reading implies, goes without saying.
  const isImplied = (reading: Reading): boolean =>
    grade === 'rolling'
      ? reading !== 'rolling'
      : isRefuted && reading === 'rolling' && outcomes.rolling !== 'proved';
  const named = (outcome: ClaimOutcome): string[] =>
    readings
      .filter((reading) => outcomes[reading] === outcome && !isImplied(reading))
      .map((reading) => readingWords[reading]);
  const [kept, refuted, open] = [named('not_refuted'), named('proved'), named('inconclusive')];
  if (kept.length + refuted.length === 0) return 'nothing could be told';
  const parts = [
    ...(kept.length === 0 ? [] : [`${kept.join(' and ')} (not refuted)`]),
    ...(refuted.length === 0 ? [] : [`not ${refuted.join(', nor ')}`]),
    ...(open.length === 0 ? [] : [`whether ${open.join(' or ')} could not be told`]),
  ];
  return `${grade === 'none' ? 'by no reading: ' : ''}${parts.join('; ')}`;
}

/** What `--require` makes of a grading: whether the reading that the user needs is contradicted, kept, or open. */
export const meetsRequirement = ({ outcomes }: Grading, required: Reading): ClaimOutcome =>
  outcomes[required];
