import { expect, it } from 'vitest';
import { judgeRolling } from '../../../load/index.ts';
import type { RequestRecord } from '../../../load/index.ts';
import { limit, runReal } from './run-real.ts';
import type { RealRun } from './run-real.ts';

const outcomeOf = ({ outcome }: RealRun): string => outcome.judgement.overall.outcome;

const perSession = (records: readonly RequestRecord[]): [string, number][] =>
  [...Map.groupBy(records, ({ session }) => session)]
    .map(([session, mine]): [string, number] => [session, mine.length])
    .toSorted(([a], [b]) => a.localeCompare(b));

/** Which requests of its step's timetable were sent: 0, 1, 2, … */
function slots(records: readonly RequestRecord[], step: string, periodMs: number): number[] {
  const mine = records.filter((record) => record.step === step);
  const startMs = Math.min(...mine.map(({ intendedMs }) => intendedMs ?? Number.NaN));
  return mine
    .map(({ intendedMs }) => Math.round(((intendedMs ?? Number.NaN) - startMs) / periodMs))
    .toSorted((a, b) => a - b);
}

it('gives the same sessions and the same verdict from two segments as from one process', async () => {
  const one = await runReal({ scenario: 'limit' });
  const two = await runReal({ scenario: 'limit', instances: 2 });
  expect(perSession(two.outcome.records)).toEqual(perSession(one.outcome.records));
  expect([outcomeOf(one), outcomeOf(two)]).toEqual(['not_refuted', 'not_refuted']);
  expect(two.outcome.judgement.overall.worst?.admitted).toBe(limit);
  // No request of the timetable was made twice, none was left out, and both took part in every session.
  const all = Array.from({ length: 96 }, (_, i) => i);
  const periodMs = 2000 / (2 * limit * 3);
  expect(slots(one.outcome.records, '2x', periodMs)).toEqual(all);
  expect(two.outcome.records.filter(({ step }) => step === '2x')).toHaveLength(all.length);
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
