import { expect, it } from 'vitest';
import { flatnessOf } from './flatness.ts';

it('compares the first third with the last, past spikes', () => {
  expect(flatnessOf([1, 90, 2, 7, 8, 9, 4, 5, 60])).toEqual({ count: 9, early: 2, late: 5, peak: 90 });
  expect(flatnessOf([3])).toEqual({ count: 1, early: 3, late: 3, peak: 3 });
});
