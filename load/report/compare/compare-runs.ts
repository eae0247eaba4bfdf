import { createStream } from '../../../support/random.ts';
import type { RequestRecord } from '../../records.ts';
import type { RunFile } from '../run-file.ts';
import { differencesOf } from './differences.ts';
import type { Difference } from './differences.ts';
import { binCount, quantileOf } from './log-histogram.ts';
import { cutIntoBlocks } from './measures.ts';
import type { Block } from './measures.ts';
import { normalQuantile } from './normal-quantile.ts';

/** One side of a comparison: a run, or several of the same kind. Records are walked through more than once. */
export type ComparedRuns = readonly { readonly run: RunFile; readonly records: Iterable<RequestRecord> }[];

/**
 * Why a change cannot be told:
 *
 * - `chance`: chance alone may show as much;
 * - `few`: too few answers to see how much the number moves by chance;
 * - `single`: one run a side does not show how much runs differ;
 * - `tiny`: too small to be measured.
 */
export type Untold = 'chance' | 'few' | 'single' | 'tiny';

/** How one number of one step changed. */
export interface Change {
  readonly step: string;
  readonly metric: string;
  readonly unit: 'ms' | 'share' | 'per second';
  readonly baseline: number;
  readonly candidate: number;
  /** Candidate ÷ baseline − 1, with the interval that holds the true change; null where it cannot be told. */
  readonly change: number | null;
  readonly from: number | null;
  readonly to: number | null;
  /** The change that would have been told: beyond what chance alone shows, and beyond what is told at all; null with `change`. */
  readonly told: number | null;
  /** Why it cannot be told; null where it can. */
  readonly reason: Untold | null;
  readonly verdict: 'better' | 'worse' | 'cannot tell';
}

export interface Comparison {
  readonly changes: readonly Change[];
  /** Steps that only one side has. */
  readonly unmatched: readonly string[];
  /** What else is not the same on both sides. */
  readonly differences: readonly Difference[];
  /** What the limits' verdicts say on either side: a change of them needs no statistics. */
  readonly verdicts: { readonly baseline: string; readonly candidate: string };
  readonly verdict: 'better' | 'worse' | 'cannot tell';
}

/** What `report --baseline --json` prints. */
export interface ComparisonFile extends Comparison {
  readonly formatVersion: 1;
  readonly kind: 'comparison';
}

interface Metric {
  readonly name: string;
  readonly unit: Change['unit'];
  readonly lowerIsBetter: boolean;
  of(blocks: readonly Block[]): number | null;
}

/** The stretches of one step, by run. */
type ByRun = readonly (readonly Block[])[];

const resamples = 200;
/** The chance that a comparison of equals finds any difference at all. */
const falseAlarm = 0.05;
/** Runs of a side from which on their own differences show how much runs differ by chance. */
const fewestRuns = 3;
/**
 * Changes that are told at all. Of several runs: beyond what the histograms can tell. One run cannot show how much runs
 * differ, and a busy machine alone moves a percentile by a fifth.
 */
const leastChange = { several: { ratio: 0.03, share: 0.005 }, single: { ratio: 0.25, share: 0.02 } } as const;

function quantileMetric(kind: 'admitted' | 'throttled', quantile: number): Metric {
  return {
    name: `p${quantile * 100}_${kind}_ms`,
    unit: 'ms',
    lowerIsBetter: true,
    of(blocks) {
      const sum = new Float64Array(binCount);
      let count = 0;
      for (const block of blocks) {
        const { bins, filled } = kind === 'admitted' ? block.admittedLatency : block.throttledLatency;
        for (const i of filled) {
          const one = bins[i] as number;
          sum[i] = (sum[i] as number) + one;
          count += one;
        }
      }
      // Fewer than ten beyond a quantile are no measure of it.
      return count * (1 - quantile) < 10 ? null : quantileOf(sum, quantile);
    },
  };
}

const metrics: readonly Metric[] = [
  quantileMetric('admitted', 0.5),
  quantileMetric('admitted', 0.99),
  quantileMetric('throttled', 0.5),
  quantileMetric('throttled', 0.99),
  {
    name: 'failed_share',
    unit: 'share',
    lowerIsBetter: true,
    of: (blocks) => share(blocks, ({ failed }) => failed),
  },
];

const throughput: Metric = {
  name: 'requests_per_second',
  unit: 'per second',
  lowerIsBetter: false,
  of(blocks) {
    const ms = blocks.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return ms === 0 ? null : (blocks.reduce((sum, { offered }) => sum + offered, 0) * 1000) / ms;
  },
};

function share(blocks: readonly Block[], of: (block: Block) => number): number | null {
  const offered = blocks.reduce((sum, block) => sum + block.offered, 0);
  return offered < 50 ? null : blocks.reduce((sum, block) => sum + of(block), 0) / offered;
}

/**
 * Compares runs with their noise. Each step is cut into stretches of time; drawing them again and again shows by how much
 * a number moves by chance, within a run and, where a side has several, between its runs. A change is told only where chance
 * alone would show one so large in fewer than one comparison of twenty, all numbers together.
 * @param seed of the drawing; default 1.
 */
