import type { Claim, ClaimName } from '../../analysis/index.ts';
import type { Scene } from './scene.ts';

/**
 * What a claim is about. A record of all of them, so that no claim of the analysis can be forgotten here:
 *
 * - `limit`: whether more was admitted than promised, by one reading of it;
 * - `manner`: how the limiter refuses: a property of it, and no fault by itself;
 * - `headers`: what callers are told;
 * - `isolation`: whether sessions move each other.
 */
export type ClaimKind = 'limit' | 'manner' | 'headers' | 'isolation';

export const claimKinds: Readonly<Record<ClaimName, ClaimKind>> = {
  over_admission_rolling: 'limit',
  over_admission_fixed: 'limit',
  over_admission_bucket: 'limit',
  over_admission_counter: 'manner',
  refusal_without_cause: 'manner',
  refusals_count: 'manner',
  retry_after_too_short: 'headers',
  retry_after_too_long: 'headers',
  remaining_too_high: 'headers',
  remaining_too_low: 'headers',
  reset_too_short: 'headers',
  reset_too_long: 'headers',
  limit_header_wrong: 'headers',
  limit_not_own: 'isolation',
};

/** Whether a proved claim is a fault of what was promised, and not only a property of the limiter. */
export function isFault({ name, outcome }: Pick<Claim, 'name' | 'outcome'>, { run }: Scene): boolean {
  if (outcome !== 'proved') return false;
  const kind = claimKinds[name];
  if (kind !== 'limit') return kind !== 'manner';
  const required = run.requirement?.reading ?? (run.identifyEnded === undefined ? 'rolling' : null);
  return name === `over_admission_${required}`;
}
