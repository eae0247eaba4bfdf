import type { RatePolicy } from '../../schema/policy.ts';
import { nameHypothesis, type Standing } from '../analysis/index.ts';
import {
  blendProbe,
  burstProbe,
  clockEdgeProbe,
  hammerProbe,
  ownEdgeProbe,
  type ProbeName,
  type ProbePlan,
  probeTerms,
  type ProbeTerms,
  recoveryProbe,
  trickleProbe,
  twoEdgesProbe,
} from './probe-plan.ts';
import { pairsSeparated } from './separation.ts';

/** What may still be spent. */
export interface ProbeBudget {
  readonly requests: number;
  readonly timeMs: number;
}

/** Where an identification stands. */
export interface ProbeState {
  readonly policy: RatePolicy;
  /** How the hypotheses stand by the records so far (`fingerprint(…).standings`); empty at the beginning. */
  readonly standings: readonly Standing[];
  /** Probes that were sent, in order. */
  readonly done: readonly ProbePlan[];
  /** How long answers take, most of them. */
  readonly latencyMs: number;
  readonly budget: ProbeBudget;
  /** Probes in a row, up to the last, by which nothing was learned; see `isProgress`. Default 0. */
  readonly fruitless?: number;
}

/** The next probe, or why there is none. */
export type NextProbe =
  | { readonly kind: 'probe'; readonly plan: ProbePlan; readonly separates: number }
  | { readonly kind: 'done'; readonly reason: string }
  | { readonly kind: 'over budget'; readonly reason: string };

/** So many probes that change nothing, and the answers are too slow or the limiters too alike. */
const mostFruitless = 6;

/**
 * Whether a probe taught anything: a hypothesis fell, or of the phases that those left may have a tenth did.
 * @param before the standings before it, and after it.
 */
export function isProgress(before: readonly Standing[], after: readonly Standing[]): boolean {
  return namesOf(before) !== namesOf(after) || widthOf(after) < 0.9 * widthOf(before);
}

const namesOf = (standings: readonly Standing[]): string =>
  standings.flatMap(({ alive, hypothesis }) => (alive ? nameHypothesis(hypothesis) : [])).join('; ');

/** The phases that are left, of all hypotheses together. */
const widthOf = (standings: readonly Standing[]): number =>
  standings
    .flatMap(({ alive, phases }) => (alive ? (phases ?? []) : []))
    .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** Bursts beyond this multiple of the limit look for no limit any more. */
const largestBurst = 8;

/**
 * The probe that separates the most pairs of hypotheses that are still alive, for its cost in requests and time. Pure: each
 * hypothesis is played against each probe, and two are separated where they would admit another number of some
 * burst. The same probe at another phase of the window counts as another.
 *
 * Begins with a burst from idle, doubled while nothing is refused, for nothing can be told of a limiter that refuses nothing.
 */
export function nextProbe(state: ProbeState): NextProbe {
  const terms = probeTerms(state.policy, state.latencyMs);
  const alive = state.standings.filter((standing) => standing.alive && standing.hypothesis.excess !== null);
  const nothingRefused =
    state.standings.length === 0 || alive.some(({ hypothesis }) => hypothesis.family === 'none');
  if (nothingRefused) return nextBurst(state, terms);
  if ((state.fruitless ?? 0) >= mostFruitless) {
    const names = alive.map(({ hypothesis }) => nameHypothesis(hypothesis)).join('; ');
    const reason = `${mostFruitless} probes in a row did not tell apart what is left: ${names}`;
    return { kind: 'done', reason };
  }
  const candidates = candidatesFor(alive, state, terms)
    .map((plan) => ({ plan, separates: pairsSeparated(plan, alive, state.policy, terms.marginMs) }))
    .filter(({ separates }) => separates > 0);
  if (candidates.length === 0) {
    const wanted = confirmations(state, terms);
    const confirmation = wanted.find((plan) => fits(plan, state));
    if (confirmation !== undefined) return { kind: 'probe', plan: confirmation, separates: 0 };
    const least = Math.min(...wanted.map(({ sends }) => sends.length));
    if (wanted.length > 0)
      return {
        kind: 'over budget',
        reason: `what is left was not put to the test itself: that takes ${least} requests`,
      };
    const names = alive.map(({ hypothesis }) => nameHypothesis(hypothesis)).join('; ');
    const reason =
      alive.length <= 1
        ? 'no more than one hypothesis is left'
        : `no probe is answered differently by what is left: ${names}`;
    return { kind: 'done', reason };
  }
  const affordable = candidates.filter(({ plan }) => fits(plan, state));
  if (affordable.length === 0) {
    const least = Math.min(...candidates.map(({ plan }) => plan.sends.length));
    return { kind: 'over budget', reason: `the cheapest probe left takes ${least} requests` };
  }
  const best = affordable.reduce((one, other) => (worth(other, state) > worth(one, state) ? other : one));
  return { kind: 'probe', ...best };
}

