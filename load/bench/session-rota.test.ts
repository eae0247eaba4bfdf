import { expect, it } from 'vitest';
import { createVirtualClock } from '../../support/clock.ts';
import { unusableError } from '../../support/errors.ts';
import { createSessionRota } from './session-rota.ts';
import type { Generation } from './session-rota.ts';

/** Lets an hour pass, a second at a time; tells which generation served when it changed. */
async function served(
  renew: (count: number, nowMs: number) => Generation,
  {
    untilMs = 3_600_000,
    abortAtMs = Infinity,
    marginMs = 15_000,
    first = { labels: ['a0', 'b0'], endMs: 600_000 },
  } = {},
) {
  const clock = createVirtualClock();
  const abort = new AbortController();
  const warnings: string[] = [];
  let count = 0;
  const rota = createSessionRota({
    clock,
    nowMs: () => clock.monotonicMs(),
    first,
    renew: () => Promise.resolve().then(() => renew((count += 1), clock.monotonicMs())),
    marginMs,
    untilMs,
    warn: (text) => warnings.push(text),
  });
  const end = { seen: false };
  const kept = rota.keepFresh(abort.signal).then(() => (end.seen = true));
  const changes: [number, string, string][] = [[0, rota.labelOf(0), rota.labelOf(1)]];
  for (let second = 1; second <= 4000 && !end.seen; second += 1) {
    await clock.advance(1000);
    if (clock.monotonicMs() >= abortAtMs) abort.abort();
    const label = rota.labelOf(0);
    if (label !== changes.at(-1)?.[1]) changes.push([second, label, rota.labelOf(1)]);
  }
  expect(end.seen).toBe(true);
  await kept;
  return { changes, warnings, count };
}

const next = (count: number, nowMs: number, lifeMs = 600_000): Generation => ({
  labels: [`a${count}`, `b${count}`],
  endMs: nowMs + lifeMs,
});

it('renews before each end, and not for what is not needed any more', async () => {
  const { changes, warnings } = await served((count, nowMs) => next(count, nowMs));
  expect(changes).toEqual([
    [0, 'a0', 'b0'],
    [585, 'a1', 'b1'],
    [1170, 'a2', 'b2'],
    [1755, 'a3', 'b3'],
    [2340, 'a4', 'b4'],
    [2925, 'a5', 'b5'],
    [3510, 'a6', 'b6'],
  ]);
  expect(warnings).toEqual([]);
});

it('goes on with the old ones while new ones cannot be made', async () => {
  const { changes, warnings } = await served(
    (count, nowMs) => {
      if (count <= 3) throw unusableError('no more sessions today');
      return next(count, nowMs, Infinity);
    },
    { untilMs: 1_000_000 },
  );
  expect(changes).toEqual([
    [0, 'a0', 'b0'],
    [588, 'a4', 'b4'],
  ]);
  expect(warnings).toEqual(
    Array(3).fill('sessions could not be renewed, and are tried again (no more sessions today)'),
  );
});

it('never renews without a pause, however short the lives', async () => {
  const { count } = await served((n, nowMs) => next(n, nowMs, 10), {
    untilMs: 20_000,
    first: { labels: ['a'], endMs: 0 },
  });
  expect(count).toBe(19);
});

it('stops at once when it is told to, and never begins where lives are not known', async () => {
  const stopped = await served((count, nowMs) => next(count, nowMs), { abortAtMs: 600_000 });
  expect(stopped.count).toBe(1);
  const given = await served((count, nowMs) => next(count, nowMs), {
    first: { labels: ['a'], endMs: Infinity },
  });
  expect(given.count).toBe(0);
});

it('hides no defect', async () => {
  const clock = createVirtualClock();
  const rota = createSessionRota({
    clock,
    nowMs: () => clock.monotonicMs(),
    first: { labels: ['a'], endMs: 0 },
    renew: () => Promise.reject(new RangeError('a defect')),
    marginMs: 0,
    untilMs: 10_000,
    warn: () => undefined,
  });
  const failure = rota.keepFresh(new AbortController().signal).catch((error: unknown) => error);
  await clock.advance(2000);
  expect(await failure).toEqual(new RangeError('a defect'));
});
