import { expect } from 'vitest';
import type { RequestRecord } from '../../records.ts';

/** What the server of the same process saw of one request; the answer carries its id as `x-request-id`. */
export interface ServerTimes {
  readonly arrivedMs: number;
  readonly decidedMs: number;
}

/** intended ≤ sent ≤ first byte ≤ end, as far as there are such moments. */
export function expectTimesInOrder(records: readonly RequestRecord[]): void {
  const outOfOrder = records.filter((record) => {
    const times = [record.intendedMs, record.sentMs, record.firstByteMs, record.endMs];
    const known = times.filter((time) => time !== null);
    return known.some((time, index) => index > 0 && time < (known[index - 1] as number));
  });
  expect(outOfOrder).toEqual([]);
}

/** The property that proofs stand on: the server got and decided each request between its `sentMs` and `firstByteMs`. */
export function expectDecisionsInside(
  records: readonly RequestRecord[],
  server: ReadonlyMap<string, ServerTimes>,
): void {
  const outside = records.filter(({ requestId, sentMs, firstByteMs }) => {
    const times = server.get(requestId ?? '');
    if (times === undefined || sentMs === null || firstByteMs === null) return true;
    return !(sentMs <= times.arrivedMs && times.decidedMs <= firstByteMs);
  });
  expect(outside).toEqual([]);
}
