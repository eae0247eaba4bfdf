import { describe, expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import type { LifecycleFinding } from './lifecycle.ts';
import type { BenchFindings } from './outcome.ts';
import { recoveryFrom } from './recovery.ts';
import { metricNames, readThresholds } from './read-thresholds.ts';
import type { Threshold } from './read-thresholds.ts';
import { judgeThreshold } from './thresholds.ts';

const late = (
  kind: 'cancelled' | 'expired',
  session: string,
  lateMs: LifecycleFinding['lateMs'],
): LifecycleFinding => ({
  kind,
  session,
  outcome: 'not_refuted',
  reason: null,
  endedMs: { fromMs: 0, toMs: 1 },
  firstRefused: null,
  lastAdmitted: null,
  admittedAfter: 0,
  lateMs,
});

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

const recovery = (...sessions: readonly (readonly [string, number, number | null])[]): BenchFindings => ({
  recovery: recoveryFrom(
    { after: '10x', step: 'recovery', load: 0.5, share: 1 },
    sessions.map(([session, fromMs, toMs]) => ({ session, fromMs, toMs })),
  ),
});

const judgeFound = (text: string, findings: BenchFindings) => {
  const { run } = sampleRun();
  const [threshold] = readThresholds(text) as readonly Threshold[];
  const { steps, claims } = run;
  return judgeThreshold(threshold as Threshold, {
    steps,
    loadSteps: [],
    overall: claims.overall,
    findings,
  });
};

describe('of moments that are known to lie in a range', () => {
  it.each([
    ['recovery_ms<500', 'kept', 's1: 300 to 400'],
    ['recovery_ms<350', 'unknown', 's1: 300 to 400'],
    ['recovery_ms<300', 'crossed', 's1: 300 to 400'],
    ['recovery_ms==400', 'crossed', 's2: 100 to 200'],
    ['recovery_ms!=200', 'unknown', 's2: 100 to 200'],
    ['recovery_ms!=250', 'kept', 's1: 300 to 400'],
    ['recovery_ms==250', 'crossed', 's1: 300 to 400'],
    ['recovery_ms>=100', 'kept', 's1: 300 to 400'],
    ['cancel_late_ms==0', 'unknown', 'nothing was measured that it is about'],
  ])('%s is %s', (text, state, says) => {
    expect(judgeFound(text, recovery(['s1', 300, 400], ['s2', 100, 200]))).toEqual({ text, state, says });
  });

  it('knows no end where none was seen', () => {
    const findings = recovery(['s1', 0, 10], ['s2', 700, null]);
    expect(judgeFound('recovery_ms<600', findings)).toMatchObject({
      state: 'crossed',
      says: 's2: 700 or more',
    });
    expect(judgeFound('recovery_ms<800', findings)).toMatchObject({
      state: 'unknown',
      says: 's2: 700 or more',
    });
  });

  it('holds each end of a secret against its own metric', () => {
    const findings: BenchFindings = {
      lifecycle: [
        late('cancelled', 's1', { fromMs: 0, toMs: 60 }),
        late('expired', 's2', { fromMs: 900, toMs: 2000 }),
      ],
    };
    expect(judgeFound('cancel_late_ms<100', findings)).toMatchObject({ state: 'kept', says: 's1: 0 to 60' });
    expect(judgeFound('expiry_late_ms<100', findings)).toMatchObject({
      state: 'crossed',
      says: 's2: 900 to 2000',
    });
  });
});

it('counts admissions beyond the limit', () => {
  expect(judge('over_admission==0', 7)).toEqual({
    text: 'over_admission==0',
    state: 'crossed',
    says: 'the run: 2',
  });
});
