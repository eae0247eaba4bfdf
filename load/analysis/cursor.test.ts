import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Cursor } from './cursor.ts';

const number = fc.oneof(fc.nat(30), fc.constantFrom(Infinity, -Infinity));

it('counts as a search from the beginning does, wherever it was before', () => {
  fc.assert(
    fc.property(
      fc.array(number, { maxLength: 60 }),
      fc.array(fc.tuple(number, fc.boolean())),
      (list, asked) => {
        const sorted = Float64Array.from(list).toSorted();
        const cursor = new Cursor(sorted);
        for (const [value, inclusive] of asked) {
          const expected = sorted.filter((entry) => entry < value || (inclusive && entry === value)).length;
          expect(inclusive ? cursor.upTo(value) : cursor.below(value)).toBe(expected);
        }
      },
    ),
  );
});
