import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { createStepSummary, type StepSummaryOptions } from './step-summary.ts';
import { recordOf } from './testing/records.ts';

const summarise = (records: Iterable<RequestRecord>, options: StepSummaryOptions = {}) => {
  const summary = createStepSummary(options);
  for (const record of records) summary.add(record);
  return summary.result();
};

const policies = new Map([
  ['s1', { limit: 2, windowMs: 4000 }],
  ['s2', { limit: 1, windowMs: 4000 }],
]);

/** One request per second for 8 s, intended 10 ms before it was sent; 2 of every 4 admitted. */
const steady = Array.from({ length: 8 }, (_, n) => {
  const sentMs = n * 1000 + 10;
  const admitted = n % 4 < 2;
  const firstByteMs = sentMs + (admitted ? 30 : 5);
  return recordOf(n, sentMs, firstByteMs, {
    intendedMs: n * 1000,
    endMs: firstByteMs + 1,
    status: admitted ? 200 : 429,
  });
});

describe('createStepSummary', () => {
  it('sums up one step', () => {
    expect(summarise(steady, { policies })).toEqual([
      {
        step: '1x',
        offered: 8,
        admitted: 4,
        throttled: 4,
        failed: 0,
        dropped: 0,
        durationMs: 8000,
        perMinute: { offered: 60, admitted: 30, throttled: 30, failed: 0, dropped: 0 },
        goodput: 1,
        latency: {
          admitted: { count: 4, p50Us: 41_000, p90Us: 41_000, p99Us: 41_000, maxUs: 41_000 },
          throttled: { count: 4, p50Us: 16_000, p90Us: 16_000, p99Us: 16_000, maxUs: 16_000 },
        },
        service: {
          admitted: { count: 4, p50Us: 31_000, p90Us: 31_000, p99Us: 31_000, maxUs: 31_000 },
          throttled: { count: 4, p50Us: 6000, p90Us: 6000, p99Us: 6000, maxUs: 6000 },
        },
        pacing: { count: 8, p50Us: 10_000, p90Us: 10_000, p99Us: 10_000, maxUs: 10_000 },
        sessions: [
          { session: 's1', offered: 8, admitted: 4, throttled: 4, failed: 0, dropped: 0, goodput: 1 },
        ],
      },
    ]);
  });

  it('knows of a step whose rate rose what each of its windows could let through', () => {
    // One window with 1 request, one with 3: three could be let through, where an even pace lets 2 + 2 through.
    const rising = [0, 4000, 5500, 7000].map((sentMs, n) =>
      recordOf(n, sentMs, sentMs + 1, { status: n < 3 ? 200 : 429 }),
    );
    const ramps = new Map([['1x', { from: 0, to: 2 }]]);
    const durationsMs = new Map([['1x', 8000]]);
    expect(summarise(rising, { policies, durationsMs })[0]?.goodput).toBe(3 / 4);
    expect(summarise(rising, { policies, durationsMs, ramps })[0]?.goodput).toBe(1);
  });

  it('expects nothing of sessions that were not idle before', () => {
    const [step] = summarise(steady, { policies, busy: new Set(['1x']) });
    expect([step?.goodput, step?.sessions[0]?.goodput]).toEqual([null, null]);
  });

  it('counts what failed and what was never sent', () => {
    const [step] = summarise([
      recordOf(1, 0, 1),
      recordOf(2, 10, 11, { status: 500 }),
      recordOf(3, 20, null, { error: 'timeout' }),
      recordOf(4, null, null, { intendedMs: 30 }),
      recordOf(5, 30, 31, { status: 429 }),
    ]);
    expect(step).toMatchObject({
      offered: 4,
      admitted: 1,
      throttled: 1,
      failed: 2,
      dropped: 1,
      durationMs: 40,
    });
    expect(step?.pacing).toBeNull();
  });

  it('measures latency from the intended start, so that a stalled harness hides nothing', () => {
    // All three were due at 0, 1000, 2000; the harness stalled and sent them together at 2000.
    const [step] = summarise(
      [0, 1000, 2000].map((intendedMs, id) => recordOf(id, 2000, 2001, { intendedMs })),
    );
    expect(step?.latency.admitted?.maxUs).toBe(2_001_000);
    expect(step?.service.admitted?.maxUs).toBe(1000);
    expect(step?.pacing?.maxUs).toBe(2_000_000);
  });

  it('measures from the send where there is no timetable, and leaves out answers that never ended', () => {
    const [step] = summarise([recordOf(1, 5, 6, { endMs: 7 }), recordOf(2, 5, 900, { endMs: null })]);
    expect(step?.latency.admitted).toEqual({ count: 1, p50Us: 2000, p90Us: 2000, p99Us: 2000, maxUs: 2000 });
    expect(step).toMatchObject({ admitted: 2, durationMs: 0, perMinute: null });
  });

  it('counts sends before their time as off the timetable too', () => {
    const [step] = summarise([recordOf(1, 5, 6, { intendedMs: 7 })]);
    expect(step?.pacing?.maxUs).toBe(2000);
  });

  it('keeps steps and sessions apart, in the order in which they came', () => {
    const steps = summarise([
      recordOf(1, 0, 1, { step: '2x', session: 's2' }),
      recordOf(2, 1, 2, { step: '1x' }),
      recordOf(3, 2, 3, { step: '2x', session: 's1', status: 429 }),
    ]);
    expect(
      steps.map(({ step, offered, sessions }) => [
        step,
        offered,
        sessions.map((s) => [s.session, s.admitted]),
      ]),
    ).toEqual([
      [
        '2x',
        2,
        [
          ['s2', 1],
          ['s1', 0],
        ],
      ],
      ['1x', 1, [['s1', 1]]],
    ]);
  });

  it('takes the planned duration where it is given', () => {
    const [step] = summarise(steady, { durationsMs: new Map([['1x', 16_000]]) });
    expect([step?.durationMs, step?.perMinute?.offered]).toEqual([16_000, 30]);
  });

  it('adds up what the sessions could be expected to admit', () => {
    // s1 may get 2 + 2 through in 8 s and does; s2 was offered a burst of 4, may get 1, and gets none.
    const burst = [100, 101, 102, 103].map((id) => recordOf(id, 500, 501, { session: 's2', status: 429 }));
    const [step] = summarise([...steady, ...burst], { policies });
    expect(step?.goodput).toBe(0.8);
    expect(step?.sessions.map(({ goodput }) => goodput)).toEqual([1, 0]);
  });

  it('has no goodput without the policies of all sessions, or without requests', () => {
    const [unknown] = summarise([...steady, recordOf(99, 0, 1, { session: 's9' })], { policies });
    expect([unknown?.goodput, unknown?.sessions.map(({ goodput }) => goodput)]).toEqual([null, [1, null]]);
    const [dropped] = summarise([recordOf(1, null, null)], { policies });
    expect([dropped?.goodput, dropped?.offered, dropped?.dropped]).toEqual([null, 0, 1]);
  });

  it('takes the success of the caller', () => {
    const [step] = summarise([recordOf(1, 0, 1, { status: 201 })], { isSuccess: (status) => status === 200 });
    expect([step?.admitted, step?.failed]).toEqual([0, 1]);
  });

  it('refuses times that contradict each other', () => {
    expect(() => summarise([recordOf(7, 5, 4)])).toThrow(
      'record 7 of session s1: firstByteMs (4) is before sentMs (5)',
    );
  });

  it('may be asked at any time and depends on no order', () => {
    const summary = createStepSummary({ policies });
    for (const record of steady.slice(0, 3)) summary.add(record);
    expect(summary.result()[0]?.offered).toBe(3);
    for (const record of steady.slice(3)) summary.add(record);
    expect(summary.result()).toEqual(summarise(steady.toReversed(), { policies }));
  });
});
