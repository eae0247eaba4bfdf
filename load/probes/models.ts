import type { RatePolicy } from '../../schema/policy.ts';
import type { Hypothesis } from '../analysis/index.ts';

/** What a hypothesis would answer. Written from the definitions, to predict probes and for nothing else. */
export interface Model {
  /** Whether a request at this moment would be admitted; times do not step back. */
  admits(atMs: number): boolean;
}

/**
 * How a limiter compares its count with its limit where the count is no whole number: `strict` admits what then keeps within
 * the limit, `lenient` as long as the limit is not reached. Both are in use.
 */
export type Variant = 'strict' | 'lenient';

/** The variants in which a family is in use. */
export const variantsOf = ({ family }: Hypothesis): readonly Variant[] =>
  family === 'sliding-window-counter' ? ['strict', 'lenient'] : ['strict'];

/**
 * Makes the model of one session.
 * @param phaseMs where its windows begin, if it has a constant phase.
 */
export function modelOf(
  { family, excess, refusalsCount }: Hypothesis,
  policy: RatePolicy,
  phaseMs: number,
  variant: Variant = 'strict',
): Model {
  const limit = policy.limit + (excess ?? 0);
  const { windowMs } = policy;
  switch (family) {
    case 'none':
    case 'queue':
      return { admits: () => true };
    case 'fixed-window-aligned':
      return fixedWindows(
        limit,
        (atMs, _openedMs) => windowMs * Math.floor((atMs - phaseMs) / windowMs) + phaseMs,
      );
    case 'fixed-window-anchored':
      return fixedWindows(limit, (atMs, openedMs) => (atMs >= openedMs + windowMs ? atMs : openedMs));
    case 'sliding-window-log':
      return log(limit, windowMs, refusalsCount);
    case 'sliding-window-counter':
      return counter(limit, windowMs, phaseMs, refusalsCount, variant);
    case 'bucket':
      return bucket(limit, limit / windowMs);
  }
}

function fixedWindows(limit: number, opening: (atMs: number, openedMs: number) => number): Model {
  let openedMs = -Infinity;
  let used = 0;
  return {
    admits(atMs) {
      const current = opening(atMs, openedMs);
      if (current !== openedMs) [openedMs, used] = [current, 0];
      used += 1;
      return used <= limit;
    },
  };
}

function log(limit: number, windowMs: number, refusalsCount: boolean): Model {
  let counted: number[] = [];
  return {
    admits(atMs) {
      counted = counted.filter((time) => time > atMs - windowMs);
      const admitted = counted.length < limit;
      if (admitted || refusalsCount) counted.push(atMs);
      return admitted;
    },
  };
}

function counter(
  limit: number,
  windowMs: number,
  phaseMs: number,
  refusalsCount: boolean,
  variant: Variant,
): Model {
  let window = -Infinity;
  let [count, previous] = [0, 0];
  return {
    admits(atMs) {
      const current = Math.floor((atMs - phaseMs) / windowMs);
      if (current !== window) {
        previous = current === window + 1 ? count : 0;
        [window, count] = [current, 0];
      }
      const covered = 1 - (atMs - phaseMs - window * windowMs) / windowMs;
      const estimate = previous * covered + count;
      const admitted = variant === 'strict' ? estimate + 1 <= limit : estimate < limit;
      if (admitted || refusalsCount) count += 1;
      return admitted;
    },
  };
}

function bucket(burst: number, ratePerMs: number): Model {
  let level = burst;
  let filledMs = -Infinity;
  return {
    admits(atMs) {
      if (filledMs !== -Infinity) level = Math.min(burst, level + (atMs - filledMs) * ratePerMs);
      filledMs = atMs;
      // A millionth of a request is no reason to refuse.
      if (level < 1 - 1e-6) return false;
      level -= 1;
      return true;
    },
  };
}
