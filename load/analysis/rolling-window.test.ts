import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { observe } from './observation.ts';
import { judgeSession, type RollingOptions } from './rolling-window.ts';
import { recordOf } from './testing/records.ts';

const exact = { resolutionMs: 0, driftPpm: 0 };
const policy = { limit: 2, windowMs: 4000 };

const judge = (records: readonly RequestRecord[], options: RollingOptions = {}, limit = 2, windowMs = 4000) =>
  judgeSession('s1', observe(records), { limit, windowMs }, options);

/** Requests decided and answered at once at these times. */
const instant = (timesMs: readonly number[], status = 200) =>
  timesMs.map((ms, id) => recordOf(id, ms, ms, { status }));

/** Admitted at these times, and three throttled ones at 1 ms that show the pressure. */
const pressed = (timesMs: readonly number[]) => [
  ...instant(timesMs),
  ...[97, 98, 99].map((id) => recordOf(id, 1, 1, { status: 429 })),
];

/** Admits two per window and throttles the rest, sent every 500 ms for 9 s. */
const honest = Array.from({ length: 19 }, (_, id) =>
  recordOf(id, id * 500, id * 500 + 20, { status: id % 8 < 2 ? 200 : 429 }),
);

describe('judgeSession', () => {
  it('proves one too many in a window, with exactly the requests that show it', () => {
    const claim = judge([
      recordOf(0, 0, 10),
      recordOf(1, 1000, 1010),
      recordOf(2, 3000, 3010),
      recordOf(3, 3500, 9000),
    ]);
    expect(claim).toEqual({
      name: 'over_admission_rolling',
      session: 's1',
      statement: 'more than 2 requests of session s1 were admitted in a rolling window of 4 s',
      outcome: 'proved',
      reason: null,
      policy,
      tolerance: { resolutionMs: 1, driftPpm: 100, windowMs: 4000, epsilonMs: 1.4 },
      sampleCount: 4,
      method: 'counting',
      witness: {
        session: 's1',
        limit: 2,
        windowMs: 4000,
        epsilonMs: 1.4,
        windows: 1,
        startMs: 0,
        endMs: 3010,
        lengthMs: 3010,
        boundMs: 3998.6,
        requests: [
          { id: 0, sentMs: 0, firstByteMs: 10 },
          { id: 1, sentMs: 1000, firstByteMs: 1010 },
          { id: 2, sentMs: 3000, firstByteMs: 3010 },
        ],
      },
      worst: { session: 's1', limit: 2, admitted: 3, startMs: 0 },
    });
  });

  it('does not refute a limiter that keeps its limit under pressure', () => {
    expect(judge(honest)).toMatchObject({
      outcome: 'not_refuted',
      reason: null,
      sampleCount: 6,
      worst: { admitted: 2, startMs: 0 },
    });
  });

  it('never accuses decisions exactly one window apart, and always those a microsecond closer', () => {
    const judgeExactly = (...timesMs: number[]) => judge(pressed(timesMs), { clock: exact });
    expect(judgeExactly(0, 0.001, 4000, 4000.001, 8000, 8000.001).outcome).toBe('not_refuted');
    const closer = judgeExactly(0, 0.001, 3999.999, 4000.001, 8000);
    expect(closer.outcome).toBe('proved');
    expect(closer.witness).toMatchObject({
      windows: 1,
      startMs: 0,
      endMs: 3999.999,
      lengthMs: 3999.999,
      boundMs: 4000,
    });
  });

  it('forgives the tolerance and not a microsecond more', () => {
    expect(judge(pressed([0, 0, 3998.6, 5000, 8000])).outcome).toBe('not_refuted');
    expect(judge(pressed([0, 0, 3998.599, 5000, 8000])).outcome).toBe('proved');
    const wholeSeconds = { clock: { resolutionMs: 1000, driftPpm: 0 } };
    expect(judge(pressed([0, 0, 3000, 5000, 8000]), wholeSeconds).outcome).toBe('not_refuted');
    expect(judge(pressed([0, 0, 2999.999, 5000, 8000]), wholeSeconds).outcome).toBe('proved');
  });

  it('takes windows together when no single one shows it', () => {
    // Two at 0, two answered late and so anywhere in between, two at 7 s: 5 in less than 2 × 3.9986 s.
    const claim = judge([
      ...instant([0, 0]),
      recordOf(2, 1000, 6500),
      recordOf(3, 1000, 6500),
      recordOf(4, 7000, 7000),
    ]);
    expect(claim.witness).toMatchObject({ windows: 2, lengthMs: 7000, boundMs: 7997.2 });
    expect(claim.witness?.requests.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
    expect(claim.worst).toMatchObject({ admitted: 2, startMs: 0 });
  });

  it('does not count what was throttled, failed or never answered', () => {
    const times = [0, 1, 2, 3, 4000, 4001, 8000];
    expect(judge(instant(times, 429)).outcome).toBe('inconclusive');
    expect(judge(instant(times, 500)).outcome).toBe('inconclusive');
    expect(judge(times.map((ms, id) => recordOf(id, ms, null))).outcome).toBe('inconclusive');
  });

  it('says when the complete search was cut short', () => {
    const claim = judge(honest, { maxVisits: 0 });
    expect(claim).toMatchObject({ outcome: 'not_refuted', method: 'chain' });
    expect(claim.reason).toBe(
      'answers took so many windows that the complete search was cut short: a violation hidden by slow answers may have been missed',
    );
  });

  it('refuses a policy that is none, naming the session', () => {
    expect(() => judge([], {}, 0)).toThrow('policy of session s1: limit is 0, not a whole number from 1');
    expect(() => judge([], {}, 1.5)).toThrow('limit is 1.5');
    expect(() => judge([], {}, 1, 0)).toThrow('policy of session s1: windowMs is 0, not a time above 0');
    expect(() => judge([], {}, 1, Infinity)).toThrow('windowMs is Infinity');
  });
});

describe('inconclusive', () => {
  const reasonOf = (...args: Parameters<typeof judge>) => {
    const { outcome, reason } = judge(...args);
    return [outcome, reason];
  };

  it('when the window is no longer than the tolerance', () => {
    expect(reasonOf(instant([0, 0, 0]), {}, 2, 1)).toEqual([
      'inconclusive',
      'the tolerance (1.001 ms) is as long as the window (1 ms): a longer window or a finer server clock would decide it',
    ]);
    expect(judge(instant([0, 0, 0]), {}, 2, 1).worst).toBeUndefined();
  });

  it('when no more than the limit was answered', () => {
    expect(reasonOf([...instant([0, 1]), recordOf(8, 2, 3, { status: 500 }), recordOf(9, 2, null)])).toEqual([
      'inconclusive',
      'requests admitted or throttled: only 2 (2 more had another answer or none); the limit is 2: ' +
        'more than 2 offered within 4 s would decide it',
    ]);
    expect(reasonOf([])[1]).toBe(
      'requests admitted or throttled: only 0; the limit is 2: more than 2 offered within 4 s would decide it',
    );
  });

  it('when never more than the limit was offered within a window', () => {
    expect(reasonOf(instant([0, 2000, 4000, 6000, 8000]))).toEqual([
      'inconclusive',
      'requests offered within 4 s: never more than 2; the limit is 2: offering more than 2 within one window would decide it',
    ]);
  });

  it('when the answers came too late to tell', () => {
    expect(reasonOf([0, 1, 2, 3, 5000].map((ms, id) => recordOf(id, ms, ms + 20_000)))).toEqual([
      'inconclusive',
      'up to 4 requests were offered within 4 s, but their answers came too late to tell that more than 2 were decided ' +
        'within any window: more requests at once or faster answers would decide it',
    ]);
  });

  it('but not when only the complete search could have shown a violation', () => {
    const throttled = { status: 429 };
    const slow = [
      recordOf(0, 0, 18_000),
      recordOf(1, 6000, 10_000, throttled),
      recordOf(2, 7000, 11_000, throttled),
      recordOf(3, 30_000, 30_000),
    ];
    expect(judge(slow, {}, 1, 8000).outcome).toBe('not_refuted');
  });

  it('when the requests cover less than one window', () => {
    const flood = Array.from({ length: 30 }, (_, id) =>
      recordOf(id, id * 100, id * 100, { status: id < 2 ? 200 : 429 }),
    );
    expect(reasonOf(flood)).toEqual([
      'inconclusive',
      'the requests cover 2.900 s, less than one window of 4 s: going on for longer than a window would decide it',
    ]);
    const exactlyAWindow = [...flood, recordOf(98, 4000, 4000)];
    expect(judge(exactlyAWindow).outcome).toBe('not_refuted');
  });

  it('when the limiter never let more than the limit through at all', () => {
    const shut = Array.from({ length: 100 }, (_, id) =>
      recordOf(id, id * 100, id * 100, { status: id < 2 ? 200 : 429 }),
    );
    expect(reasonOf(shut)).toEqual([
      'inconclusive',
      'requests admitted in all: only 2; a violation takes 3: going on until the limiter admits again would decide it',
    ]);
  });
});
