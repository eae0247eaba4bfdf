import { describe, expect, it } from 'vitest';
import { explainEvidence } from './evidence.ts';
import {
  countingLog,
  type MakeVirtual,
  ours,
  perfectWorld,
  playVirtual,
  shared,
  type VirtualSend,
} from './testing/virtual.ts';
import { type Lie, withHeaders } from './testing/virtual-headers.ts';
import { judgeRecords, type Verdicts } from './verdicts.ts';

const policy = { limit: 3, windowMs: 4000 };
const world = { ...perfectWorld, latencyUs: 2000, resolutionUs: 1000, offsetUs: 1_735_689_601_234_000 };

const at = (ms: number, count = 1, session = 0): VirtualSend[] =>
  Array.from({ length: count }, (_, i) => ({ atUs: ms * 1000 + i * 5000, session }));

function judge(make: MakeVirtual, sends: readonly VirtualSend[], sessions = 1): Verdicts {
  const policies = Array.from({ length: sessions }, () => policy);
  const { records } = playVirtual(sends, make, policies, world);
  return judgeRecords(records, new Map(policies.map((one, i) => [`s${i + 1}`, one])), {
    isFresh: () => true,
  });
}

const stands = (verdicts: Verdicts, name: string) =>
  verdicts.claims.find((claim) => claim.name === name)?.outcome;
const saying = (verdicts: Verdicts, name: string) =>
  verdicts.claims.find((claim) => claim.name === name)?.evidence.map(({ says }) => says);

describe('over-admission by each reading of the promise', () => {
  const edges = [...at(0), ...at(3600, 2), ...at(4020, 3), ...at(9000, 5), ...at(14_480, 5)];

  it('grades a log rolling, fixed windows fixed, a bucket bucket, and an off-by-one none', () => {
    const grades = (['sliding-window-log', 'fixed-window-anchored', 'token-bucket'] as const).map((name) => [
      judge(ours(name), [
        ...edges,
        ...[20_000, 42_000].flatMap((ms) => [...at(ms, 3), ...at(ms + 1400), ...at(ms + 2800)]),
      ]).grading.grade,
      judge(ours(name, 1), edges).grading.grade,
    ]);
    expect(grades).toEqual([
      ['rolling', 'none'],
      ['fixed', 'none'],
      ['bucket', 'none'],
    ]);
  });

  it('shows why no fixed windows are left: a burst that no edge splits, at two phases', () => {
    const verdicts = judge(ours('fixed-window-anchored', 1), [...at(0, 5), ...at(5480, 5)]);
    expect(stands(verdicts, 'over_admission_fixed')).toBe('proved');
    expect(saying(verdicts, 'over_admission_fixed')?.at(-1)).toMatch(
      /holds 4 admitted; the limit is 3 in 4 s$/,
    );
  });

  it('tells a counter that blends two windows from a log, which lets all through again after one', () => {
    const sends = [...at(10, 4), ...at(4020, 4), ...at(9800, 4), ...at(13_900, 4)];
    expect(stands(judge(ours('sliding-window-counter'), sends), 'over_admission_counter')).toBe(
      'not_refuted',
    );
    const log = judge(ours('sliding-window-log'), sends);
    expect(stands(log, 'over_admission_counter')).toBe('proved');
    expect(saying(log, 'over_admission_counter')?.[0]).toMatch(
      /^request 15 and 2 more were admitted in a window that begins after .*: whichever was decided last had at least 2 × 0\.\d+ \+ 2 = \d\.\d+ of 3 before it/,
    );
    // It says what kind of limiter it is, and nothing of the promise.
    expect(log.grading.grade).toBe('rolling');
    expect(stands(judge(ours('sliding-window-log'), at(0, 3)), 'over_admission_counter')).toBe(
      'inconclusive',
    );
  });

  it('is inconclusive when nothing could have shown it', () => {
    const verdicts = judge(ours('sliding-window-log', 1), at(0, 3));
    expect([stands(verdicts, 'over_admission_fixed'), stands(verdicts, 'over_admission_bucket')]).toEqual([
      'inconclusive',
      'inconclusive',
    ]);
    expect(verdicts.grading.grade).toBe('unknown');
  });
});

describe('refusals', () => {
  it('finds one with too few before it, which a counter gives and a log does not', () => {
    // The clock's windows begin at 2766: what came late in one still weighs a little at the end of the next.
    const sends = [...at(2690, 3), ...at(6745, 3)];
    const verdicts = judge(ours('sliding-window-counter'), sends);
    expect(stands(verdicts, 'refusal_without_cause')).toBe('proved');
    expect(saying(verdicts, 'refusal_without_cause')).toEqual([
      'request 6 was refused although at most 2 of 3 can have been counted in the 4.0014 s before it',
    ]);
    const others = (['sliding-window-log', 'token-bucket'] as const).map((name) =>
      stands(judge(ours(name), [...sends, ...at(6800, 2)]), 'refusal_without_cause'),
    );
    expect(others).toEqual(['not_refuted', 'not_refuted']);
  });

  it('tells whether refused requests count', () => {
    const hammered = [...at(0, 3), ...Array.from({ length: 60 }, (_, i) => at(200 + i * 200)).flat()];
    const counting = judge(countingLog, hammered);
    expect(stands(counting, 'refusals_count')).toBe('proved');
    const honest = judge(ours('sliding-window-log'), hammered);
    expect(stands(honest, 'refusals_count')).toBe('not_refuted');
    expect(honest.claims.find(({ name }) => name === 'refusals_count')?.reason).toMatch(
      /they do not: request \d+ was admitted/,
    );
    expect(stands(judge(ours('sliding-window-log'), at(0, 3)), 'refusals_count')).toBe('inconclusive');
  });
});

