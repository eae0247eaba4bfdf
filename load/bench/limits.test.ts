import { expect, it } from 'vitest';
import { dealLimits, differentLimits, limitAt, limitsOf, spreadLimits, sumOverLimits } from './limits.ts';

const sorted = (limits: readonly number[]) => limits.toSorted((a, b) => a - b);
const policy = { limit: 10, windowMs: 1000 };

it('spreads a range evenly, in an order that the seed decides', () => {
  expect(spreadLimits({ from: 5, to: 50 }, 5, 1)).toEqual([5, 28, 39, 16, 50]);
  expect(spreadLimits({ from: 5, to: 50 }, 5, 2)).toEqual([39, 5, 50, 16, 28]);
  const many = spreadLimits({ from: 5, to: 50 }, 300, 7);
  expect([Math.min(...many), Math.max(...many), new Set(many).size]).toEqual([5, 50, 46]);
  expect(sorted(many)).toEqual(sorted(spreadLimits({ from: 5, to: 50 }, 300, 8)));
  expect(sorted(spreadLimits({ from: 1, to: 2 }, 4, 1))).toEqual([1, 1, 2, 2]);
});

it('deals a list in turn', () => {
  expect(dealLimits([5, 10, 50], 5)).toEqual([5, 10, 50, 5, 10]);
});

it('gives each session of a step its own, or all the same', () => {
  const same = { policy, sessions: 3 };
  const own = { policy, sessions: 3, limits: [2, 10, 2] };
  expect([limitsOf(same), limitsOf(own)]).toEqual([
    [10, 10, 10],
    [2, 10, 2],
  ]);
  expect([differentLimits(same), differentLimits(own)]).toEqual([[10], [2, 10]]);
  // A session that is made for a step with more of them goes round.
  expect([limitAt(same, 7), limitAt(own, 0), limitAt(own, 4)]).toEqual([10, 2, 10]);
  expect(sumOverLimits(own, (limit) => limit * limit)).toBe(108);
});
