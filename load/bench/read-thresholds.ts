/** What a threshold compares, `{step}` left out: see `metricNames`. */
export type MetricName = (typeof metricNames)[number];

const latencyNames = (['admitted', 'throttled'] as const).flatMap((kind) =>
  (['p50', 'p90', 'p99', 'max'] as const).map((percentile) => `${percentile}_${kind}_ms` as const),
);

/** Every metric that a threshold may name. */
export const metricNames = [
  ...latencyNames,
  'goodput',
  'failed_share',
  'dropped',
  'over_admission',
  'recovery_ms',
  'cancel_late_ms',
  'expiry_late_ms',
] as const;

const operators = ['<=', '>=', '==', '!=', '<', '>'] as const;
export type Operator = (typeof operators)[number];

/** A pass or fail on a metric; never a rate limit. */
export interface Threshold {
  /** As it was written. */
  readonly text: string;
  readonly metric: MetricName;
  /** The step that it is about; null: every load step (of `over_admission`: the run). */
  readonly step: string | null;
  readonly operator: Operator;
  readonly bound: number;
}

/** How a threshold came out. `unknown`: the run holds no such number, so that nothing can be said. */
export interface ThresholdResult {
  readonly text: string;
  readonly state: 'kept' | 'crossed' | 'unknown';
  /** The number that decided, in words. */
  readonly says: string;
}

/**
 * Reads `p99_admitted_ms<200`, `goodput{0.5x}>=0.99`, `over_admission==0`; several may be joined by commas.
 * @returns the thresholds, or what is wrong with the text.
 */
export function readThresholds(text: string): readonly Threshold[] | string {
  const thresholds: Threshold[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const match = /^(\w+)(?:\{([^{}]+)\})?\s*(<=|>=|==|!=|<|>)\s*(\d+(?:\.\d+)?)$/.exec(part);
    if (match === null)
      return `a metric, a comparison and a number are wanted, such as 'p99_admitted_ms<200', got '${part}'`;
    const [, name = '', step = null, operator, bound] = match;
    const metric = metricNames.find((one) => one === name);
    if (metric === undefined) return `there is no metric '${name}': ${metricNames.join(', ')}`;
    thresholds.push({ text: part, metric, step, operator: operator as Operator, bound: Number(bound) });
  }
  return thresholds;
}
