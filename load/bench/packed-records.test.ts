import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { PackedRecords } from './packed-records.ts';

const timeOrNull = fc.option(
  fc.nat().map((us) => us / 1000),
  { nil: null },
);
const record: fc.Arbitrary<RequestRecord> = fc.record(
  {
    id: fc.nat(),
    session: fc.constantFrom('s1', 's2'),
    step: fc.constant('2x'),
    intendedMs: timeOrNull,
    sentMs: timeOrNull,
    firstByteMs: timeOrNull,
    endMs: timeOrNull,
    status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: null }),
    error: fc.constant('timeout'),
    headers: fc.constant({ 'retry-after': '6' }),
    requestId: fc.string(),
  },
  {
    requiredKeys: ['id', 'session', 'step', 'intendedMs', 'sentMs', 'firstByteMs', 'endMs', 'status'],
    noNullPrototype: true,
  },
);

it('gives back what it took in, and every other one of it once it is thinned', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 200 }), fc.array(record, { maxLength: 5 }), (list, more) => {
      const packed = new PackedRecords('2x');
      for (const one of list) packed.push(one);
      expect(packed.records()).toStrictEqual(list);
      packed.thin();
      for (const one of more) packed.push(one);
      const kept = [...list.filter((_, i) => i % 2 === 0), ...more];
      expect(packed.records()).toStrictEqual(kept);
      expect(packed.length).toBe(kept.length);
    }),
  );
});
