import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { compareRuns } from './compare-runs.ts';
import { formatComparison } from './format-comparison.ts';
import { normalQuantile } from './normal-quantile.ts';

const requests = 300;
const runs = (seed: number, count: number, latencyMs = 2, admits = 5) =>
  Array.from({ length: count }, (_, i) => sampleRun({ seed: seed + i, latencyMs, admits, requests }));

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
