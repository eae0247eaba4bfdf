import type { Evidence } from '../evidence.ts';

/**
 * What a limiter may be, seen from outside:
 *
 * - `none`: nothing is refused;
 * - `fixed-window-aligned`: N in each window of the clock, the same for all sessions;
 * - `fixed-window-anchored`: N in each window that opens with the first request after the last one ended;
 * - `sliding-window-log`: N in every rolling window;
 * - `sliding-window-counter`: this window's count and the last one's, weighted;
 * - `bucket`: a burst and a rate. Token bucket, GCRA and leaky bucket as a meter are the same from outside;
 * - `queue`: a leaky bucket as a queue: what comes too fast waits, and shows as rising latency.
 */
export type Family =
  | 'none'
  | 'fixed-window-aligned'
  | 'fixed-window-anchored'
  | 'sliding-window-log'
  | 'sliding-window-counter'
  | 'bucket'
  | 'queue';

/** One limiter that may be behind the answers. */
export interface Hypothesis {
  readonly family: Family;
  /**
   * What it admits beyond each session's own limit: 0 as promised, 1 the classic off-by-one. null: a bucket of any burst and rate.
   */
  readonly excess: number | null;
  /** Whether refused requests use up the allowance; makes no difference to fixed windows, and none is known of a bucket. */
  readonly refusalsCount: boolean;
}

/** How a hypothesis stands. */
export interface Standing {
  readonly hypothesis: Hypothesis;
  /** Whether some placement of the decisions within what was observed may explain the record by it. */
  readonly alive: boolean;
  /** What contradicts it, each piece to be checked by hand; several where only together they leave no phase. Empty while alive. */
  readonly against: readonly Evidence[];
  /** Why it fell, where no single piece of evidence can show it; null otherwise. */
  readonly reason: string | null;
  /** Phases left, where it has one: when a window begins, modulo its length, in milliseconds on the run's clock. */
  readonly phases?: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Bursts and rates left, of a bucket of any burst and rate. */
  readonly buckets?: readonly BucketRange[];
}

export interface BucketRange {
  readonly leastBurst: number;
  /** Exclusive. */
  readonly burstBelow: number;
  readonly leastRatePerMinute: number;
  readonly mostRatePerMinute: number;
}

/** The algorithms that a family stands for: those that cannot be told apart from outside have one family. */
export const algorithmsOf: Readonly<Record<Family, readonly string[]>> = {
  none: ['none'],
  'fixed-window-aligned': ['fixed-window-aligned'],
  'fixed-window-anchored': ['fixed-window-anchored'],
  'sliding-window-log': ['sliding-window-log'],
  'sliding-window-counter': ['sliding-window-counter'],
  bucket: ['token-bucket', 'gcra', 'leaky-bucket-as-a-meter'],
  queue: ['leaky-bucket-as-a-queue'],
};

/** A hypothesis in words: `sliding-window-log, 1 more than promised`. */
export function nameHypothesis({ family, excess, refusalsCount }: Hypothesis): string {
  const name = algorithmsOf[family].join(' = ');
  const admits =
    family === 'none' || excess === 0
      ? ''
      : excess === null
        ? ' of another burst and rate'
        : `, ${Math.abs(excess)} ${excess > 0 ? 'more' : 'fewer'} than promised`;
  return `${name}${admits}${refusalsCount ? ', refused requests count' : ''}`;
}
