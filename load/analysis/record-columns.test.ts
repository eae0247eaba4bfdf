import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordColumns, emptySession, packRecords } from './record-columns.ts';
import { orderBySend } from './send-order.ts';
import { recordOf } from './testing/records.ts';

const again = (id: number) => () => packRecords([recordOf(id, 1, 2), recordOf(id, 3, 4)]);

/** The same order, by a comparison. */
const slow = (sent: readonly number[], answered: readonly number[], ids: readonly number[]) =>
  sent
    .map((_, i) => i)
    .toSorted(
      (a, b) =>
        (sent[a] ?? 0) - (sent[b] ?? 0) ||
        (answered[a] === answered[b] ? 0 : (answered[a] ?? 0) - (answered[b] ?? 0)) ||
        (ids[a] ?? 0) - (ids[b] ?? 0),
    );

describe('records as columns', () => {
  it('puts each session in the order of its sends, rounded outwards to whole microseconds', () => {
    const packed = packRecords([
      recordOf(5, 1.0016, 2.0014),
      recordOf(6, 1, 2, { status: 429 }),
      recordOf(7, 0.25, null),
      recordOf(8, null, null),
      recordOf(9, 3, 4, { session: 's2', status: 500 }),
    ]);
    expect([...packed.keys()]).toEqual(['s1', 's2']);
    expect(packed.get('s1')?.columns).toEqual({
      session: 's1',
      count: 3,
      ids: Float64Array.of(7, 6, 5),
      sentUs: Float64Array.of(250, 1000, 1001),
      firstByteUs: Float64Array.of(Infinity, 2000, 2002),
      outcomes: Uint8Array.of(2, 1, 0),
    });
    expect([...(packed.get('s2')?.columns.outcomes ?? [])]).toEqual([2]);
    expect(emptySession('s3').columns.count).toBe(0);
  });

  it('keeps what headers told beside the request that they came with, and nothing told as nothing', () => {
    const headers = {
      'retry-after': '2',
      'x-ratelimit-remaining-requests': '7',
      'x-ratelimit-reset-requests': '1.5s',
    };
    const told = packRecords([recordOf(2, 9, 10, { headers }), recordOf(1, 4, 5)]).get('s1')?.told;
    expect(told).toEqual({
      retryAfterUs: Float64Array.of(NaN, 2_000_000),
      retryRoundingUs: Float64Array.of(NaN, 1_000_000),
      limit: Float64Array.of(NaN, NaN),
      remaining: Float64Array.of(NaN, 7),
      resetUs: Float64Array.of(NaN, 1_500_000),
      resetRoundingUs: Float64Array.of(NaN, 0),
    });
  });

  it('grows, and may be asked in between', () => {
    const columns = createRecordColumns();
    const add = (id: number) => {
      const headers: Record<string, string> = id === 900 ? { 'x-ratelimit-limit': '5' } : {};
      columns.add(recordOf(id, 1000 - id, 2000, { headers }));
    };
    for (let id = 1; id <= 65; id += 1) add(id);
    expect(columns.pack().get('s1')?.columns.count).toBe(65);
    for (let id = 66; id <= 1000; id += 1) add(id);
    const session = columns.pack().get('s1');
    expect([session?.columns.ids[0], session?.columns.ids[999]]).toEqual([1000, 1]);
    expect(session?.told.limit.findIndex((value) => value === 5)).toBe(100);
    expect(session?.told.limit.filter((value) => !Number.isNaN(value)).length).toBe(1);
  });

  it('knows an id again whatever number it is', () => {
    for (const id of [0, 31, 32, 40_000, 2 ** 27, 2 ** 40, -1, 0.5])
      expect(again(id)).toThrow(`record ${id} of session s1: its id came before`);
    expect(packRecords([recordOf(31, 1, 2), recordOf(63, 1, 2), recordOf(32, 1, 2)]).size).toBe(1);
  });
});

describe('order by send', () => {
  it('is the order by send, first byte and id, for any sends', () => {
    const request = fc.tuple(
      fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(-(2 ** 51), 2 ** 51, 1e9)),
      fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(Infinity)),
    );
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        const sent = requests.map(([us]) => us);
        const answered = requests.map(([, us]) => us);
        const ids = requests.map((_, i) => requests.length - i);
        expect([
          ...orderBySend(Float64Array.from(sent), Float64Array.from(answered), Float64Array.from(ids)),
        ]).toEqual(slow(sent, answered, ids));
      }),
      { numRuns: 500 },
    );
  });
});
