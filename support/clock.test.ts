import { expect, it } from 'vitest';
import { createVirtualClock, systemClock } from './clock.ts';

it('wakes sleepers in the order of their times', async () => {
  const clock = createVirtualClock(1000);
  const woken: string[] = [];
  const sleeps = [
    clock.sleep(30).then(() => woken.push(`late at ${clock.nowMs()}`)),
    clock.sleep(10).then(() => woken.push(`early at ${clock.nowMs()}`)),
  ];
  await clock.advance(20);
  expect(woken).toEqual(['early at 1010']);
  await clock.advance(20);
  await Promise.all(sleeps);
  expect(woken).toEqual(['early at 1010', 'late at 1030']);
  expect(clock.nowMs()).toBe(1040);
  expect(clock.monotonicMs()).toBe(40);
});

it('ends a sleep early when the signal aborts', async () => {
  const abort = new AbortController();
  const startMs = systemClock.monotonicMs();
  const sleep = systemClock.sleep(60_000, abort.signal);
  abort.abort();
  await sleep;
  await createVirtualClock().sleep(60_000, abort.signal);
  expect(systemClock.monotonicMs() - startMs).toBeLessThan(1000);
});