describe('headers', () => {
  const told = (lie: Lie) =>
    judge(withHeaders(ours('fixed-window-anchored'), lie), [
      ...at(0, 4),
      ...at(2200),
      ...at(4020, 5),
      ...at(9000),
      ...at(9020, 2),
      ...at(10_000),
      ...at(11_500),
      ...at(14_000),
    ]);
  const outcomes = (lie: Lie) =>
    ['retry_after_too_short', 'retry_after_too_long', 'remaining_too_high', 'limit_header_wrong'].map(
      (name) => stands(told(lie), name),
    );

  it('believes what is true', () => {
    expect(outcomes({})).toEqual(['not_refuted', 'not_refuted', 'not_refuted', 'not_refuted']);
  });

  it('finds each lie, and no other', () => {
    expect(outcomes({ retryFactor: 0.3 })).toEqual(['proved', 'not_refuted', 'not_refuted', 'not_refuted']);
    expect(outcomes({ retryFactor: 3 })).toEqual([
      expect.any(String),
      'proved',
      'not_refuted',
      'not_refuted',
    ]);
    expect(outcomes({ remainingMore: 1 })).toEqual(['not_refuted', 'not_refuted', 'proved', 'not_refuted']);
    expect(outcomes({ limitMore: 1 })).toEqual(['not_refuted', 'not_refuted', 'not_refuted', 'proved']);
  });

  it('finds a reset that is too short', () => {
    expect(
      stands(
        judge(withHeaders(ours('fixed-window-anchored')), [...at(0, 4), ...at(4100, 1)]),
        'reset_too_short',
      ),
    ).toBe('not_refuted');
    const sends = [...at(0, 4), ...at(2500)];
    const verdicts = judge(withHeaders(ours('fixed-window-anchored'), { resetFactor: 0.5 }), sends);
    expect(stands(verdicts, 'reset_too_short')).toBe('proved');
  });
});

describe('isolation', () => {
  const sends = [...at(0, 5, 0), ...at(200, 3, 1)];

  it('finds one limiter for two sessions', () => {
    const verdicts = judge(shared(ours('sliding-window-log')), sends, 2);
    expect(saying(verdicts, 'limit_not_own')).toEqual([
      'request 6 was refused after at most 0 of its own since it was made; its limit is 3; session s1 was refused, too, within a window of that',
    ]);
  });

  it('finds nothing where each has its own, and says what is lacking with one', () => {
    expect(stands(judge(ours('sliding-window-log'), sends, 2), 'limit_not_own')).toBe('not_refuted');
    expect(stands(judge(ours('sliding-window-log'), at(0, 5)), 'limit_not_own')).toBe('inconclusive');
  });
});

it('draws a contradiction on a time line', () => {
  const { evidence } = judge(
    shared(ours('sliding-window-log')),
    [...at(0, 5, 0), ...at(200, 3, 1)],
    2,
  ).claims.find(({ name }) => name === 'limit_not_own') ?? { evidence: [] };
  const [piece] = evidence;
  expect(
    piece === undefined
      ? []
      : explainEvidence({ ...piece, spans: [{ label: 'window', fromMs: 0, toMs: 400 }] }, 20),
  ).toEqual([
    expect.stringMatching(/^session s2: request 6 was refused/),
    '  window       [==================)',
    expect.stringMatching(/^ {2}6 throttled {12}! +0\.200000 … 0\.20\d{4}$/),
  ]);
});

describe('what headers say of the allowance', () => {
  const sends = [...at(0, 3), ...at(4100, 3), ...at(8200, 3)];
  const outcomes = (lie: Lie) =>
    ['remaining_too_low', 'reset_too_long'].map((name) =>
      stands(judge(withHeaders(ours('fixed-window-anchored'), lie), sends), name),
    );

  it('finds too little that remains, and a reset that is long over', () => {
    expect(outcomes({})).toEqual(['not_refuted', 'inconclusive']);
    expect(outcomes({ remainingMore: -1 })).toEqual(['proved', 'inconclusive']);
    expect(outcomes({ resetFactor: 3 })).toEqual(['not_refuted', 'proved']);
    // Six were admitted by 8.22 s, all after the first, whose reset is told as 8 s: too early to tell.
    expect(outcomes({ resetFactor: 2 })).toEqual(['not_refuted', 'inconclusive']);
  });

  it('says what was told and what can have been counted', () => {
    const verdicts = judge(withHeaders(ours('gcra'), { remainingMore: -1 }), sends);
    expect(saying(verdicts, 'remaining_too_low')).toEqual([
      'request 1 was told that 1 of 3 remain, although at most 1 can have been counted: at least 2 did',
    ]);
  });
});