const fits = ({ sends, durationMs }: ProbePlan, { budget, policy }: ProbeState): boolean =>
  // A start at a given phase is waited for, a window at most.
  sends.length <= budget.requests && durationMs + policy.windowMs <= budget.timeMs;

/** A quota of requests is as dear as a window of time. */
const costOf = ({ sends, durationMs }: ProbePlan, { limit, windowMs }: RatePolicy): number =>
  1 + sends.length / limit + durationMs / windowMs;

/** Pairs per cost. What was sent before is worth less each time. */
const worth = (
  { plan, separates }: { readonly plan: ProbePlan; readonly separates: number },
  { policy, done }: ProbeState,
): number => {
  const repeats = done.filter(({ name }) => name === plan.name).length;
  return (separates * 0.4 ** repeats) / costOf(plan, policy);
};

/** So many kinds of probe, the burst from idle among them, have to be answered as a limiter would before it is named. */
const fewestKinds = 4;

/** Of windows that begin at a constant phase, that phase is wanted so closely: as multiples of the margin. */
const closePhase = 8;

/** How often it is tried to hit the edges that a hypothesis has. */
const mostEdgeProbes = 5;

/** Each of them halves the phases that are left, unless it contradicts them all. */
const mostOwnProbes = 6;

/**
 * What is left need not be right, for the limiter may be none of those considered, or its windows others. So it has to answer for itself:
 * the probe that shows its own ways best, aimed at the phase that it would have; probes of other kinds than were sent, the cheapest first;
 * and in the end one that shows how long its windows are.
 */
function confirmations(state: ProbeState, terms: ProbeTerms): readonly ProbePlan[] {
  const { policy, standings, done } = state;
  const left = standings.filter((standing) => standing.alive);
  if (left.length === 0) return [];
  const times = (name: ProbeName) => done.filter((one) => one.name === name).length;
  const own = left.flatMap((standing) => {
    const plan = ownProbe(standing, terms);
    if (plan === null || done.some((one) => isSame(one, plan, policy.windowMs))) return [];
    const most = widthOf([standing]) > closePhase * terms.marginMs ? mostOwnProbes : 1;
    return times(plan.name) < most ? [plan] : [];
  });
  const kinds = new Set<ProbeName>(done.map(({ name }) => name));
  kinds.delete('two-edges');
  const others =
    kinds.size >= fewestKinds
      ? []
      : [
          recoveryProbe(terms),
          ownEdgeProbe(terms),
          hammerProbe(terms),
          trickleProbe(terms),
          blendProbe(terms),
        ]
          .filter(({ name }) => !kinds.has(name))
          .toSorted((one, other) => costOf(one, policy) - costOf(other, policy));
  const lengths = left.flatMap((standing) => {
    const plan = lengthProbe(standing, terms);
    const same = done.filter(({ name, durationMs }) => name === plan.name && durationMs >= plan.durationMs);
    const isEnough = same.length >= mostEdgeProbes || same.some((one) => isAimedAt(standing, one, terms));
    return isEnough ? [] : [plan];
  });
  return [...own, ...others, ...lengths];
}

/** The probe that nothing but such a limiter answers as it does, at the phase at which its windows would begin. */
function ownProbe({ hypothesis, phases }: Standing, terms: ProbeTerms): ProbePlan | null {
  const [first] = phases ?? [];
  if (first === undefined) return null;
  const { windowMs } = terms.policy;
  const edgeMs = (first.fromMs + first.toMs) / 2;
  return hypothesis.family === 'fixed-window-aligned'
    ? clockEdgeProbe(terms, edgeMs)
    : blendProbe(terms, (edgeMs + 0.05 * windowMs) % windowMs);
}

