import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestChain } from './chain.ts';
import { sortTimes } from './intervals.ts';
import { intervalsOf, smallHistories } from './testing/intervals.ts';
import { bruteForce, chainByRecursion, type Pair } from './testing/oracles.ts';

const chainOf = (pairs: readonly Pair[], limit: number, window: number) =>
  smallestChain(sortTimes(intervalsOf(pairs)), limit, window);

const apart = (distance: number): Pair[] => [
  [0, 0],
  [distance, distance],
];

describe('smallestChain', () => {
  it('finds one too many in one window', () => {
    const pairs: Pair[] = [
      [0, 1],
      [1, 2],
      [2, 3],
    ];
    expect(chainOf(pairs, 2, 4)).toBe(1);
    expect(chainOf(pairs, 3, 4)).toBeNull();
  });

  it('does not accuse decisions that lie exactly one window apart', () => {
    expect(chainOf(apart(4), 1, 4)).toBeNull();
    expect(chainOf(apart(3), 1, 4)).toBe(1);
  });

  it('adds up what no single window shows: 3 admitted in 7 with 1 allowed in 4', () => {
    const pairs: Pair[] = [
      [0, 0],
      [1, 6],
      [7, 7],
    ];
    expect(chainOf(pairs, 1, 4)).toBe(2);
    const honest: Pair[] = [
      [0, 0],
      [1, 6],
      [8, 8],
    ];
    expect(chainOf(honest, 1, 4)).toBeNull();
  });

  it('takes the shortest chain to a contradiction, not the first that the recursion meets', () => {
    // A: 0, 4, 8, 12 > 10: the recursion goes back to 0; but [9,9] and [10,10] alone are a contradiction.
    const pairs: Pair[] = [
      [0, 0],
      [0, 4],
      [9, 9],
      [10, 10],
    ];
    expect(chainOf(pairs, 1, 4)).toBe(1);
  });

  it('looks at every remainder of k by N', () => {
    const pairs: Pair[] = [
      [0, 0],
      [10, 10],
      [10, 10],
      [20, 20],
      [20, 20],
      [20, 20],
    ];
    expect(chainOf(pairs, 2, 5)).toBe(1);
    expect(chainOf(pairs.slice(0, 5), 2, 5)).toBeNull();
  });

  it('needs more requests than the limit', () => {
    expect(chainOf([], 1, 4)).toBeNull();
    expect(chainOf([[0, 0]], 1, 4)).toBeNull();
  });

  it('contradicts exactly when the recursion A_k does, over no more windows', () => {
    fc.assert(
      fc.property(
        smallHistories({ maxPairs: 12, maxSent: 30, maxLength: 12 }),
        ({ pairs, limit, window }) => {
          const found = chainOf(pairs, limit, window);
          const recursed = chainByRecursion(pairs, limit, window);
          expect(found === null).toBe(recursed === null);
          expect(found ?? 0).toBeLessThanOrEqual(recursed ?? 0);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('finds the smallest m by definition where no interval encloses another', () => {
    fc.assert(
      fc.property(
        smallHistories({ maxPairs: 12, maxSent: 30, maxLength: 12 }),
        fc.nat(12),
        ({ pairs, limit, window }, length) => {
          const equallyLong = pairs.map(([sent]): Pair => [sent, sent + length]);
          expect(chainOf(equallyLong, limit, window)).toBe(
            bruteForce(equallyLong, limit, window)?.windows ?? null,
          );
        },
      ),
      { numRuns: 3000 },
    );
  });
});
