/**
 * Verdicts from request records alone: what is certain about a limiter that is seen from the outside, and
 * the numbers of each load step. Knows nothing of the limiter, the engine or the reports.
 */
export type { Claim, ClaimName, ClaimOutcome } from './claim.ts';
export type { SessionFinding, SessionsClaim } from './claims/session-claim.ts';
export { readTold, type Told } from './claims/told.ts';
export { type Evidence, type EvidenceRequest, type EvidenceSpan, explainEvidence } from './evidence.ts';
export {
  explainGrading,
  type Grade,
  type Grading,
  meetsRequirement,
  type Reading,
  readings,
  readingWords,
} from './grade.ts';
export { guardClaim, type HarnessHealth, type HarnessPauses, healthProblem, healthShare } from './health.ts';
export { type Fingerprint, fingerprintRecords } from './hypotheses/fingerprint.ts';
export {
  algorithmsOf,
  type BucketRange,
  type Family,
  type Hypothesis,
  nameHypothesis,
  type Standing,
} from './hypotheses/hypothesis.ts';
export {
  createVerdictAccumulator,
  judgeRecords,
  type VerdictAccumulator,
  type VerdictOptions,
  type Verdicts,
} from './verdicts.ts';
export type { JudgingProgress, OnJudging } from './judging-progress.ts';
export { defaultSegmentRecords, judgeSegments } from './segments/judge-segments.ts';
export { explainWitness } from './explain-witness.ts';
export { expectedAdmissions, type RateRamp } from './goodput.ts';
export {
  judgeRolling,
  type JudgeRollingOptions,
  type OverallRollingClaim,
  type RollingJudgement,
} from './judge-rolling.ts';
export {
  type IsSuccess,
  isSuccessStatus,
  type Observation,
  observe,
  type ObservedOutcome,
  outcomeOf,
  toObservation,
} from './observation.ts';
export { createRecordMerger, mergeRecords, type MergeOptions, type RecordSource } from './merge-records.ts';
export type { Percentiles } from './percentiles.ts';
export {
  type FullestWindow,
  judgeSession,
  type RollingClaim,
  type RollingOptions,
} from './rolling-window.ts';
export {
  type ByOutcome,
  type Counts,
  createStepSummary,
  type SessionShare,
  type StepSummary,
  type StepSummaryAccumulator,
  type StepSummaryOptions,
} from './step-summary.ts';
export { type ClockAssumption, defaultClockAssumption, type Tolerance, toleranceOf } from './tolerance.ts';
export type { Witness, WitnessRequest } from './witness.ts';
