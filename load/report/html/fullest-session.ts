import type { Witness } from '../../analysis/index.ts';
import { mostInWindow } from '../sent.ts';
import type { Scene, StepScene } from './scene.ts';

const overlaps = (witness: Witness, { startMs, endMs }: StepScene): boolean =>
  witness.startMs < endMs && witness.endMs > startMs;

/** The run's witness, where this step holds it. */
export function witnessIn({ run }: Scene, step: StepScene): Witness | null {
  const { witness } = run.claims.overall;
  return witness !== undefined && step.sessions.has(witness.session) && overlaps(witness, step)
    ? witness
    : null;
}

/** What proves that a session's limit was broken in this step: the run's witness, else the session's own. */
export function witnessOf(scene: Scene, session: string, step: StepScene): Witness | null {
  const shared = witnessIn(scene, step);
  if (shared?.session === session) return shared;
  const own = scene.run.claims.sessions.find((claim) => claim.session === session)?.witness;
  return own !== undefined && overlaps(own, step) ? own : null;
}

const found = new WeakMap<StepScene, string | null>();

/** The session that was fuller than the others for its limit; the witness's where it is among them. */
export function fullestSession(scene: Scene, step: StepScene): string | null {
  const witness = witnessIn(scene, step);
  if (witness !== null) return witness.session;
  const known = found.get(step);
  if (known !== undefined) return known;
  let best: { session: string; share: number } | null = null;
  for (const [session, requests] of step.sessions) {
    const { limit, windowMs } = scene.policyOf(session);
    const share = mostInWindow(requests, windowMs) / limit;
    if (best === null || share > best.share) best = { session, share };
  }
  found.set(step, best?.session ?? null);
  return best?.session ?? null;
}
