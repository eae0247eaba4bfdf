import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestChain } from './chain.ts';
import { densestSpan, smallestViolation } from './counting.ts';
import { knowTimes, sortTimes } from './intervals.ts';
import { intervalsOf, smallHistories } from './testing/intervals.ts';
import { bruteForce, hasInnocentPlacement, type Pair } from './testing/oracles.ts';
import { shortestSpan } from './witness.ts';

/** Both hide [3, 5] and [3.5, 5.5] from the chain behind an interval that encloses them; in halves. */
const enclosed: Pair[] = [
  [0, 18],
  [6, 10],
  [7, 11],
];

describe('smallestViolation', () => {
  it('finds the same where the times are known to be sorted and short', () => {
    const history = smallHistories({ maxPairs: 12, maxSent: 30, maxLength: 6 });
    fc.assert(
      fc.property(history, fc.nat(14), ({ pairs, limit, window }, maxVisits) => {
        const known = intervalsOf(pairs);
        const longest = Math.max(-Infinity, ...pairs.map(([sent, firstByte]) => firstByte - sent));
        knowTimes(known, longest, sortTimes(known));
        expect(smallestViolation(known, limit, window, maxVisits)).toEqual(
          smallestViolation(intervalsOf(pairs), limit, window, maxVisits),
        );
        expect(densestSpan(known, window)).toEqual(densestSpan(intervalsOf(pairs), window));
      }),
      { numRuns: 2000 },
    );
  });

  it('sees a violation that an enclosing interval hides from the chain', () => {
    const intervals = intervalsOf(enclosed);
    expect(smallestChain(sortTimes(intervals), 1, 8)).toBeNull();
    expect(smallestViolation(intervals, 1, 8)).toEqual({ windows: 1, method: 'counting' });
  });

  it('leaves open what no count of spans can show: N = 1, W = 4, [2, 6] and [3, 5]', () => {
    const nested: Pair[] = [
      [2, 6],
      [3, 5],
    ];
    expect(smallestChain(sortTimes(intervalsOf(nested)), 1, 4)).toBeNull();
    expect(smallestViolation(intervalsOf(nested), 1, 4).windows).toBeNull();
    expect(bruteForce(nested, 1, 4)).toBeNull();
    // It is a violation all the same: wherever the two decisions lie, they are less than 4 apart.
    expect(hasInnocentPlacement(nested, 1, 4)).toBe(false);
    // One unit less of latency, and the span is short enough.
    const shorter: Pair[] = [
      [2, 5],
      [3, 5],
    ];
    expect(smallestViolation(intervalsOf(shorter), 1, 4).windows).toBe(1);
  });

  it('falls back to one chain beyond its bound, and says so', () => {
    expect(smallestViolation(intervalsOf(enclosed), 1, 8, 1)).toEqual({ windows: null, method: 'chain' });
    // Level 1 holds [6,10] and [7,11]: visiting those two is enough.
    expect(smallestViolation(intervalsOf(enclosed), 1, 8, 2)).toEqual({ windows: 1, method: 'counting' });
    // Level 1 ([0,1], [50,51]) shows nothing, level 2 ([10,20] too) makes it 2 + 3 visits.
    const slow: Pair[] = [
      [0, 1],
      [10, 20],
      [50, 51],
    ];
    expect(smallestViolation(intervalsOf(slow), 1, 8, 4)).toEqual({ windows: null, method: 'chain' });
    expect(smallestViolation(intervalsOf(slow), 1, 8, 5)).toEqual({ windows: null, method: 'counting' });
  });

  it('still finds with the fallback what the chain finds', () => {
    const flood: Pair[] = [
      [0, 1],
      [1, 2],
    ];
    expect(smallestViolation(intervalsOf(flood), 1, 8, 0)).toEqual({ windows: 1, method: 'chain' });
  });

  it('keeps what the levels within the bound have shown when the fallback shows less', () => {
    // The four short ones need 3 windows; [-1, 25] encloses them, so the chain of all takes 4.
    const partly: Pair[] = [
      [0, 7],
      [2, 8],
      [10, 16],
      [17, 23],
      [100, 110],
      [-1, 25],
    ];
    expect(smallestChain(sortTimes(intervalsOf(partly)), 1, 8)).toBe(4);
    expect(smallestViolation(intervalsOf(partly), 1, 8, 8)).toEqual({ windows: 3, method: 'chain' });
    expect(smallestViolation(intervalsOf(partly), 1, 8, 9)).toEqual({ windows: 3, method: 'counting' });
  });

  it('equals the count over all pairs of a send and a first byte, for all m', { timeout: 60_000 }, () => {
    let found = 0;
    fc.assert(
      fc.property(
        smallHistories({ maxPairs: 12, maxSent: 30, maxLength: 20 }),
        ({ pairs, limit, window }) => {
          const intervals = intervalsOf(pairs);
          const { windows, method } = smallestViolation(intervals, limit, window);
          const counted = bruteForce(pairs, limit, window);
          expect([windows, method]).toEqual([counted?.windows ?? null, 'counting']);
          if (windows === null || counted === null) return;
          found += 1;
          const span = shortestSpan(intervals, windows * limit + 1, windows * window);
          expect(span === null ? null : span.endUs - span.startUs).toBe(counted.length);
        },
      ),
      { numRuns: 10_000 },
    );
    expect(found).toBeGreaterThan(1000);
  });

  it('proves whatever the chain proves, over no more windows', { timeout: 60_000 }, () => {
    let sharper = 0;
    fc.assert(
      fc.property(
        smallHistories({ maxPairs: 25, maxSent: 60, maxLength: 40 }),
        ({ pairs, limit, window }) => {
          const intervals = intervalsOf(pairs);
          const chained = smallestChain(sortTimes(intervals), limit, window) ?? Infinity;
          const counted = smallestViolation(intervals, limit, window).windows ?? Infinity;
          expect(counted).toBeLessThanOrEqual(chained);
          if (counted < chained) sharper += 1;
        },
      ),
      { numRuns: 20_000 },
    );
    expect(sharper).toBeGreaterThan(1000);
  });

  it('proves nothing that some placement of the decisions would explain', { timeout: 60_000 }, () => {
    let proved = 0;
    fc.assert(
      fc.property(smallHistories({ maxPairs: 5, maxSent: 9, maxLength: 7 }), ({ pairs, limit, window }) => {
        if (smallestViolation(intervalsOf(pairs), limit, window).windows === null) return;
        proved += 1;
        expect(hasInnocentPlacement(pairs, limit, window)).toBe(false);
      }),
      { numRuns: 10_000 },
    );
    expect(proved).toBeGreaterThan(1000);
  });
});

describe('densestSpan', () => {
  it('counts what certainly falls within one window, at its earliest place', () => {
    const pairs: Pair[] = [
      [0, 1],
      [2, 3],
      [3, 9],
      [20, 21],
      [22, 23],
      [23, 23],
      [24, 24],
    ];
    expect(densestSpan(intervalsOf(pairs), 4)).toEqual({ count: 3, startUs: 20, endUs: 23 });
    expect(densestSpan(intervalsOf(pairs), 5)).toEqual({ count: 4, startUs: 20, endUs: 24 });
    expect(densestSpan(intervalsOf([[0, 4]]), 4).count).toBe(0);
    expect(densestSpan(intervalsOf([]), 4).count).toBe(0);
  });

  it('equals the count at every send', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(smallHistories({ maxPairs: 15, maxSent: 30, maxLength: 10 }), ({ pairs, window }) => {
        const counts = pairs.map(([s]) => pairs.filter(([sent, r]) => sent >= s && r < s + window).length);
        expect(densestSpan(intervalsOf(pairs), window).count).toBe(Math.max(0, ...counts));
      }),
      { numRuns: 3000 },
    );
  });
});
