import type { RatePolicy } from '../../schema/policy.ts';
import { type Hypothesis, nameHypothesis, type Standing } from '../analysis/index.ts';
import { modelOf } from './models.ts';
import {
  blendProbe,
  burstProbe,
  clockEdgeProbe,
  hammerProbe,
  ownEdgeProbe,
  type ProbePlan,
  probeTerms,
  type ProbeTerms,
  recoveryProbe,
  trickleProbe,
} from './probe-plan.ts';

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
  /** Probes in a row, up to the last, by which no hypothesis fell. Default 0. */
  readonly fruitless?: number;
}

/** The next probe, or why there is none. */
export type NextProbe =
  | { readonly kind: 'probe'; readonly plan: ProbePlan; readonly separates: number }
  | { readonly kind: 'done'; readonly reason: string }
  | { readonly kind: 'over budget'; readonly reason: string };

/** So many probes that change nothing, and the answers are too slow or the limiters too alike. */
const mostFruitless = 6;

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

/** Pairs per cost; a quota of requests is as dear as a window of time. What was sent before is worth less each time. */
const worth = (
  { plan, separates }: { readonly plan: ProbePlan; readonly separates: number },
  { policy: { limit, windowMs }, done }: ProbeState,
): number => {
  const repeats = done.filter(({ name }) => name === plan.name).length;
  return (separates * 0.4 ** repeats) / (1 + plan.sends.length / limit + plan.durationMs / windowMs);
};

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

/** The probes that make sense now, at several phases of the window where the phase may matter. */
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
  const relative = edges.flatMap((edge) =>
    [0.25, 0.5, 0.75].map((part) => (edge + part * windowMs) % windowMs),
  );
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
    trickleProbe(terms),
  ].filter(({ name }) => (times.get(name) ?? 0) < mostRepeats);
}

/** A probe that has not separated them so often will not. */
const mostRepeats = 4;

interface Particle {
  readonly key: string;
  readonly signature: string;
}

/** How many pairs of different hypotheses (at phases that they may have) the probe would tell apart. */
function pairsSeparated(
  plan: ProbePlan,
  alive: readonly Standing[],
  policy: RatePolicy,
  marginMs: number,
): number {
  const particles = alive.flatMap((standing) => particlesOf(standing, plan, policy, marginMs));
  let separated = 0;
  for (const [i, one] of particles.entries()) {
    for (const other of particles.slice(i + 1)) {
      if (one.key !== other.key && one.signature !== other.signature) separated += 1;
    }
  }
  return separated;
}

function particlesOf(
  { hypothesis, phases }: Standing,
  plan: ProbePlan,
  policy: RatePolicy,
  marginMs: number,
): Particle[] {
  const { windowMs } = policy;
  const key = nameHypothesis(hypothesis);
  const phasesMs =
    phases === undefined
      ? [0]
      : phases.slice(0, 3).flatMap(({ fromMs, toMs }) => spreadOver(fromMs, toMs, windowMs));
  return phasesMs.map((phaseMs) => ({
    key,
    signature: signatureOf(hypothesis, plan, policy, phaseMs, marginMs),
  }));
}

/** The middle of a narrow stretch of phases, three of a wide one. */
const spreadOver = (fromMs: number, toMs: number, windowMs: number): number[] =>
  toMs - fromMs < windowMs / 20
    ? [(fromMs + toMs) / 2]
    : [0.1, 0.5, 0.9].map((part) => fromMs + part * (toMs - fromMs));

/** How many of each burst would be admitted: requests closer than the margin are one burst, whose order does not matter. */
function signatureOf(
  hypothesis: Hypothesis,
  plan: ProbePlan,
  policy: RatePolicy,
  phaseMs: number,
  marginMs: number,
): string {
  const models = Array.from({ length: plan.sessions }, () => modelOf(hypothesis, policy, phaseMs));
  // Far from zero, so that windows of the clock before it are whole ones, too.
  const startMs = 10 * policy.windowMs + (plan.startPhaseMs ?? 0);
  const admitted: number[] = [];
  let groupMs = -Infinity;
  for (const { atMs, session } of plan.sends) {
    if (atMs - groupMs > marginMs) {
      admitted.push(0);
      groupMs = atMs;
    }
    // Halfway into the margin: where a request sent on the dot would be decided.
    const decided = models[session]?.admits(startMs + atMs + marginMs / 4) === true;
    if (decided) admitted[admitted.length - 1] = (admitted.at(-1) ?? 0) + 1;
  }
  const waits = hypothesis.family === 'queue' ? 'waits ' : '';
  return waits + admitted.join(' ');
}
