import { expect, it } from 'vitest';
import type { LifecycleFinding } from '../../load/bench/index.ts';
import type { RunFile } from '../../load/report/index.ts';
import { sampleRun } from '../../load/report/testing/sample-run.ts';
import { runFindings } from './findings.ts';

const end: LifecycleFinding = {
  kind: 'cancelled',
  session: 's7',
  outcome: 'proved',
  reason: null,
  endedMs: { fromMs: 500, toMs: 520 },
  firstRefused: null,
  lastAdmitted: { id: 7, sentMs: 650, firstByteMs: 670 },
  admittedAfter: 2,
  lateMs: { fromMs: 130.7, toMs: null },
};

it('fails for a secret that was honoured after its end, and for nothing of the limit', () => {
  const { run, verdicts } = sampleRun();
  const lifecycle: LifecycleFinding[] = [
    end,
    { ...end, kind: 'expired', outcome: 'not_refuted', admittedAfter: 0 },
    { ...end, kind: 'expired', outcome: 'inconclusive', reason: 'because', lateMs: null },
  ];
  const all = runFindings({ ...run, lifecycle }, verdicts);
  expect(all.filter(({ group }) => group === 'lifecycle')).toEqual([
    {
      id: 'lifecycle_cancelled',
      group: 'lifecycle',
      claim: 'a secret that was cancelled in mid-run is refused',
      status: 'failed',
      expected: 'no request of it is admitted after its end',
      received: '2 requests of s7 were, the last 130 ms after it or later',
    },
    {
      id: 'lifecycle_expired',
      group: 'lifecycle',
      claim: 'a secret that expired in mid-run is refused',
      status: 'passed',
    },
    {
      id: 'lifecycle_expired',
      group: 'lifecycle',
      claim: 'a secret that expired in mid-run is refused',
      status: 'skipped',
      reason: 'because',
    },
  ]);
  expect(all.filter(({ group, status }) => group === 'claims' && status === 'failed')).toEqual([]);
});

const limitFindings = (options: Parameters<typeof sampleRun>[0], changes: Partial<RunFile> = {}) => {
  const { run, verdicts } = sampleRun(options);
  return runFindings({ ...run, ...changes }, verdicts)
    .filter(({ group }) => group === 'limits')
    .map(({ id, status, received }) => [id, status, received]);
};

it('holds each of several limits against its own sessions', () => {
  expect(limitFindings({})).toEqual([]);
  expect(limitFindings({ limits: [4, 8] })).toEqual([
    ['over_admission_rolling{limit 4}', 'passed', undefined],
    ['over_admission_rolling{limit 8}', 'passed', undefined],
  ]);
  const broken = { sessions: 3, limits: [4, 8], admits: 6 };
  expect(limitFindings(broken)).toEqual([
    ['over_admission_rolling{limit 4}', 'failed', 'up to 5; sessions: 2 proved'],
    ['over_admission_rolling{limit 8}', 'failed', 'up to 9; sessions: 1 proved'],
  ]);
  const { run } = sampleRun({ limits: [4] });
  const overall = { ...run.claims.overall, outcome: 'inconclusive', reason: 'too slow' } as const;
  const slow = runFindings({ ...run, claims: { ...run.claims, overall } }, sampleRun().verdicts);
  expect(slow.filter(({ group }) => group === 'limits')).toEqual([
    expect.objectContaining({ status: 'skipped', reason: 'too slow' }),
  ]);
  const fixed = { reading: 'fixed', outcome: 'not_refuted' } as const;
  expect(limitFindings(broken, { requirement: fixed }).map(([, status]) => status)).toEqual([
    'difference',
    'difference',
  ]);
});
