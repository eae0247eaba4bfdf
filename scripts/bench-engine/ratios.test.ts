import { expect, it } from 'vitest';
import { ratiosOf } from './ratios.ts';

it('compares each slice with that of its own round', () => {
  const baseline = [
    { answers: 1000, elapsedMs: 1000, cpuMs: 20 },
    { answers: 100, elapsedMs: 1000, cpuMs: 4 },
    { answers: 500, elapsedMs: 500, cpuMs: 10 },
  ];
  const slices = [
    { answers: 900, elapsedMs: 1000, cpuMs: 20 },
    { answers: 200, elapsedMs: 1000, cpuMs: 4 },
    { answers: 490, elapsedMs: 500, cpuMs: 9.8 },
  ];
  expect(ratiosOf(slices, baseline)).toEqual({
    ratePerSecond: 900,
    cpuUs: 20,
    byRate: 0.98,
    byCpu: 1,
    rounds: [0.9, 2, 0.98],
  });
});
