import { expect, it } from 'vitest';
import { createPauseRecorder, watchHarness } from './harness-watch.ts';

it('takes as a pause what a tick comes late by, and nothing else', () => {
  const pauses = createPauseRecorder(1000);
  for (const ms of [1010, 1020, 1035, 1055, 1056, 1386, 1396, 1426.5]) pauses.tick(ms);
  // 35 and 55 were late by 5 and 10; 1386 by 320, 1426.5 by 20.5.
  expect(pauses.result()).toEqual({ watchedMs: 426.5, totalMs: 340.5, longestMs: [320, 20.5] });
});

it('keeps the longest two hundred, and the sum of all', () => {
  const pauses = createPauseRecorder(0);
  let nowMs = 0;
  for (let length = 11; length <= 1010; length += 1) pauses.tick((nowMs += 10 + length));
  const { totalMs, longestMs, watchedMs } = pauses.result();
  expect([longestMs.length, longestMs[0], longestMs.at(-1)]).toEqual([200, 1010, 811]);
  expect(totalMs).toBe(((11 + 1010) * 1000) / 2);
  expect(watchedMs).toBe(totalMs + 10_000);
});

it('sees this very thread being held up, by the clock that it is given', async () => {
  const watch = watchHarness(() => performance.now());
  try {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const untilMs = performance.now() + 120;
    while (performance.now() < untilMs);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { pauses } = watch.health([]);
    expect(pauses?.longestMs[0]).toBeGreaterThan(100);
    expect(pauses?.watchedMs).toBeGreaterThan(150);
  } finally {
    watch.stop();
  }
});
