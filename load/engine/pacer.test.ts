import { expect, it } from 'vitest';
import { createVirtualClock, systemClock } from '../../support/clock.ts';
import { createPacer } from './pacer.ts';

const turns = async (count: number) => {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

it('calls in the order of times, never early', async () => {
  const clock = createVirtualClock();
  const pacer = createPacer(clock, () => clock.monotonicMs());
  const called: string[] = [];
  const call = (name: string) => () => called.push(`${name} at ${clock.monotonicMs()}`);
  pacer.at(50, call('late'));
  pacer.at(10, call('early'));
  pacer.at(10, call('early too'));
  await clock.advance(9);
  await turns(3);
  expect(called).toEqual([]);
  await clock.advance(1);
  await turns(3);
  expect(called).toEqual(['early at 10', 'early too at 10']);
  await clock.advance(39);
  await turns(3);
  expect(called).toHaveLength(2);
  await clock.advance(1);
  await turns(3);
  expect(called).toEqual(['early at 10', 'early too at 10', 'late at 50']);
});

it('makes an overdue call in one of the next turns, not at once', async () => {
  const clock = createVirtualClock();
  const pacer = createPacer(clock, () => clock.monotonicMs());
  let called = 0;
  pacer.at(-100, () => (called += 1));
  expect(called).toBe(0);
  await turns(2);
  expect(called).toBe(1);
});

it('makes at most 64 overdue calls before it lets sockets have their turn', async () => {
  const clock = createVirtualClock();
  const pacer = createPacer(clock, () => clock.monotonicMs());
  const atTurn: number[] = [];
  let turn = 0;
  for (let i = 0; i < 150; i += 1) pacer.at(0, () => atTurn.push(turn));
  for (; atTurn.length < 150; turn += 1) await turns(1);
  const perTurn = Object.values(Object.groupBy(atTurn, (one) => one)).map((calls) => calls?.length);
  expect(perTurn).toEqual([64, 64, 22]);
});

it('forgets what was cleared, and goes on with what comes later', async () => {
  const clock = createVirtualClock();
  const pacer = createPacer(clock, () => clock.monotonicMs());
  const called: string[] = [];
  pacer.at(5, () => called.push('cleared'));
  pacer.clear();
  pacer.at(20, () => called.push('later'));
  await clock.advance(30);
  await turns(3);
  expect(called).toEqual(['later']);
});

it('is punctual although timers are coarse: it wakes early and watches the time', async () => {
  let timeMs = 0;
  const slept: number[] = [];
  const coarse = {
    sleep: (ms: number) => {
      slept.push(ms);
      timeMs += ms + 1.5;
      return Promise.resolve();
    },
  };
  // Every look at the time takes a microsecond.
  const pacer = createPacer(coarse, () => (timeMs += 0.001));
  const errors: number[] = [];
  for (const atMs of [10, 30, 30.5, 200]) pacer.at(atMs, () => errors.push(timeMs - atMs));
  while (errors.length < 4) await turns(1);
  expect(errors.filter((error) => error < 0 || error > 0.01)).toEqual([]);
  expect(slept.map((ms) => Math.round(ms))).toEqual([8, 18, 167]);
});

it('never calls before the time of a real clock', async () => {
  const originMs = systemClock.monotonicMs();
  const nowMs = () => systemClock.monotonicMs() - originMs;
  const pacer = createPacer(systemClock, nowMs);
  const errors: number[] = [];
  for (let i = 1; i <= 20; i += 1) pacer.at(i * 5.3, () => errors.push(nowMs() - i * 5.3));
  while (errors.length < 20) await systemClock.sleep(5);
  expect(Math.min(...errors)).toBeGreaterThanOrEqual(0);
});