/**
 * The probe that shows whether its windows are as long as promised: two edges of those that all come back at once; of the others, all that
 * comes back over so many windows that a twentieth of them would be a request more, or less.
 */
function lengthProbe({ hypothesis, phases }: Standing, terms: ProbeTerms): ProbePlan {
  const { limit, windowMs } = terms.policy;
  const [first] = phases ?? [];
  const startMs = first === undefined ? null : ((first.fromMs + first.toMs) / 2 + terms.marginMs) % windowMs;
  switch (hypothesis.family) {
    case 'sliding-window-counter':
    case 'bucket':
      return hammerProbe(terms, startMs, Math.min(6, Math.max(2.2, 22 / limit)));
    default:
      return twoEdgesProbe(terms, Math.max(1, limit + (hypothesis.excess ?? 0)), startMs);
  }
}

/** Whether a probe began right after an edge that the hypothesis has: one that was aimed elsewhere tells less of its windows. */
const isAimedAt = ({ phases }: Standing, { startPhaseMs }: ProbePlan, { marginMs }: ProbeTerms): boolean =>
  phases === undefined ||
  phases.some(({ fromMs, toMs }) => {
    const edgeMs = (startPhaseMs ?? -Infinity) - marginMs;
    return fromMs <= edgeMs && edgeMs <= toMs;
  });

function nextBurst(state: ProbeState, terms: ProbeTerms): NextProbe {
  const { limit } = state.policy;
  const largest = Math.max(0, ...state.done.map(({ name, sends }) => (name === 'burst' ? sends.length : 0)));
  const plan = burstProbe(terms, largest === 0 ? limit + 2 : 2 * largest);
  if (plan.sends.length > largestBurst * limit + 4) {
    return {
      kind: 'done',
      reason: `nothing was refused, up to ${largest} at once: ${largestBurst} times the limit`,
    };
  }
  return fits(plan, state)
    ? { kind: 'probe', plan, separates: 0 }
    : { kind: 'over budget', reason: `a burst from idle takes ${plan.sends.length} requests` };
}

/** The probes that make sense now, at several phases of the window where the phase may matter; none that was sent before. */
function candidatesFor(
  alive: readonly Standing[],
  { policy, done }: ProbeState,
  terms: ProbeTerms,
): ProbePlan[] {
  const { windowMs } = policy;
  const edges = alive.flatMap(({ phases }) =>
    (phases ?? []).slice(0, 2).map(({ fromMs, toMs }) => (fromMs + toMs) / 2),
  );
  // Starting at another phase each time is what tells windows of the clock from those of the session.
  const starts = [0.13, 0.47, 0.81].map((part) => part * windowMs);
  const relative = edges.flatMap((edge) => partsAfterEdge.map((part) => (edge + part * windowMs) % windowMs));
  const phases = [...starts, ...relative];
  const times = new Map<string, number>();
  for (const { name } of done) times.set(name, (times.get(name) ?? 0) + 1);
  return [
    ...phases.flatMap((phase) => [
      ownEdgeProbe(terms, phase),
      recoveryProbe(terms, phase),
      blendProbe(terms, phase),
    ]),
    ...edges.map((edge) => clockEdgeProbe(terms, edge)),
    hammerProbe(terms),
    ...relative.map((phase) => hammerProbe(terms, phase)),
    trickleProbe(terms),
  ].filter(
    (plan) => (times.get(plan.name) ?? 0) < mostRepeats && !done.some((one) => isSame(one, plan, windowMs)),
  );
}

/** Where probes start after an edge that a hypothesis has, as parts of the window: just past it, and well within. */
const partsAfterEdge = [0.05, 0.25, 0.5, 0.75];

/** A probe that has not separated them so often will not. */
const mostRepeats = 4;

/** Answered alike by whatever has windows: the same sends at the same phase, but for a part of the window. */
function isSame(one: ProbePlan, other: ProbePlan, windowMs: number): boolean {
  if (one.name !== other.name || one.startPhaseMs === null || other.startPhaseMs === null) return false;
  const apartMs = Math.abs(one.startPhaseMs - other.startPhaseMs);
  return Math.min(apartMs, windowMs - apartMs) < samePhase * windowMs;
}

/** Phases that are closer than this part of the window are the same. */
const samePhase = 0.02;
