import type { Arrival } from './server-child.ts';

/** How far a load generator was off its timetable, by a clock that is not its own. */
export interface PacingError {
  /** Slots of the timetable that were measured. */
  readonly slots: number;
  /** Of them, those whose request arrived. */
  readonly arrived: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

/** The value below which that share of an ascending list lies. */
const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;

/**
 * Slot k of an even timetable is due at `zero + k · interval`; nobody tells an observer the zero, so it is the one of the most punctual
 * request, for no generator sends before its time:
 *
 *     arrival of k − k · interval    |   ·  ·· ·        ·          ·
 *                                  zero  └── errors ──┘
 *
 * What is the same for all (the way to the server) drops out; what differs is jitter, and a rate that is not kept grows into an error.
 * @param skip slots at the start that are not measured: everything starts up then.
 */
export function pacingError(
  arrivals: readonly Arrival[],
  ratePerSecond: number,
  slotCount: number,
  skip: number,
): PacingError {
  const intervalMs = 1000 / ratePerSecond;
  const offsets = new Float64Array(
    arrivals.flatMap(({ atMs, slot }) =>
      slot !== null && slot >= skip && slot < slotCount ? [atMs - slot * intervalMs] : [],
    ),
  ).toSorted();
  const zero = offsets[0] ?? NaN;
  const toUs = (ms: number): number => Math.round((ms - zero) * 1000);
  return {
    slots: slotCount - skip,
    arrived: offsets.length,
    p50Us: toUs(quantile(offsets, 0.5)),
    p99Us: toUs(quantile(offsets, 0.99)),
    maxUs: toUs(offsets.at(-1) ?? NaN),
  };
}

/**
 * Names the slots of requests that do not name them: those that were sent arrive in the order of the timetable, or so close to each other
 * that it makes no difference which is which.
 * @param sent by slot, whether its request was sent at all.
 */
export function nameSlots(arrivals: readonly Arrival[], sent: readonly boolean[]): Arrival[] {
  const slots = sent.flatMap((wasSent, slot) => (wasSent ? [slot] : []));
  return arrivals.map(({ atMs }, i) => ({ atMs, slot: slots[i] ?? null }));
}
