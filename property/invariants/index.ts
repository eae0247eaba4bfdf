export { collectWalk } from './collect-walk.ts';
export type { WalkPlan } from './collect-walk.ts';
export type {
  AnswerEvidence,
  Evidence,
  EvidenceKind,
  EvidenceKinds,
  ListedEntry,
  ListedPage,
  ListOperation,
  Moment,
  PageEvidence,
  PageQuery,
  SessionObservation,
  WalkEvidence,
} from './evidence.ts';
export type { ClaimSource, Invariant } from './invariant.ts';
export { invariantNames, invariants, invariantsOf, judgeAll } from './registry.ts';
export type { InvariantName, Judgement } from './registry.ts';
export { embeddedExpiry } from './secret.ts';
export type { Verdict } from './verdict.ts';
