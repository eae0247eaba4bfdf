import { expect, it } from 'vitest';
import { compareRuns } from '../compare/index.ts';
import { sampleRun } from '../testing/sample-run.ts';
import type { SampleRun } from '../testing/sample-run.ts';
import { formatHtmlComparison } from './comparison-page.ts';
import { formatHtmlReport } from './page.ts';

const verdictsOf = sampleRun();
const runs = (seed: number, count: number, latencyMs: number, text = '') =>
  Array.from({ length: count }, (_, i) =>
    sampleRun({ seed: seed + i, latencyMs, requests: 300, text, verdictsOf }),
  );

const percent = (value: number | null | undefined) => `${((value ?? 0) * 100).toFixed(1)}\u00a0%`;

it('shows every number with its noise beside it, on a page of its own', () => {
  const [baseline, candidate] = [runs(1, 3, 2), runs(9, 3, 3)];
  const comparison = compareRuns(baseline, candidate);
  const page = formatHtmlComparison(comparison, { baseline, candidate });
  expect(page).toContain('<h1>Worse than the baseline</h1>');
  expect(page).toContain('<title>Worse than the baseline: 3\u00a0runs, 3\u00a0runs before</title>');
  const median = comparison.changes.find(({ metric }) => metric === 'p50_admitted_ms');
  expect(median?.change).toBeCloseTo(0.5, 1);
  const row = page.slice(
    page.indexOf('admitted, median'),
    page.indexOf('</tr>', page.indexOf('admitted, median')),
  );
  expect(row).toContain(`+${percent(median?.change)}`);
  expect(row).toContain(`between +${percent(median?.from)} and +${percent(median?.to)}`);
  expect(row).toContain(`±${percent(median?.told)}`);
  expect(row).toContain('</span> worse</span>');
  // The mark stands on the line, and the line beyond the field.
  const [zone, whisker, dot] = [...row.matchAll(/left:([\d.]+)%(?:;width:([\d.]+)%)?/g)].map(
    ([, left, width]) => [Number(left), Number(left) + Number(width ?? 0)],
  ) as [number[], number[], number[]];
  expect(whisker[0]).toBeLessThan(dot[0] as number);
  expect(whisker[1]).toBeGreaterThan(dot[0] as number);
  expect((zone[0] as number) + (zone[1] as number)).toBeCloseTo(100, 1);
  expect(whisker[0]).toBeGreaterThan(50);
});

it('stands in the page of a single run, first among its sections', () => {
  const [old, now] = [runs(1, 1, 2), runs(9, 1, 2.2)];
  const run = now[0] as SampleRun;
  const page = formatHtmlReport(run.run, { ...run, comparison: compareRuns(old, now) });
  expect(page).toContain('No change that can be told</span>');
  expect(/<h2 id="([\w-]+)"/.exec(page)?.[1]).toBe('comparison');
  expect(page).toContain('single runs');
  expect(formatHtmlReport(run.run, run)).not.toContain('comparison');
});

it('says what else differs, and lets no text become markup', () => {
  const hostile = `"><script>alert(1)</script>`;
  const [old, now] = [runs(1, 1, 2), runs(1, 1, 2, hostile)];
  const comparison = compareRuns(old, now);
  expect(comparison.differences.map(({ what }) => what)).toEqual(['target', 'request', 'processor']);
  const page = formatHtmlComparison(comparison, { baseline: old, candidate: now });
  expect(page).not.toContain('<script');
  expect(page).toContain(`Only on one side: 2x, 2x&quot;&gt;&lt;script&gt;`);
  expect(page).toMatch(/<li>processor: 2 × cpu +before, 2 × cpu &quot;&gt;/);
});
