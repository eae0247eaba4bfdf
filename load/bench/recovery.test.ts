import { expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { createRecoveryWatch, recoveryFrom } from './recovery.ts';

const at = (session: string, sentMs: number | null, status: number | null, tookMs = 10): RequestRecord => ({
  id: 1,
  session,
  step: 'any',
  intendedMs: sentMs,
  sentMs,
  firstByteMs: sentMs === null || status === null ? null : sentMs + tookMs,
  endMs: sentMs === null || status === null ? null : sentMs + tookMs,
  status,
});

/** A request every 100 ms from 1000 ms on, after an overload whose last request was sent at 950 ms and answered at 960 ms. */
const measure = (statuses: readonly (number | null)[], { share = 1, windowMs = 300 } = {}) => {
  const watch = createRecoveryWatch(windowMs);
  watch.overloaded(at('s1', 950, 429));
  watch.overloaded(at('s1', 100, 200));
  for (const [i, status] of statuses.entries()) watch.watched(at('s1', 1000 + i * 100, status));
  return watch.result(share, 1000 + statuses.length * 100)[0];
};

it('lies between the last that was not admitted and the first that was', () => {
  // Refused as late as 1200 (sent) less 960 (the overload's end, at the latest); back at 1310 (answered) less 950.
  expect(measure([429, 429, 429, 200, 200, 200, 200])).toEqual({ session: 's1', fromMs: 240, toMs: 360 });
});

it('may be nothing at all: admitted at once', () => {
  expect(measure([200, 200, 200])).toEqual({ session: 's1', fromMs: 0, toMs: 60 });
});

it('is not over while a window still holds a refusal, a failure or no answer', () => {
  expect(measure([200, 200, 429, 200, 200, 200])).toEqual({ session: 's1', fromMs: 240, toMs: 360 });
  expect(measure([200, 200, 500, 200, 200, 200])).toEqual({ session: 's1', fromMs: 240, toMs: 360 });
  expect(measure([200, 200, null, 200, 200, 200])).toEqual({ session: 's1', fromMs: 240, toMs: 360 });
});

it('has no end when no whole window was seen to be back', () => {
  expect(measure([429, 429, 429, 429, 200, 200])).toEqual({ session: 's1', fromMs: 340, toMs: null });
  expect(measure([429, 429, 429])).toEqual({ session: 's1', fromMs: 240, toMs: null });
});

it('asks for no more than the same load had before', () => {
  expect(measure([429, 200, 429, 200, 200, 500, 200, 500, 200], { share: 2 / 3 })).toEqual({
    session: 's1',
    fromMs: 40,
    toMs: 160,
  });
});

it('counts nothing that was never sent, and no session that was not overloaded', () => {
  const watch = createRecoveryWatch(300);
  watch.overloaded(at('s1', 950, 429));
  watch.overloaded(at('s1', null, null));
  for (const session of ['s1', 's2']) {
    watch.watched(at(session, null, null));
    for (let i = 0; i < 4; i += 1) watch.watched(at(session, 1000 + i * 100, 200));
  }
  watch.overloaded(at('s3', 900, 200));
  expect(watch.result(1, 1400)).toEqual([{ session: 's1', fromMs: 0, toMs: 60 }]);
});

it('knows nothing of the end of an overload that was never answered', () => {
  const watch = createRecoveryWatch(300);
  watch.overloaded(at('s1', 950, null));
  watch.watched(at('s1', 1000, 429));
  for (const sentMs of [1100, 1200, 1300]) watch.watched(at('s1', sentMs, 200));
  expect(watch.result(1, 1400)).toEqual([{ session: 's1', fromMs: 0, toMs: 160 }]);
});

it('names the slowest, one that was never back before all others', () => {
  const about = { after: '10x', step: 'recovery', load: 0.5, share: 1 };
  const fast = { session: 's1', fromMs: 0, toMs: 60 };
  const slow = { session: 's2', fromMs: 10, toMs: 70 };
  const open = { session: 's3', fromMs: 50, toMs: null };
  expect(recoveryFrom(about, [fast, slow]).worst).toBe(slow);
  expect(recoveryFrom(about, [open, fast, slow]).worst).toBe(open);
  expect(recoveryFrom(about, []).worst).toBeNull();
});
