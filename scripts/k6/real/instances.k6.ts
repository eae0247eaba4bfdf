import { expect, it } from 'vitest';
import { judgeRolling } from '../../../load/index.ts';
import type { RequestRecord } from '../../../load/index.ts';
import { csvOutput } from '../../../load/k6-runner/index.ts';
import { readMark } from '../../../load/k6/plan/request-mark.ts';
import { limit, runReal, windowMs } from './run-real.ts';
import type { RealRun } from './run-real.ts';

const outcomeOf = ({ outcome }: RealRun): string => outcome.judgement.overall.outcome;

const perSession = (records: readonly RequestRecord[]): [string, number][] =>
  [...Map.groupBy(records, ({ session }) => session)]
    .map(([session, mine]): [string, number] => [session, mine.length])
    .toSorted(([a], [b]) => a.localeCompare(b));

/** Which requests of a step's timetable an instance sent, in the order of its raw output: each request's mark names its place. */
function slots(csv: string, step: string, periodMs: number): number[] {
  const ofStep = new RegExp(`[,&]step=${step.replace('.', String.raw`\.`)}[,&]`);
  return csv.split('\n').flatMap((line) => {
    if (!line.startsWith('chatkit_sent,') || !ofStep.test(line)) return [];
    const { intended } = readMark(line.slice(line.indexOf('chatkit=') + 8)) ?? { intended: null };
    return Math.round((intended?.afterMs ?? Number.NaN) / periodMs);
  });
}

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

it('gives the same sessions and the same verdict from two segments as from one process', async () => {
  const outputs = [csvOutput('{dir}/{instance}.csv')];
  const one = await runReal({ scenario: 'limit', outputs });
  const two = await runReal({ scenario: 'limit', instances: 2, outputs });
  expect(perSession(two.outcome.records)).toEqual(perSession(one.outcome.records));
  expect([outcomeOf(one), outcomeOf(two)]).toEqual(['not_refuted', 'not_refuted']);
  expect(two.outcome.judgement.overall.worst?.admitted).toBe(limit);
  // No request of the timetable was made twice, none was left out, and both took part in every session.
  for (const [step, load, requests] of [
    ['0.5x', 0.5, 24],
    ['2x', 2, 96],
  ] as const) {
    const all = Array.from({ length: requests }, (_, i) => i);
    const periodMs = windowMs / (load * limit * 3);
    const sent = (run: RealRun) => [...run.files.values()].map((csv) => slots(csv, step, periodMs));
    expect(ascending(sent(one).flat())).toEqual(all);
    expect(ascending(sent(two).flat())).toEqual(all);
    expect(sent(two).map((mine) => mine.length)).toEqual([requests / 2, requests / 2]);
  }
  for (const part of two.outcome.parts) {
    expect(perSession(part).map(([session]) => session)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6']);
  }
});

// A stall of the machine longer than half a window spreads what would have proved it; then it is tried anew.
it(
  'catches a limiter that admits one too many from two segments of which neither could',
  { retry: 2 },
  async () => {
    const { outcome } = await runReal({
      scenario: 'limit',
      instances: 2,
      loads: [2],
      deployment: { faults: ['limiter-admits-one-more'] },
    });
    expect(outcome.judgement.overall.outcome).toBe('proved');
    expect(outcome.judgement.overall.witness?.requests).toHaveLength(limit + 1);
    const policies = new Map(outcome.sessions.map(({ label, policy }) => [label, policy]));
    expect(outcome.parts).toHaveLength(2);
    for (const part of outcome.parts) {
      expect(part.length).toBeGreaterThan(0);
      expect(judgeRolling(part, policies).overall.outcome).not.toBe('proved');
    }
    expect(outcome.thresholdsCrossed).toBe(false);
  },
);

it('fails k6 itself by its threshold where one instance sees all', { retry: 2 }, async () => {
  const { outcome } = await runReal({
    scenario: 'limit',
    loads: [2],
    deployment: { faults: ['limiter-admits-one-more'] },
  });
  expect(outcome.judgement.overall.outcome).toBe('proved');
  expect(outcome.thresholdsCrossed).toBe(true);
  expect(outcome.warnings.join('\n')).toContain('chatkit_window_admitted{session:s1}');
});
