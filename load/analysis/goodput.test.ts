import { expect, it } from 'vitest';
import { expectedAdmissions, spreadMs } from './goodput.ts';

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

it('counts one gap for every send', () => {
  expect(spreadMs(22, 0, 63_000)).toBe(66_000);
  expect(spreadMs(2, 10, 20)).toBe(20);
  expect(spreadMs(1, 10, 10)).toBe(0);
  expect(spreadMs(0, Infinity, -Infinity)).toBe(0);
});
