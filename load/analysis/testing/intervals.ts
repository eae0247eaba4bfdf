import * as fc from 'fast-check';
import type { Intervals } from '../intervals.ts';
import type { Pair } from './oracles.ts';

/** The columns of pairs; ids count from 0. */
export function intervalsOf(pairs: readonly Pair[]): Intervals {
  return {
    ids: Float64Array.from(pairs.keys()),
    sentUs: Float64Array.from(pairs, ([sent]) => sent),
    firstByteUs: Float64Array.from(pairs, ([, firstByte]) => firstByte),
  };
}

/** A few intervals on a short axis of whole units, nested and crossing at will, with a limit and a window. */
export function smallHistories(bounds: { maxPairs: number; maxSent: number; maxLength: number }) {
  const pair = fc
    .tuple(fc.nat(bounds.maxSent), fc.oneof(fc.nat(3), fc.nat(bounds.maxLength)))
    .map(([sent, length]): Pair => [sent, sent + length]);
  return fc.record({
    pairs: fc.array(pair, { maxLength: bounds.maxPairs, size: 'max' }),
    limit: fc.integer({ min: 1, max: 3 }),
    window: fc.integer({ min: 1, max: 8 }),
  });
}
