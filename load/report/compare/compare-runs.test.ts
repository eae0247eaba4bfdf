import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { compareRuns } from './compare-runs.ts';
import type { Change } from './compare-runs.ts';
import { formatComparison } from './format-comparison.ts';
import { formatChange, formatTold } from './percent.ts';
import { normalQuantile } from './normal-quantile.ts';

const requests = 300;
/** Only what was admitted changes the verdicts, so they are judged once for each. */
const judged = new Map([5, 6].map((admits) => [admits, sampleRun({ admits })]));
const runs = (seed: number, count: number, latencyMs = 2, admits = 5) =>
  Array.from({ length: count }, (_, i) => {
    const verdictsOf = judged.get(admits);
    const options = { seed: seed + i, latencyMs, admits, requests };
    return sampleRun(verdictsOf === undefined ? options : { ...options, verdictsOf });
  });

it('tells no change between equals, but for a few in a hundred', () => {
  let alarms = 0;
  for (let seed = 0; seed < 4; seed += 1) {
    if (compareRuns(runs(1000 * seed, 3), runs(1000 * seed + 500, 3)).verdict !== 'cannot tell') alarms += 1;
    if (compareRuns(runs(1000 * seed, 1), runs(1000 * seed + 500, 1)).verdict !== 'cannot tell') alarms += 1;
  }
  expect(alarms).toBeLessThanOrEqual(1);
});

it('tells what became slower, and what became faster', () => {
  const [slow, fast] = [runs(1, 3, 2.5), runs(50, 3, 2)];
  const worse = compareRuns(fast, slow);
  expect(worse.verdict).toBe('worse');
  const change = worse.changes.find(({ metric }) => metric === 'p50_admitted_ms');
  expect(change?.verdict).toBe('worse');
  expect(change?.change).toBeCloseTo(0.25, 1);
  expect(change?.from).toBeGreaterThan(0.1);
  expect(change?.to).toBeLessThan(0.4);
  expect(compareRuns(slow, fast).verdict).toBe('better');
});

it('takes a change of a fifth between single runs for chance, and one of the double for a change', () => {
  expect(compareRuns(runs(1, 1, 2), runs(9, 1, 2.4)).verdict).toBe('cannot tell');
  expect(compareRuns(runs(1, 1, 2), runs(9, 1, 4)).verdict).toBe('worse');
});

const median = (changes: readonly Change[]) => changes.find(({ metric }) => metric === 'p50_admitted_ms');

it('says from where on a change is told, and why one is not', () => {
  const single = compareRuns(runs(1, 1, 2), runs(9, 1, 2.4)).changes;
  const several = compareRuns(runs(1, 3, 2), runs(50, 3, 2)).changes;
  expect(median(single)).toMatchObject({ reason: 'single', told: 0.25 });
  expect(median(several)?.reason).toBe('chance');
  expect(median(several)?.told).toBeGreaterThan(0.03);
  expect(median(several)?.told).toBeLessThan(0.25);
  const few = [sampleRun({ requests: 30 })];
  expect(compareRuns(few, few).changes.find(({ metric }) => metric === 'p50_admitted_ms')?.reason).toBe(
    'chance',
  );
});

it.each([
  [null, '–', '–'],
  [0.1234, '+12.3 %', '±12.3 %'],
  [-0.04, '−4.0 %', '±4.0 %'],
  [12, '> +1000 %', '> ±1000 %'],
])('a change of %s is %s', (value, change, told) => {
  expect(formatChange(value).replace('\u00a0', ' ')).toBe(change);
  expect(formatTold(value === null ? null : Math.abs(value)).replace('\u00a0', ' ')).toBe(told);
});

it('needs no statistics for a limit that is broken now, or mended', () => {
  const [kept, broken] = [runs(1, 1), runs(9, 1, 2, 6)];
  expect(compareRuns(kept, broken)).toMatchObject({
    verdict: 'worse',
    verdicts: { baseline: 'not_refuted', candidate: 'proved' },
  });
  expect(compareRuns(broken, kept).verdict).toBe('better');
  expect(formatComparison(compareRuns(kept, broken), { color: false })).toContain(
    'over-admission: not refuted before, proved now',
  );
});

it('names steps that only one side has', () => {
  const other = sampleRun({ text: '-other', requests });
  expect(compareRuns(runs(1, 1), [other]).unmatched).toEqual(['2x', '2x-other']);
});

it.each([
  [0.5, 0],
  [0.975, 1.96],
  [0.025, -1.96],
  [0.9995, 3.2905],
])('the normal quantile of %d is %d', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 3);
});
