import { at, type Columns, countBelow, countUpTo } from '../columns.ts';
import { Cursor } from '../cursor.ts';
import type { SortedTimes } from '../intervals.ts';
import type { Terms } from '../terms.ts';
import { modulo } from './arcs.ts';
import type { PhaseTest } from './fixed-phases.ts';

/** What a scan of a session's requests is made of; see `CounterView`. */
export interface ScannedSession {
  readonly columns: Columns;
  readonly terms: Terms;
  readonly refusalsCount: boolean;
  readonly test: PhaseTest;
  readonly count: number;
  readonly knownUntilUs: number;
  readonly admitted: SortedTimes;
  readonly certain: SortedTimes;
  readonly possible: SortedTimes;
}

/** A rounding error of a weighted count is far below this, a request far above. */
export const slack = 1e-6;

/**
 * Looks for the first request that contradicts every phase of a cell; −1: none does. The same as asking `estimateAt` of one after another, a dozen
 * times as fast: what a request has before it at its send and at its answer is counted once for all cells, and what its window and the
 * one before hold once for all requests of a window.
 */
export function createCounterScan(session: ScannedSession): (fromUs: number, toUs: number) => number {
  const { columns, terms, refusalsCount, test, count, knownUntilUs, admitted, certain, possible } = session;
  const { limit, windowUs, fresh } = terms;
  const watchedUs = fresh ? -Infinity : at(columns.sentUs, 0) + windowUs;
  const itself = refusalsCount ? 1 : 0;
  // Of an admitted request those certainly counted at its send, and those admitted by its answer; of a refused one those sent by its answer.
  const before = new Uint32Array(count);
  const admittedBy = new Uint32Array(count);
  countBefore();

  function countBefore(): void {
    const certainBefore = new Cursor(certain.receives);
    const admittedUntil = new Cursor(admitted.receives);
    const sentUntil = new Cursor(possible.sends);
    for (let i = 0; i < count; i += 1) {
      const firstByteUs = at(columns.firstByteUs, i);
      if (at(columns.outcomes, i) === 1) before[i] = sentUntil.upTo(firstByteUs);
      else {
        before[i] = certainBefore.below(at(columns.sentUs, i));
        admittedBy[i] = admittedUntil.upTo(firstByteUs);
      }
    }
  }

  return (fromUs, toUs) => {
    const width = toUs - fromUs;
    let [lowUs, endUs] = [NaN, -Infinity];
    // Of the window that begins in [lowUs, highUs] and the one before: certain ones, and possible ones.
    let [previous, sentEarlier, admittedEarlier] = [0, 0, 0];
    let [mostPrevious, goneEarlier, isRefusalCounted] = [0, 0, false];
    for (let i = 0; i < count; i += 1) {
      const outcome = at(columns.outcomes, i);
      if (outcome === 2 || (outcome === 1 && test === 'admissions')) continue;
      const sentUs = at(columns.sentUs, i);
      const firstByteUs = at(columns.firstByteUs, i);
      if (sentUs - width >= endUs) {
        lowUs = sentUs - width - modulo(sentUs - width - fromUs, windowUs);
        endUs = lowUs + windowUs;
        const highUs = lowUs + width;
        sentEarlier = countBelow(certain.sends, highUs);
        admittedEarlier = countBelow(admitted.sends, highUs);
        previous = Math.max(
          0,
          countBelow(certain.receives, lowUs) - countBelow(certain.sends, highUs - windowUs),
        );
        isRefusalCounted = false;
      }
      const highUs = lowUs + width;
      if (highUs > sentUs || firstByteUs >= endUs || firstByteUs >= knownUntilUs) continue;
      if (outcome === 0) {
        const current = Math.max(0, at(before, i) - sentEarlier, at(admittedBy, i) - admittedEarlier - 1);
        const share = previous * Math.max(0, 1 - (firstByteUs - lowUs) / windowUs);
        if (share + current >= limit + (share > 0 ? slack : 0)) return i;
        continue;
      }
      if (lowUs <= watchedUs) continue;
      if (!isRefusalCounted) {
        mostPrevious = countUpTo(possible.sends, highUs) - countBelow(possible.receives, lowUs - windowUs);
        goneEarlier = countBelow(possible.receives, lowUs);
        isRefusalCounted = true;
      }
      const current = at(before, i) - goneEarlier - itself;
      const share = mostPrevious * Math.min(1, 1 - (sentUs - highUs) / windowUs);
      if (share + current <= limit - 1 - (share > 0 ? slack : 0)) return i;
    }
    return -1;
  };
}
