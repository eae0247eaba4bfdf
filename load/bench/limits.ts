import { createStream } from '../../support/random.ts';
import type { BenchSettings } from './settings.ts';

type Limited = Pick<BenchSettings, 'policy' | 'limits' | 'sessions'>;

/** The limit of each session of a step, in their order. */
export const limitsOf = ({ policy, limits, sessions }: Limited): readonly number[] =>
  limits ?? Array.from({ length: sessions }, () => policy.limit);

/** The limit of one session of a step, by its place among them. */
export const limitAt = ({ policy, limits }: Pick<Limited, 'policy' | 'limits'>, place: number): number =>
  limits?.[place % limits.length] ?? policy.limit;

/** What `of` comes to for each session's limit, all together. */
export const sumOverLimits = (settings: Limited, of: (limit: number) => number): number =>
  limitsOf(settings).reduce((sum, limit) => sum + of(limit), 0);

/** The different limits of a step's sessions, ascending. */
export const differentLimits = (settings: Limited): readonly number[] =>
  [...new Set(limitsOf(settings))].toSorted((a, b) => a - b);

/**
 * As many limits as there are sessions, evenly from the lowest to the highest, both among them, in an order that the seed decides: which
 * limits are there, and so what a run costs, does not depend on it.
 * @param count 2 or more.
 * @example spreadLimits({ from: 5, to: 50 }, 4, 1) // 5, 20, 35 and 50 in some order
 */
export function spreadLimits(
  { from, to }: { readonly from: number; readonly to: number },
  count: number,
  seed: number,
): number[] {
  const limits = Array.from({ length: count }, (_, i) => Math.round(from + (i * (to - from)) / (count - 1)));
  const random = createStream(seed, 'limits');
  for (let i = limits.length - 1; i > 0; i -= 1) {
    const j = random.int(0, i);
    [limits[i], limits[j]] = [limits[j] as number, limits[i] as number];
  }
  return limits;
}

/** Deals limits to sessions in turn, as often as it takes. */
export const dealLimits = (limits: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, i) => limits[i % limits.length] as number);