export function compareRuns(baseline: ComparedRuns, candidate: ComparedRuns, seed = 1): Comparison {
  const [before, after] = [baseline, candidate].map(pool) as [Map<string, ByRun>, Map<string, ByRun>];
  const shared = [...after.keys()].filter((step) => before.has(step));
  const pairs = shared.flatMap((step) =>
    metricsOf(candidate, step).flatMap((metric) => {
      const one = before.get(step) ?? [];
      const other = after.get(step) ?? [];
      const [a, b] = [metric.of(one.flat()), metric.of(other.flat())];
      return a === null || b === null ? [] : [{ step, metric, one, other, a, b }];
    }),
  );
  const changes = pairs.map(({ step, metric, one, other, a, b }) =>
    judge(step, metric, { one, other, a, b }, pairs.length, seed),
  );
  const verdicts = { baseline: limitWords(baseline), candidate: limitWords(candidate) };
  const worse = changes.some(({ verdict }) => verdict === 'worse');
  const better = changes.some(({ verdict }) => verdict === 'better');
  const broke = verdicts.candidate === 'proved' && verdicts.baseline === 'not_refuted';
  const mended = verdicts.baseline === 'proved' && verdicts.candidate === 'not_refuted';
  return {
    changes,
    unmatched: [
      ...[...before.keys()].filter((step) => !after.has(step)),
      ...[...after.keys()].filter((step) => !before.has(step)),
    ],
    differences: differencesOf(
      baseline.map(({ run }) => run),
      candidate.map(({ run }) => run),
    ),
    verdicts,
    verdict: broke || worse ? 'worse' : mended || better ? 'better' : 'cannot tell',
  };
}

const metricsOf = (side: ComparedRuns, step: string): readonly Metric[] =>
  side[0]?.run.plan.steps.find(({ name }) => name === step)?.kind === 'saturation'
    ? [...metrics, throughput]
    : metrics;

function pool(side: ComparedRuns): Map<string, ByRun> {
  const pooled = new Map<string, ByRun>();
  for (const { run, records } of side)
    for (const [step, blocks] of cutIntoBlocks(run, records))
      if (blocks.length > 0) pooled.set(step, [...(pooled.get(step) ?? []), blocks]);
  return pooled;
}

interface Pair {
  readonly one: ByRun;
  readonly other: ByRun;
  readonly a: number;
  readonly b: number;
}

function judge(
  step: string,
  metric: Metric,
  { one, other, a, b }: Pair,
  tests: number,
  seed: number,
): Change {
  const told = { step, metric: metric.name, unit: metric.unit, baseline: a, candidate: b };
  // Shares may be 0, so they are compared by their difference, in parts of the whole.
  const scale = metric.unit === 'share' ? (value: number) => value : Math.log;
  const errors = [one, other].map((blocks, side) =>
    spread(blocks, metric, scale, createStream(seed, 'compare', step, metric.name, side)),
  );
  const [first, second] = errors;
  if (first === undefined || second === undefined || first === null || second === null)
    return {
      ...told,
      change: null,
      from: null,
      to: null,
      told: null,
      reason: 'few',
      verdict: 'cannot tell',
    };
  const difference = scale(b) - scale(a);
  const z = normalQuantile(1 - falseAlarm / (2 * Math.max(1, tests)));
  // Few know their own spread badly: the quantile of Student's t, by its first term.
  const runs = Math.min(one.length, other.length);
  const several = runs >= fewestRuns;
  const degrees = several ? runs - 1 : Math.min(one.flat().length, other.flat().length) - 1;
  const reach = (z + (z ** 3 + z) / (4 * degrees)) * Math.hypot(first, second);
  const back = metric.unit === 'share' ? (value: number) => value : (value: number) => Math.exp(value) - 1;
  const [from, to] = [back(difference - reach), back(difference + reach)];
  const least = leastChange[several ? 'several' : 'single'][metric.unit === 'share' ? 'share' : 'ratio'];
  const rose = from > 0 && back(difference) > least;
  const fell = to < 0 && back(difference) < -least;
  const verdict = rose || fell ? (fell === metric.lowerIsBetter ? 'better' : 'worse') : 'cannot tell';
  const beyondChance = from > 0 || to < 0;
  return {
    ...told,
    change: back(difference),
    from,
    to,
    told: Math.max(back(reach), least),
    reason: verdict !== 'cannot tell' ? null : !beyondChance ? 'chance' : several ? 'tiny' : 'single',
    verdict,
  };
}

/** The standard deviation of a metric when its runs, and their stretches, are drawn again; null when too often there is none. */
function spread(
  byRun: ByRun,
  metric: Metric,
  scale: (value: number) => number,
  stream: ReturnType<typeof createStream>,
): number | null {
  const values: number[] = [];
  for (let i = 0; i < resamples; i += 1) {
    const drawn = byRun.flatMap(() => {
      const blocks = stream.pick(byRun);
      return blocks.map(() => stream.pick(blocks));
    });
    const value = metric.of(drawn);
    if (value !== null) values.push(scale(value));
  }
  if (values.length < resamples / 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** The verdict on the limit over all runs of a side: proved when any is. */
function limitWords(side: ComparedRuns): string {
  const outcomes = new Set(side.map(({ run }) => run.claims.overall.outcome));
  return (
    (['proved', 'inconclusive', 'not_refuted'] as const).find((outcome) => outcomes.has(outcome)) ??
    'inconclusive'
  );
}
