import { expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import { judgeThreshold, metricNames, readThresholds } from './thresholds.ts';
import type { Threshold } from './thresholds.ts';

const judge = (text: string, admits = 5) => {
  const { run } = sampleRun({ admits });
  const [threshold] = readThresholds(text) as readonly Threshold[];
  return judgeThreshold(threshold as Threshold, {
    steps: run.steps,
    loadSteps: ['2x'],
    overall: run.claims.overall,
  });
};

it('reads several, with steps, and says what is wrong', () => {
  expect(readThresholds('p99_admitted_ms<200, goodput{0.5x} >= 0.99')).toEqual([
    { text: 'p99_admitted_ms<200', metric: 'p99_admitted_ms', step: null, operator: '<', bound: 200 },
    { text: 'goodput{0.5x} >= 0.99', metric: 'goodput', step: '0.5x', operator: '>=', bound: 0.99 },
  ]);
  expect(readThresholds('goodput=1')).toBe(
    "a metric, a comparison and a number are wanted, such as 'p99_admitted_ms<200', got 'goodput=1'",
  );
  expect(readThresholds('p95_ms<1')).toBe(`there is no metric 'p95_ms': ${metricNames.join(', ')}`);
});

it.each([
  ['goodput>=0.99', 'kept', '2x: 1'],
  ['goodput>1', 'crossed', '2x: 1'],
  ['failed_share==0', 'kept', '2x: 0'],
  ['dropped!=0', 'crossed', '2x: 0'],
  ['p99_admitted_ms<2', 'crossed', expect.stringMatching(/^2x: 3\.9/)],
  ['max_throttled_ms<=4', 'kept', expect.stringMatching(/^2x: 3\.9/)],
  ['goodput{1x}>0', 'unknown', 'there is no step 1x: 2x'],
  ['over_admission==0', 'kept', 'the run: 0'],
])('%s is %s', (text, state, says) => {
  expect(judge(text)).toEqual({ text, state, says });
});

it('counts admissions beyond the limit', () => {
  expect(judge('over_admission==0', 7)).toEqual({
    text: 'over_admission==0',
    state: 'crossed',
    says: 'the run: 2',
  });
});
