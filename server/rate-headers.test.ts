import { expect, it } from 'vitest';
import { formatResetDuration } from './rate-headers.ts';

it.each([
  [-1, '0s'],
  [0, '0s'],
  [0.01, '1ms'],
  [120, '120ms'],
  [999, '999ms'],
  [999.001, '1s'],
  [1000, '1s'],
  [1500, '1.5s'],
  [59_999, '59.999s'],
  [60_000, '1m0s'],
  [62_000, '1m2s'],
  [62_345, '1m2.345s'],
  [3_600_000, '1h0m0s'],
  [7_322_004, '2h2m2.004s'],
])('writes %f ms as %s', (ms, text) => {
  expect(formatResetDuration(ms)).toBe(text);
});
