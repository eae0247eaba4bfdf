import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { createDelayRecorder, watchEventLoop } from './pacing-stats.ts';

it('counts delays in whole microseconds', () => {
  const recorder = createDelayRecorder();
  expect(recorder.stats()).toEqual({ count: 0, p50Us: 0, p99Us: 0, maxUs: 0 });
  for (let i = 1; i <= 100; i += 1) recorder.record(i / 1000);
  expect(recorder.stats()).toEqual({ count: 100, p50Us: 50, p99Us: 99, maxUs: 100 });
});

it('keeps the largest exactly, and bounds the absurd', () => {
  const recorder = createDelayRecorder();
  recorder.record(123.456789);
  expect(recorder.stats().maxUs).toBe(123_457);
  recorder.record(1e12);
  recorder.record(-1);
  expect(recorder.stats()).toMatchObject({ count: 3, maxUs: 3_600_000_000 });
});

it('sees an event loop that was blocked', async () => {
  const watch = watchEventLoop();
  await systemClock.sleep(20);
  const untilMs = systemClock.monotonicMs() + 60;
  while (systemClock.monotonicMs() < untilMs);
  await systemClock.sleep(20);
  watch.stop();
  const { count, maxUs } = watch.stats();
  expect(count).toBeGreaterThan(0);
  expect(maxUs).toBeGreaterThan(50_000);
});
