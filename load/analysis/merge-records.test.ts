import { expect, it } from 'vitest';
import { judgeRolling } from './judge-rolling.ts';
import { mergeRecords } from './merge-records.ts';
import { recordOf } from './testing/records.ts';

const source = (label: string, offsetMs: number, uncertaintyMs: number, ...sent: number[]) => ({
  label,
  offsetMs,
  uncertaintyMs,
  records: sent.map((ms, i) => recordOf(i + 1, ms, ms + 5)),
});

it('puts all on one clock, widens by the uncertainty, and numbers anew', () => {
  const merged = mergeRecords([source('a', 0, 0, 100), source('b', 1000.5, 20, 100)]);
  expect(
    merged.map(({ id, session, sentMs, firstByteMs, endMs }) => [id, session, sentMs, firstByteMs, endMs]),
  ).toEqual([
    [1, 'a/s1', 100, 105, 105],
    [2, 'b/s1', 1080.5, 1125.5, 1125.5],
  ]);
});

it('proves over both what neither shows alone, and no more than the clocks allow', () => {
  const policies = new Map([['s1', { limit: 2, windowMs: 4000 }]]);
  const outcomeWith = (uncertaintyMs: number) =>
    judgeRolling(
      mergeRecords([source('a', 0, 0, 0, 2000), source('b', 0, uncertaintyMs, 1000, 6000)], {
        sharedSessions: true,
      }),
      policies,
    ).overall.outcome;
  expect([outcomeWith(0), outcomeWith(900)]).toEqual(['proved', 'proved']);
  // Sent at 1000 ± 2500 the third may have been decided after 4000 or before 0 + … as well.
  expect(outcomeWith(2500)).toBe('inconclusive');
});

it('names what is wrong with the sources, all at once', () => {
  expect(() => mergeRecords([source('a', Number.NaN, 0), source('a', 0, -1)])).toThrow(
    'a: its clock offset is NaN, not a time\na: the uncertainty of its clock is -1: it must be 0 or more\na: two sources have this name',
  );
});
