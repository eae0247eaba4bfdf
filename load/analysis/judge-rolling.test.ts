import { describe, expect, it } from 'vitest';
import { judgeRolling } from './judge-rolling.ts';
import { recordOf } from './testing/records.ts';

const policies = (...limits: number[]) =>
  new Map(limits.map((limit, i) => [`s${i + 1}`, { limit, windowMs: 4000 }] as const));

/** Two requests per second for 9 s; `admit` says which by their number. */
const session = (label: string, firstId: number, admit: (n: number) => boolean) =>
  Array.from({ length: 19 }, (_, n) =>
    recordOf(firstId + n, n * 500, n * 500 + 5, { session: label, status: admit(n) ? 200 : 429 }),
  );
const honest = (label: string, firstId: number) => session(label, firstId, (n) => n % 8 < 2);
const greedy = (label: string, firstId: number) => session(label, firstId, (n) => n % 8 < 4);
const idle = (label: string, firstId: number) => [recordOf(firstId, 0, 1, { session: label })];

const of = (label: string) => ({ session: label });

describe('judgeRolling', () => {
  it('judges each session by its own limit and its own requests', () => {
    const records = [...honest('s1', 0), ...honest('s2', 100), ...greedy('s3', 200)];
    const { sessions, overall } = judgeRolling(records, policies(2, 1, 4));
    expect(sessions.map(({ session, outcome }) => [session, outcome])).toEqual([
      ['s1', 'not_refuted'],
      ['s2', 'proved'],
      ['s3', 'not_refuted'],
    ]);
    expect([overall.outcome, overall.reason]).toEqual(['proved', 'proved sessions: 1 of 3']);
  });

  it('does not add up the requests of different sessions', () => {
    const { overall } = judgeRolling([...honest('s1', 0), ...honest('s2', 100)], policies(2, 2));
    expect(overall).toEqual({
      name: 'over_admission_rolling',
      statement: 'more requests of a session were admitted in a rolling window than its limit allows',
      outcome: 'not_refuted',
      reason: null,
      tolerance: { resolutionMs: 1, driftPpm: 100 },
      sampleCount: 12,
      sessions: { proved: 0, not_refuted: 2, inconclusive: 0 },
      worst: { session: 's1', limit: 2, admitted: 2, startMs: 0 },
    });
  });

  it('is proved over all when any session is, by the witness that shows it most clearly', () => {
    // s3 is admitted four at 500 ms steps where 2 may be, s2 two where 1 may be: the shorter span is the clearer.
    const records = [...honest('s1', 0), ...greedy('s3', 200), ...honest('s2', 100), ...idle('s4', 300)];
    const { overall } = judgeRolling(records, policies(2, 1, 2, 2));
    expect(overall).toMatchObject({
      outcome: 'proved',
      reason: 'proved sessions: 2 of 4',
      sessions: { proved: 2, not_refuted: 1, inconclusive: 1 },
      witness: { session: 's2', windows: 1, lengthMs: 505 },
      worst: { session: 's2', limit: 1, admitted: 2 },
    });
  });

  it('prefers the witness over the fewest windows to one that is shorter for its bound', () => {
    const overTwo = [
      recordOf(0, 0, 0, of('s1')),
      recordOf(1, 0, 0, of('s1')),
      recordOf(2, 1000, 6500, of('s1')),
      recordOf(3, 1000, 6500, of('s1')),
      recordOf(4, 7000, 7000, of('s1')),
    ];
    const overOne = [0, 0, 3900].map((ms, i) => recordOf(10 + i, ms, ms, of('s2')));
    const { sessions, overall } = judgeRolling([...overTwo, ...overOne], policies(2, 2));
    expect(sessions.map(({ witness }) => [witness?.windows, witness?.lengthMs])).toEqual([
      [2, 7000],
      [1, 3900],
    ]);
    expect(overall.witness?.session).toBe('s2');
  });

  it('stays not refuted when some sessions are inconclusive, and counts them', () => {
    const { overall } = judgeRolling([...honest('s1', 0), ...idle('s2', 100)], policies(2, 2));
    expect([overall.outcome, overall.reason]).toEqual([
      'not_refuted',
      'inconclusive sessions: 1 of 2; session s2: requests admitted or throttled: only 1; the limit is 2: ' +
        'more than 2 offered within 4 s would decide it',
    ]);
  });

  it('is inconclusive when all sessions are', () => {
    const { sessions, overall } = judgeRolling(idle('s1', 0), policies(2, 2));
    expect(sessions.map(({ outcome }) => outcome)).toEqual(['inconclusive', 'inconclusive']);
    expect([overall.outcome, overall.reason]).toEqual([
      'inconclusive',
      'all 2 sessions are; session s1: requests admitted or throttled: only 1; the limit is 2: ' +
        'more than 2 offered within 4 s would decide it',
    ]);
    const none = judgeRolling([], new Map()).overall;
    expect([none.outcome, none.reason, none.worst]).toEqual([
      'inconclusive',
      'there is no session: requests of one would decide it',
      undefined,
    ]);
  });

  it('passes on that a search was cut short', () => {
    const { overall } = judgeRolling(honest('s1', 0), policies(2), { maxVisits: 0 });
    expect(overall.reason).toMatch(/^session s1: answers took so many windows/);
  });

  it('takes the clock and the success of the caller', () => {
    const { overall } = judgeRolling(honest('s1', 0), policies(1), {
      clock: { resolutionMs: 10 },
      isSuccess: (status) => status === 201,
    });
    expect(overall).toMatchObject({
      outcome: 'inconclusive',
      tolerance: { resolutionMs: 10, driftPpm: 100 },
      sampleCount: 0,
    });
  });

  it('refuses sessions without a policy', () => {
    const records = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => recordOf(n, 0, 1, { session: `s${n}` }));
    expect(() => judgeRolling(records, policies(2))).toThrow(
      'no policy is given for session s2, s3, s4, s5, s6 and 2 more',
    );
    expect(() => judgeRolling(records.slice(0, 2), policies(2))).toThrow(
      /^no policy is given for session s2$/,
    );
  });
});
