import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packRecords } from '../record-columns.ts';
import { recordOf } from '../testing/records.ts';
import { termsOf } from '../terms.ts';
import { createCounterScan } from './counter-scan.ts';
import { estimateAt, searchCounterPhases } from './sliding-counter.ts';

const windowUs = 16;

const requests = fc.array(
  fc.record({
    sentUs: fc.oneof(fc.nat(120), fc.nat(30)),
    lengthUs: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(30)),
    status: fc.constantFrom(200, 200, 429, 500),
  }),
  { minLength: 1, maxLength: 30 },
);
const cells = fc.array(fc.tuple(fc.nat(windowUs - 1), fc.integer({ min: 1, max: 6 })), { minLength: 1 });

it('finds the first request that contradicts a cell, as asking one after another does', () => {
  let found = 0;
  fc.assert(
    fc.property(
      requests,
      cells,
      fc.integer({ min: 1, max: 4 }),
      fc.record({ fresh: fc.boolean(), refusalsCount: fc.boolean(), admissionsOnly: fc.boolean() }),
      fc.constantFrom(2, 5, 1000),
      (list, asked, limit, { fresh, refusalsCount, admissionsOnly }, maxRequests) => {
        const records = list.map(({ sentUs, lengthUs, status }, i) =>
          recordOf(i, sentUs / 1000, (sentUs + lengthUs) / 1000, { status }),
        );
        const { columns } = packRecords(records).get('s1') ?? {};
        if (columns === undefined) throw new Error('no requests');
        const terms = termsOf({ limit, windowMs: windowUs / 1000 }, fresh, { resolutionMs: 0, driftPpm: 0 });
        const test = admissionsOnly ? 'admissions' : 'admissions and refusals';
        const search = { test, cells: 1, maxCells: 1, maxRequests } as const;
        const [view] = searchCounterPhases([{ columns, terms }], refusalsCount, search).views;
        if (view === undefined) throw new Error('no view');
        const scan = createCounterScan(view);
        for (const [fromUs, widthUs] of asked) {
          const expected = Array.from({ length: view.count }, (_, i) => i).findIndex(
            (i) => estimateAt(view, i, fromUs, fromUs + widthUs)?.contradicts === true,
          );
          expect(scan(fromUs, fromUs + widthUs)).toBe(expected);
          if (expected >= 0) found += 1;
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(found).toBeGreaterThan(100);
});

it('says nothing of a request that was answered after what is left out was sent', () => {
  const requests = [
    [5, 10, 429],
    [6, 6, 200],
    [7, 7, 200],
  ] as const;
  const records = requests.map(([sent, firstByte, status], i) =>
    recordOf(i, sent / 1000, firstByte / 1000, { status }),
  );
  const { columns } = packRecords(records).get('s1') ?? {};
  if (columns === undefined) throw new Error('no requests');
  const terms = termsOf({ limit: 2, windowMs: windowUs / 1000 }, true, { resolutionMs: 0, driftPpm: 0 });
  const scanOf = (maxRequests: number, only = columns) => {
    const search = { cells: 1, maxCells: 1, maxRequests };
    const [view] = searchCounterPhases([{ columns: only, terms }], false, search).views;
    if (view === undefined) throw new Error('no view');
    return createCounterScan(view)(0, 1);
  };
  expect(scanOf(3)).toBe(-1);
  // Of the three only two are kept, and one looked at: the third may have been decided before it.
  expect(scanOf(1)).toBe(-1);
  const withoutThird = packRecords(records.slice(0, 2)).get('s1')?.columns;
  expect(scanOf(1, withoutThird)).toBe(0);
});
