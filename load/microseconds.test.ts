import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ceilUs, floorUs, formatDuration, formatSeconds, usToMs } from './microseconds.ts';

it('reads recorded times exactly, where multiplying by 1000 would not', () => {
  expect(1.001 * 1000).toBeLessThan(1001);
  expect([floorUs(1.001), ceilUs(1.001)]).toEqual([1001, 1001]);
  expect([floorUs(16.1), ceilUs(16.1)]).toEqual([16_100, 16_100]);
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000_000 }), (us) => {
      expect([floorUs(usToMs(us)), ceilUs(usToMs(us))]).toEqual([us, us]);
    }),
    { numRuns: 5000 },
  );
});

it('rounds finer times outwards', () => {
  expect([floorUs(1.0016), ceilUs(1.0016)]).toEqual([1001, 1002]);
  expect([floorUs(1.0014), ceilUs(1.0014)]).toEqual([1001, 1002]);
  expect([floorUs(-0.0004), ceilUs(-0.0004)]).toEqual([-1, -0]);
  expect(ceilUs(Infinity)).toBe(Infinity);
});

it('writes seconds with the decimals that the microseconds need', () => {
  expect(formatSeconds(12_004_000)).toBe('12.004 s');
  expect(formatSeconds(1_234_500)).toBe('1.2345 s');
  expect(formatSeconds(1)).toBe('0.000001 s');
  expect(formatSeconds(0)).toBe('0.000 s');
});

it('writes durations as a person would say them', () => {
  expect([60_000, 2500, 1000, 250, 1.4, 0].map(formatDuration)).toEqual([
    '60 s',
    '2.5 s',
    '1 s',
    '250 ms',
    '1.4 ms',
    '0 ms',
  ]);
});
