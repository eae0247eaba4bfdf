import type { RatePolicy } from '../../schema/policy.ts';
import { type Hypothesis, nameHypothesis, type Standing } from '../analysis/index.ts';
import { modelOf, variantsOf } from './models.ts';
import type { ProbePlan } from './probe-plan.ts';

/** A hypothesis at one phase that it may have, and every answer that it may give to a probe. */
interface Particle {
  readonly key: string;
  readonly signatures: ReadonlySet<string>;
}

/**
 * How many pairs of different hypotheses (at phases that they may have) a probe would tell apart. A family of several variants
 * is told apart from another only as far as none of its variants answers like that one: the analysis grants it them all.
 * @param marginMs requests closer than this are one burst.
 */
export function pairsSeparated(
  plan: ProbePlan,
  alive: readonly Standing[],
  policy: RatePolicy,
  marginMs: number,
): number {
  const particles = alive.flatMap((standing) => particlesOf(standing, plan, policy, marginMs));
  let separated = 0;
  for (const [i, one] of particles.entries()) {
    for (const other of particles.slice(i + 1)) {
      if (one.key === other.key) continue;
      separated += (shareOutside(one, other) + shareOutside(other, one)) / 2;
    }
  }
  return separated;
}

/** The share of one's answers that the other cannot give. */
function shareOutside(one: Particle, other: Particle): number {
  const outside = [...one.signatures].filter((signature) => !other.signatures.has(signature));
  return outside.length / one.signatures.size;
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
    signatures: new Set(
      variantsOf(hypothesis).map((variant) =>
        signatureOf(hypothesis, variant, plan, policy, phaseMs, marginMs),
      ),
    ),
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
  variant: ReturnType<typeof variantsOf>[number],
  plan: ProbePlan,
  policy: RatePolicy,
  phaseMs: number,
  marginMs: number,
): string {
  const models = Array.from({ length: plan.sessions }, () => modelOf(hypothesis, policy, phaseMs, variant));
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
