import type { OverallRollingClaim, StepSummary } from '../analysis/index.ts';
import { longest } from './ms-range.ts';
import type { MsRange } from './ms-range.ts';
import type { BenchFindings } from './outcome.ts';
import type { MetricName, Operator, Threshold, ThresholdResult } from './read-thresholds.ts';

/** What thresholds are held against. */
export interface Measured {
  readonly steps: readonly StepSummary[];
  /** Names of the load steps: those that a threshold without a step is about. */
  readonly loadSteps: readonly string[];
  /** null: nothing was judged. */
  readonly overall: OverallRollingClaim | null;
  readonly findings?: BenchFindings;
}

/** Holds a threshold against a run: every step that it is about must keep it. */
export function judgeThreshold(threshold: Threshold, measured: Measured): ThresholdResult {
  const { text, metric, step } = threshold;
  if (metric === 'over_admission') return conclude(threshold, [['the run', overAdmission(measured.overall)]]);
  if (isRangeMetric(metric)) return judgeRanges(threshold, rangesOf(metric, measured.findings ?? {}));
  const steps = measured.steps.filter((one) =>
    step === null ? measured.loadSteps.includes(one.step) : one.step === step,
  );
  if (steps.length === 0) {
    const names = measured.steps.map((one) => one.step).join(', ');
    return {
      text,
      state: 'unknown',
      says: step === null ? 'there is no load step' : `there is no step ${step}: ${names}`,
    };
  }
  return conclude(
    threshold,
    steps.map((one) => [one.step, metricOf(one, metric)]),
  );
}

function conclude(
  { text, operator, bound }: Threshold,
  values: readonly (readonly [string, number | null])[],
): ThresholdResult {
  const measured = values.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  const crossed = measured.find(({ value }) => !holds(value, operator, bound));
  if (crossed !== undefined)
    return { text, state: 'crossed', says: `${crossed.name}: ${rounded(crossed.value)}` };
  // A step without a single such answer says nothing; that the others keep it is enough.
  const [first] = measured;
  if (first === undefined) return { text, state: 'unknown', says: 'nothing was measured that it is about' };
  const worst = measured.reduce((a, b) => (Math.abs(b.value - bound) < Math.abs(a.value - bound) ? b : a));
  return { text, state: 'kept', says: `${worst.name}: ${rounded(worst.value)}` };
}

/** The metrics of moments that are known to lie in a range. */
type RangeMetric = Extract<MetricName, 'recovery_ms' | 'cancel_late_ms' | 'expiry_late_ms'>;

const isRangeMetric = (metric: MetricName): metric is RangeMetric =>
  metric === 'recovery_ms' || metric === 'cancel_late_ms' || metric === 'expiry_late_ms';

type NamedRange = MsRange & { readonly session: string };

function rangesOf(metric: RangeMetric, { recovery, lifecycle = [] }: BenchFindings): readonly NamedRange[] {
  if (metric === 'recovery_ms') return recovery?.sessions ?? [];
  const kind = metric === 'cancel_late_ms' ? 'cancelled' : 'expired';
  return lifecycle.flatMap((one) =>
    one.kind !== kind || one.lateMs === null ? [] : [{ session: one.session, ...one.lateMs }],
  );
}

/** Kept when wherever in their ranges the moments lie they keep it, crossed when one crosses it wherever it lies. */
function judgeRanges({ text, operator, bound }: Threshold, ranges: readonly NamedRange[]): ThresholdResult {
  const says = (range: NamedRange) => `${range.session}: ${saysRange(range)}`;
  const never = ranges.find((range) => !mayHold(range, operator, bound));
  if (never !== undefined) return { text, state: 'crossed', says: says(never) };
  const open = ranges.find((range) => !surelyHolds(range, operator, bound));
  if (open !== undefined) return { text, state: 'unknown', says: says(open) };
  const worst = longest(ranges);
  return worst === null
    ? { text, state: 'unknown', says: 'nothing was measured that it is about' }
    : { text, state: 'kept', says: says(worst) };
}

const saysRange = ({ fromMs, toMs }: MsRange): string =>
  toMs === null ? `${rounded(fromMs)} or more` : `${rounded(fromMs)} to ${rounded(toMs)}`;

/** Whether some value of a range holds. */
function mayHold({ fromMs, toMs }: MsRange, operator: Operator, bound: number): boolean {
  const to = toMs ?? Infinity;
  if (operator === '==') return fromMs <= bound && bound <= to;
  if (operator === '!=') return fromMs !== bound || to !== bound;
  return holds(fromMs, operator, bound) || holds(to, operator, bound);
}

/** Whether every value of a range holds. */
function surelyHolds({ fromMs, toMs }: MsRange, operator: Operator, bound: number): boolean {
  const to = toMs ?? Infinity;
  if (operator === '!=') return bound < fromMs || bound > to;
  return holds(fromMs, operator, bound) && holds(to, operator, bound);
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)));

function holds(value: number, operator: Operator, bound: number): boolean {
  switch (operator) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '==':
      return value === bound;
    case '!=':
      return value !== bound;
  }
}

/** Admissions beyond the limit in the fullest rolling window that is certain; null where nothing could be told. */
function overAdmission(overall: OverallRollingClaim | null): number | null {
  if (overall === null) return null;
  const { outcome, worst, witness } = overall;
  if (outcome === 'inconclusive') return null;
  const inOneWindow = worst === undefined ? 0 : Math.max(0, worst.admitted - worst.limit);
  // A violation that shows over several windows only is one at least.
  return witness === undefined ? inOneWindow : Math.max(1, inOneWindow);
}

/** Of all that was to be sent: what could not be sent, for nobody listened, has failed, too. */
function failedShare({ offered, failed, dropped }: StepSummary): number | null {
  const planned = offered + dropped;
  return planned === 0 ? null : (failed + dropped) / planned;
}

function metricOf(
  step: StepSummary,
  metric: Exclude<MetricName, 'over_admission' | RangeMetric>,
): number | null {
  switch (metric) {
    case 'goodput':
      return step.goodput;
    case 'failed_share':
      return failedShare(step);
    case 'dropped':
      return step.dropped;
    default: {
      const [percentile = '', kind = ''] = metric.split('_');
      const latency = kind === 'admitted' ? step.latency.admitted : step.latency.throttled;
      if (latency === null) return null;
      const us = { p50: latency.p50Us, p90: latency.p90Us, p99: latency.p99Us, max: latency.maxUs }[
        percentile
      ];
      return us === undefined ? null : us / 1000;
    }
  }
}
