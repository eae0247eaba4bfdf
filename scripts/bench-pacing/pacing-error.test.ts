import { expect, it } from 'vitest';
import { nameSlots, pacingError } from './pacing-error.ts';

it('measures from the most punctual request, whenever the timetable began', () => {
  const lateMs = [50, 0.5, 0.25, 0.25, 1.25, 0.75];
  const arrivals = lateMs.map((late, slot) => ({ atMs: 777 + slot * 10 + late, slot }));
  expect(pacingError(arrivals, 100, 6, 1)).toEqual({
    slots: 5,
    arrived: 5,
    p50Us: 250,
    p99Us: 1000,
    maxUs: 1000,
  });
});

it('counts what did not arrive, and leaves the rest where it was', () => {
  const arrivals = [0, 1, 3].map((slot) => ({ atMs: slot * 10, slot }));
  expect(pacingError(arrivals, 100, 4, 0)).toEqual({ slots: 4, arrived: 3, p50Us: 0, p99Us: 0, maxUs: 0 });
});

it('takes a rate that is not kept for an error', () => {
  const arrivals = Array.from({ length: 100 }, (_, slot) => ({ atMs: slot * 10.1, slot }));
  expect(pacingError(arrivals, 100, 100, 0)).toMatchObject({ p50Us: 5000, maxUs: 9900 });
});

it('gives slots to requests in the order of the timetable, past those that were not sent', () => {
  const arrivals = [
    { atMs: 1, slot: null },
    { atMs: 2, slot: null },
  ];
  expect(nameSlots(arrivals, [true, false, true])).toEqual([
    { atMs: 1, slot: 0 },
    { atMs: 2, slot: 2 },
  ]);
});
