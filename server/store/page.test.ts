import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPage } from './page.ts';
import type { PageRequest } from './page.ts';
import { Timeline } from './timeline.ts';

const at = (sequence: number) => ({ createdAt: 0, sequence });

/** Entries 1 to 6, oldest first. */
function sixEntries() {
  const timeline = new Timeline<{ createdAt: number; sequence: number }>();
  for (let i = 1; i <= 6; i += 1) timeline.add(at(i));
  return timeline;
}

const cut = (request: PageRequest, firstVisible?: number): [number[], boolean] => {
  const { entries, hasMore } = cutPage(sixEntries(), request, firstVisible);
  return [entries.map((entry) => entry.sequence), hasMore];
};

describe('cutPage', () => {
  it.each<[string, PageRequest, number[], boolean]>([
    ['the newest first', { limit: 2, order: 'desc' }, [6, 5], true],
    ['the oldest first', { limit: 2, order: 'asc' }, [1, 2], true],
    ['all that fit exactly', { limit: 6, order: 'asc' }, [1, 2, 3, 4, 5, 6], false],
    ['what follows, descending', { limit: 2, order: 'desc', after: at(5) }, [4, 3], true],
    ['what follows, ascending', { limit: 2, order: 'asc', after: at(5) }, [6], false],
    ['nothing after the last', { limit: 2, order: 'desc', after: at(1) }, [], false],
    ['the nearest before, descending', { limit: 2, order: 'desc', before: at(2) }, [4, 3], true],
    ['the nearest before, ascending', { limit: 2, order: 'asc', before: at(5) }, [3, 4], true],
    ['all before', { limit: 9, order: 'asc', before: at(3) }, [1, 2], false],
    ['between, from the end of after', { limit: 2, order: 'asc', after: at(1), before: at(6) }, [2, 3], true],
    ['between, descending', { limit: 2, order: 'desc', after: at(6), before: at(1) }, [5, 4], true],
    ['nothing between neighbours', { limit: 2, order: 'asc', after: at(3), before: at(4) }, [], false],
    [
      'nothing between ends that are swapped',
      { limit: 9, order: 'asc', after: at(5), before: at(2) },
      [],
      false,
    ],
    [
      'nothing between an entry and itself',
      { limit: 9, order: 'desc', after: at(3), before: at(3) },
      [],
      false,
    ],
    ['an empty page, and more to come', { limit: 0, order: 'desc' }, [], true],
    ['an empty page, and nothing after it', { limit: 0, order: 'desc', after: at(1) }, [], false],
    [
      'positions whose entry is gone',
      { limit: 2, order: 'asc', after: { createdAt: 0, sequence: 2.5 } },
      [3, 4],
      true,
    ],
  ])('yields %s', (_, request, sequences, hasMore) => {
    expect(cut(request)).toEqual([sequences, hasMore]);
  });

  it.each<[string, PageRequest, number[], boolean]>([
    ['newest first', { limit: 9, order: 'desc' }, [6, 5, 4, 3], false],
    ['oldest first', { limit: 3, order: 'asc' }, [3, 4, 5], true],
    ['before', { limit: 9, order: 'asc', before: at(5) }, [3, 4], false],
    ['after something that is out of sight', { limit: 9, order: 'asc', after: at(1) }, [3, 4, 5, 6], false],
  ])('leaves out what may not be seen, %s', (_, request, sequences, hasMore) => {
    expect(cut(request, 2)).toEqual([sequences, hasMore]);
  });

  it('agrees with a plain list that is filtered', () => {
    const cursor = fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined });
    const requests = fc.record({
      limit: fc.nat({ max: 8 }),
      order: fc.constantFrom('asc' as const, 'desc' as const),
      after: cursor,
      before: cursor,
    });
    fc.assert(
      fc.property(requests, fc.nat({ max: 7 }), ({ limit, order, after, before }, firstVisible) => {
        const ascending = [1, 2, 3, 4, 5, 6].slice(firstVisible);
        const response = order === 'asc' ? ascending : ascending.toReversed();
        const follows = (a: number, b: number) => (order === 'asc' ? a > b : a < b);
        const wanted = response.filter(
          (n) => (after === undefined || follows(n, after)) && (before === undefined || follows(before, n)),
        );
        const page =
          after === undefined && before !== undefined ? wanted.slice(-limit) : wanted.slice(0, limit);
        expect(
          cut(
            {
              limit,
              order,
              after: after === undefined ? undefined : at(after),
              before: before === undefined ? undefined : at(before),
            },
            firstVisible,
          ),
        ).toEqual([limit === 0 ? [] : page, wanted.length > limit]);
      }),
    );
  });
});
