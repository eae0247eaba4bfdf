import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparePositions } from './position.ts';
import { Timeline } from './timeline.ts';

const entry = (createdAt: number, sequence: number) => ({ createdAt, sequence });

it('keeps entries in the order of creation, then of arrival', () => {
  const timeline = new Timeline<{ createdAt: number; sequence: number }>();
  for (const [createdAt, sequence] of [
    [5, 1],
    [5, 2],
    [3, 3],
    [9, 4],
    [5, 5],
  ] as const)
    timeline.add(entry(createdAt, sequence));
  expect(timeline.slice(0, 10)).toEqual([entry(3, 3), entry(5, 1), entry(5, 2), entry(5, 5), entry(9, 4)]);
});

it('counts, adds and removes as a sorted list would', () => {
  const operation = fc.record({ createdAt: fc.nat({ max: 5 }), remove: fc.boolean(), pick: fc.nat() });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
      const timeline = new Timeline<{ createdAt: number; sequence: number }>();
      let list: { createdAt: number; sequence: number }[] = [];
      const removals: boolean[] = [];
      operations.forEach(({ createdAt, remove, pick }, sequence) => {
        const victim = list[pick % Math.max(list.length, 1)];
        if (remove && victim !== undefined) {
          removals.push(timeline.remove(victim), timeline.remove(victim));
          list = list.filter((other) => other !== victim);
        } else {
          timeline.add(entry(createdAt, sequence));
          list = [...list, entry(createdAt, sequence)].toSorted(comparePositions);
        }
        const probe = entry(createdAt, pick % 60);
        expect(timeline.countBefore(probe)).toBe(
          list.filter((other) => comparePositions(other, probe) < 0).length,
        );
        expect(timeline.countThrough(probe)).toBe(
          list.filter((other) => comparePositions(other, probe) <= 0).length,
        );
      });
      expect(removals).toEqual(removals.map((_, i) => i % 2 === 0));
      expect(timeline.slice(0, timeline.length)).toEqual(list);
      expect(Array.from({ length: timeline.length }, (_, i) => timeline.at(i))).toEqual(list);
    }),
  );
});
