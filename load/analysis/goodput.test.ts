import { expect, it } from 'vitest';
import { expectedAdmissions, expectedOfRamp, spreadMs } from './goodput.ts';

const policy = { limit: 10, windowMs: 4000 };

it('expects everything below the limit and N per window above it', () => {
  expect(expectedAdmissions(15, 12_000, policy)).toBe(15);
  expect(expectedAdmissions(30, 12_000, policy)).toBe(30);
  expect(expectedAdmissions(60, 12_000, policy)).toBe(30);
  expect(expectedAdmissions(300, 12_000, policy)).toBe(30);
});

it('expects of a part of a window what is offered in it, up to N', () => {
  // 2.25 windows at twice the limit: 45 offered, 5 of them in the last quarter.
  expect(expectedAdmissions(45, 9000, policy)).toBe(25);
  // At ten times: 25 offered in the last 1000 ms, 10 let through.
  expect(expectedAdmissions(225, 9000, policy)).toBe(30);
});

it('has no jump at whole windows', () => {
  expect(expectedAdmissions(60, 11_999.999, policy)).toBeCloseTo(30, 3);
  expect(expectedAdmissions(60, 12_000.001, policy)).toBeCloseTo(30, 3);
});

it('expects N of a burst', () => {
  expect(expectedAdmissions(100, 0, policy)).toBe(10);
  expect(expectedAdmissions(4, 0, policy)).toBe(4);
  expect(expectedAdmissions(0, 0, policy)).toBe(0);
});

it('expects of a ramp what each of its windows can let through', () => {
  // From rest to twice the limit in two windows: 5 and 15 offered.
  expect(expectedOfRamp(20, 8000, policy, { from: 0, to: 2 })).toBeCloseTo(15, 9);
  expect(expectedOfRamp(20, 8000, policy, { from: 2, to: 0 })).toBeCloseTo(15, 9);
  // The third half window of a rise from 0.5 to 2: 2.5 windows bring 31.25, of which 8, 14 and 9.25 in turn.
  expect(expectedOfRamp(31.25, 10_000, policy, { from: 0.5, to: 2 })).toBeCloseTo(8 + 10 + 9.25, 9);
  for (const [offered, durationMs] of [
    [15, 12_000],
    [60, 12_000],
    [45, 9000],
    [225, 9000],
    [7, 0],
  ] as const) {
    const even = expectedAdmissions(offered, durationMs, policy);
    expect(expectedOfRamp(offered, durationMs, policy, { from: 1, to: 1 })).toBeCloseTo(even, 9);
  }
});

it('counts one gap for every send', () => {
  expect(spreadMs(22, 0, 63_000)).toBe(66_000);
  expect(spreadMs(2, 10, 20)).toBe(20);
  expect(spreadMs(1, 10, 10)).toBe(0);
  expect(spreadMs(0, Infinity, -Infinity)).toBe(0);
});
