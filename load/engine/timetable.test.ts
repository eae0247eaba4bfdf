import { describe, expect, it } from 'vitest';
import { burst, constantRate, linearRamp, merge } from './timetable.ts';

/** What lies between each entry and the next. */
const gaps = (entries: number[]) => entries.slice(1).map((atMs, i) => atMs - (entries[i] ?? 0));

const times = (entries: Iterable<{ atMs: number }>) => Array.from(entries, (entry) => entry.atMs);

describe('constantRate', () => {
  it('is due at exact multiples of the interval, ten a minute like any other rate', () => {
    const entries = constantRate({ ratePerMinute: 10, durationMs: 60_000, sessions: ['s1'], step: '1x' });
    expect([...entries]).toEqual(
      [0, 6000, 12_000, 18_000, 24_000, 30_000, 36_000, 42_000, 48_000, 54_000].map((atMs) => ({
        atMs,
        session: 's1',
        step: '1x',
      })),
    );
  });

  it('does not drift: the millionth request is due where multiplication says', () => {
    const rate = { ratePerMinute: 7 * 60, startMs: 500, durationMs: 1e9, sessions: ['s1'], step: 'x' };
    const entries = constantRate(rate);
    for (let k = 0; k < 1_000_000; k += 1) entries.next();
    expect(entries.next().value).toMatchObject({ atMs: 500 + (1_000_000 * 60_000) / 420 });
  });

  it('staggers the sessions evenly and gives each its own rate', () => {
    const rate = {
      ratePerMinute: 60,
      startMs: 100,
      durationMs: 2000,
      sessions: ['a', 'b', 'c', 'd'],
      step: 'x',
    };
    const entries = [...constantRate(rate)];
    expect(times(entries)).toEqual([100, 350, 600, 850, 1100, 1350, 1600, 1850]);
    expect(entries.map((entry) => entry.session).join('')).toBe('abcdabcd');
  });

  it('takes rates below one a minute, and no session at all', () => {
    const slow = { ratePerMinute: 0.5, durationMs: 300_000, sessions: ['s1'], step: 'x' };
    expect(times(constantRate(slow))).toEqual([0, 120_000, 240_000]);
    expect([...constantRate({ ...slow, sessions: [] })]).toEqual([]);
  });

  it('refuses rates and durations that are not positive numbers', () => {
    const rate = { ratePerMinute: 10, durationMs: 1000, sessions: ['s1'], step: 'x' };
    expect(() => [...constantRate({ ...rate, ratePerMinute: 0 })]).toThrow(
      'the rate per minute must be more than 0, not 0',
    );
    expect(() => [...constantRate({ ...rate, durationMs: NaN })]).toThrow(
      'the duration in milliseconds must be more than 0, not NaN',
    );
  });
});

describe('linearRamp', () => {
  const up = { fromPerMinute: 0, toPerMinute: 120, durationMs: 60_000, sessions: ['s1'], step: 'up' };

  it('is due where the area under the rate reaches each whole number', () => {
    const sends = times(linearRamp(up));
    expect(sends).toHaveLength(60);
    // From rest, k requests take √k times as long as the first: k = 120·t²÷(2·60,000²) of minutes.
    for (const [k, atMs] of sends.entries()) expect(atMs).toBeCloseTo(Math.sqrt(k) * 7745.966_692_4, 6);
  });

  it('falls as it rises: the same gaps, the other way round', () => {
    const ramp = { ...up, fromPerMinute: 30, toPerMinute: 90 };
    const rising = gaps([...times(linearRamp(ramp)), 60_000]);
    const falling = gaps([...times(linearRamp({ ...ramp, fromPerMinute: 90, toPerMinute: 30 })), 60_000]);
    expect(rising).toHaveLength(60);
    for (const [i, gap] of falling.toReversed().entries()) expect(gap).toBeCloseTo(rising[i] ?? 0, 6);
  });

  it('comes to a stop at a rate of 0, within its time', () => {
    const sends = times(linearRamp({ ...up, fromPerMinute: 120, toPerMinute: 0, startMs: 500 }));
    expect(sends).toHaveLength(60);
    expect(sends[0]).toBe(500);
    expect(sends.at(-1)).toBeCloseTo(60_500 - 7745.966_692_4, 6);
  });

  it('is a constant rate where both ends are the same', () => {
    const sends = times(linearRamp({ ...up, fromPerMinute: 10, toPerMinute: 10 }));
    const constant = times(constantRate({ ...up, ratePerMinute: 10 }));
    expect(sends).toHaveLength(constant.length);
    for (const [k, atMs] of constant.entries()) expect(sends[k]).toBeCloseTo(atMs, 9);
  });

  it('does not drift: a late request is due where its own number says', () => {
    const ramp = {
      ...up,
      fromPerMinute: 600,
      toPerMinute: 1800,
      durationMs: 3_600_000,
      sessions: ['a', 'b'],
    };
    const sends = [...linearRamp(ramp)];
    expect(sends).toHaveLength(2 * 20 * 60 * 60);
    // Half the time brings 1200·60 of the area: 2·(600 + 1200)÷2·30 minutes.
    expect(sends[54_000]).toMatchObject({ session: 'a' });
    expect(sends[54_000]?.atMs).toBeCloseTo(1_800_000, 5);
  });

  it('lets the sessions take turns', () => {
    const entries = [...linearRamp({ ...up, sessions: ['a', 'b', 'c'] })];
    expect(entries).toHaveLength(180);
    expect(entries.slice(0, 5).map(({ session }) => session)).toEqual(['a', 'b', 'c', 'a', 'b']);
    expect([...linearRamp({ ...up, sessions: [] })]).toEqual([]);
  });

  it('refuses rates that are none', () => {
    expect(() => [...linearRamp({ ...up, fromPerMinute: -1 })]).toThrow(
      'the rate per minute must be 0 or more, not -1',
    );
    expect(() => [...linearRamp({ ...up, toPerMinute: 0 })]).toThrow(
      'the sum of both rates per minute must be more than 0, not 0',
    );
  });
});

describe('burst', () => {
  it('is everything at one moment', () => {
    const entries = [...burst({ atMs: 40, count: 2, sessions: ['a', 'b'], step: 'edge' })];
    expect(entries.map(({ atMs, session, step }) => `${atMs} ${session} ${step}`)).toEqual([
      '40 a edge',
      '40 b edge',
      '40 a edge',
      '40 b edge',
    ]);
  });
});

describe('merge', () => {
  it('orders several timetables by time', () => {
    const slow = constantRate({ ratePerMinute: 60, durationMs: 3000, sessions: ['slow'], step: 'x' });
    const fast = constantRate({
      ratePerMinute: 120,
      startMs: 250,
      durationMs: 2000,
      sessions: ['fast'],
      step: 'x',
    });
    const merged = [...merge(slow, fast, burst({ atMs: 900, count: 1, sessions: ['burst'], step: 'x' }))];
    expect(merged.map(({ atMs, session }) => `${atMs} ${session}`)).toEqual([
      '0 slow',
      '250 fast',
      '750 fast',
      '900 burst',
      '1000 slow',
      '1250 fast',
      '1750 fast',
      '2000 slow',
    ]);
  });

  it('is lazy: an endless timetable is read one entry ahead', () => {
    let read = 0;
    function* endless() {
      for (;;) yield { atMs: read++, session: 's', step: 'x' };
    }
    const merged = merge(endless());
    for (let i = 0; i < 5; i += 1) merged.next();
    expect(read).toBeLessThanOrEqual(6);
  });
});
