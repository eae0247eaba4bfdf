/**
 * What to send so that an answer becomes decidable, as plans that depend on nothing but numbers; and which of them is worth
 * most now. Sending them is an engine's business, judging the records the analysis's.
 */
export { type Model, modelOf } from './models.ts';
export { isProgress, nextProbe, type NextProbe, type ProbeBudget, type ProbeState } from './next-probe.ts';
export {
  blendProbe,
  burstProbe,
  clockEdgeProbe,
  hammerProbe,
  ownEdgeProbe,
  type ProbeName,
  type ProbePlan,
  probeTerms,
  type ProbeSend,
  type ProbeTerms,
  recoveryProbe,
  trickleProbe,
  twiceProbe,
  twoSessionsProbe,
} from './probe-plan.ts';
