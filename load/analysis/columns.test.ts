import { describe, expect, it } from 'vitest';
import {
  asIfAdmitted,
  countOutcome,
  indicesOf,
  intervalsAt,
  longestOf,
  originalOf,
  timesOf,
} from './columns.ts';
import { widen } from './hypotheses/test-hypothesis.ts';
import { toServerTime } from './hypotheses/server-time.ts';
import { timesIfShorter } from './intervals.ts';
import { packRecords } from './record-columns.ts';
import { termsOf } from './terms.ts';
import { recordOf } from './testing/records.ts';

const columnsOf = (...statuses: readonly number[]) => {
  // Each takes as many milliseconds as it has place, so that the first bytes are not in order.
  const records = statuses.map((status, i) => recordOf(i, i, i + statuses.length - i + (i % 2), { status }));
  const columns = packRecords(records).get('s1')?.columns;
  if (columns === undefined) throw new Error('no requests');
  return columns;
};

describe('what columns know', () => {
  it('is the same list for the same set, however it was asked for', () => {
    const columns = columnsOf(200, 429, 200);
    expect([...indicesOf(columns, 'admitted')]).toEqual([0, 2]);
    expect(indicesOf(columns, 'unknown', 'admitted')).toBe(indicesOf(columns, 'admitted'));
    expect([...indicesOf(columns, 'unknown')]).toEqual([]);
    expect([...indicesOf(columns, 'throttled', 'admitted')]).toEqual([0, 1, 2]);
    expect([countOutcome(columns, 'admitted'), countOutcome(columns, 'throttled')]).toEqual([2, 1]);
    expect(countOutcome(columns, 'unknown')).toBe(0);
  });

  it('is the longest time to an answer, and all times sorted', () => {
    const columns = columnsOf(200, 429, 200);
    const admitted = indicesOf(columns, 'admitted');
    expect([longestOf(columns, admitted), longestOf(columns, indicesOf(columns, 'unknown'))]).toEqual([
      3000,
      -Infinity,
    ]);
    const { sends, receives } = timesOf(columns, admitted);
    expect([[...sends], [...receives]]).toEqual([
      [0, 2000],
      [3000, 3000],
    ]);
    const intervals = intervalsAt(columns, admitted);
    expect(timesIfShorter(intervals, 3001)).toBe(timesOf(columns, admitted));
    expect(timesIfShorter(intervals, 3000)).toBeNull();
    expect(timesIfShorter({ ...intervals }, 3001)).toBeNull();
  });
});

describe('the same requests as if all had been admitted', () => {
  it('have the outcomes, and the sets, of that', () => {
    const columns = columnsOf(200, 429, 500, 429);
    const changed = asIfAdmitted(columns);
    expect([...changed.outcomes]).toEqual([0, 0, 2, 0]);
    expect([...indicesOf(changed, 'admitted')]).toEqual([0, 1, 3]);
    expect([...indicesOf(changed, 'admitted', 'unknown')]).toEqual([0, 1, 2, 3]);
    expect([...indicesOf(changed, 'unknown')]).toEqual([2]);
    expect([...indicesOf(changed, 'throttled')]).toEqual([]);
    expect([countOutcome(changed, 'admitted'), countOutcome(changed, 'throttled')]).toEqual([3, 0]);
    expect([...columns.outcomes]).toEqual([0, 1, 2, 1]);
    expect(asIfAdmitted(columns)).toBe(changed);
    expect([originalOf(changed), originalOf(columns)]).toEqual([columns, null]);
  });

  it('are put into the server’s time alike', () => {
    const terms = termsOf({ limit: 1, windowMs: 10 }, true);
    const columns = asIfAdmitted(columnsOf(200, 429, 500));
    expect(widen([{ columns, terms }])[0]?.columns).toEqual(toServerTime(columns, terms, 0));
  });
});
