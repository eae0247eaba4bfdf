import { expect, it } from 'vitest';
import { createPercentileRecorder } from './percentiles.ts';

it('yields percentiles in microseconds', () => {
  const recorder = createPercentileRecorder();
  for (let n = 1; n <= 1000; n += 1) recorder.add(n / 1000);
  expect(recorder.result()).toEqual({ count: 1000, p50Us: 500, p90Us: 900, p99Us: 990, maxUs: 1000 });
});

it('keeps three digits of long durations, and the maximum exact', () => {
  const recorder = createPercentileRecorder();
  recorder.add(1_234_567.891);
  const result = recorder.result();
  expect(result?.maxUs).toBe(1_234_567_891);
  expect(result?.p50Us).toBe(1_234_567_891);
  recorder.add(3_600_000);
  const relative = Math.abs((recorder.result()?.p50Us ?? 0) / 1_234_567_891 - 1);
  expect(relative).toBeLessThan(0.001);
  expect(recorder.result()?.maxUs).toBe(3_600_000_000);
});

it('takes less than nothing as nothing, and yields nothing of nothing', () => {
  const recorder = createPercentileRecorder();
  expect(recorder.result()).toBeNull();
  recorder.add(-0.5);
  expect(recorder.result()).toEqual({ count: 1, p50Us: 0, p90Us: 0, p99Us: 0, maxUs: 0 });
});
