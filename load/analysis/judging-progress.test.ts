import { expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import type { JudgingProgress } from './judging-progress.ts';
import { judgeSegments } from './segments/judge-segments.ts';

const records = (count: number): RequestRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    session: i % 2 === 0 ? 's1' : 's2',
    step: '1x',
    intendedMs: null,
    sentMs: i,
    firstByteMs: i + 0.5,
    endMs: i + 0.5,
    status: i < 20 ? 200 : 429,
  }));
const policies = new Map(['s1', 's2'].map((session) => [session, { limit: 10, windowMs: 1000 }]));

it('tells of each claim and session before it is judged', () => {
  const told: JudgingProgress[] = [];
  judgeSegments(records(40), policies, { onProgress: (progress) => told.push(progress) });
  const claims = told.flatMap((one) => (one.kind === 'claim' ? [one] : []));
  expect(claims.slice(0, 3)).toEqual([
    { kind: 'claim', claim: 'over_admission_rolling', session: 1, of: 2 },
    { kind: 'claim', claim: 'over_admission_rolling', session: 2, of: 2 },
    { kind: 'claim', claim: 'refusals_count', session: 1, of: 2 },
  ]);
  expect(new Set(claims.map(({ claim }) => claim)).size).toBe(14);
  expect(told.at(-1)).toEqual({ kind: 'limiter' });
});

it('tells of records as they are read, the second time with how many there are', () => {
  const many = records(70_000);
  const told: JudgingProgress[] = [];
  const options = { onProgress: (progress: JudgingProgress) => told.push(progress) };
  judgeSegments(many, policies, options, 60_000);
  expect(told.filter(({ kind }) => kind === 'records')).toEqual([
    { kind: 'records', records: 65_536, of: null },
    { kind: 'records', records: 65_536, of: 70_000 },
  ]);
});
