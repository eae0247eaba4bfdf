import type { RequestRecord } from '../records.ts';
import type { ClockCorrection } from './join-samples.ts';

/** By how much a server's clock is ahead of an instance's, at least and at most. */
export interface ClockBounds {
  readonly lowMs: number;
  readonly highMs: number;
}

/** A Date header names a whole second, … */
const secondMs = 1000;
/** … and servers keep its text until a timer says that the second is over, which may be late. */
const lateMs = 50;

/**
 * What the Date headers of answers tell of an instance's clock. The server wrote the second D between sending and first byte, so that
 *
 *     D − first byte  ≤  server − instance  <  D + 1 s (+ 50 ms) − sent
 *
 * for every answer; together they leave little more than a round trip when requests fall around the seconds' edges.
 */
export function createDateBounds(originMs: number): {
  add(record: RequestRecord): void;
  /** Null when there was no Date, or no single server's clock explains them all. */
  result(): ClockBounds | null;
} {
  let lowMs = -Infinity;
  let highMs = Infinity;
  return {
    add({ sentMs, firstByteMs, headers }) {
      const dateMs = Date.parse(headers?.['date'] ?? '') - originMs;
      if (Number.isNaN(dateMs) || sentMs === null || firstByteMs === null) return;
      lowMs = Math.max(lowMs, dateMs - firstByteMs);
      highMs = Math.min(highMs, dateMs + secondMs + lateMs - sentMs);
    },
    result: () =>
      Number.isFinite(lowMs) && Number.isFinite(highMs) && lowMs <= highMs ? { lowMs, highMs } : null,
  };
}

/** The correction that bounds call for: none while the clocks may agree, else to the middle, give or take half. */
export function correctionOf(bounds: ClockBounds | null): ClockCorrection {
  if (bounds === null || (bounds.lowMs <= 0 && bounds.highMs >= 0)) return { offsetMs: 0, uncertaintyMs: 0 };
  return {
    offsetMs: (bounds.lowMs + bounds.highMs) / 2,
    uncertaintyMs: (bounds.highMs - bounds.lowMs) / 2,
  };
}
