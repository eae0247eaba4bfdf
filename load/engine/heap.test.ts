import { array, assert, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { createMinHeap } from './heap.ts';

it('yields its entries by key, equal ones in the order in which they came', () => {
  assert(
    property(array(integer({ min: 0, max: 8 })), (keys) => {
      const heap = createMinHeap<number>();
      keys.forEach((key, index) => heap.push(key, index));
      const expected = keys
        .map((key, index) => ({ key, index }))
        .toSorted((a, b) => a.key - b.key || a.index - b.index);
      for (const { key, index } of expected) {
        expect(heap.peekKey()).toBe(key);
        expect(heap.pop()).toBe(index);
      }
      expect(heap.size).toBe(0);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

it('keeps its order while entries come and go', () => {
  const heap = createMinHeap<string>();
  heap.push(5, 'e');
  heap.push(1, 'a');
  expect(heap.pop()).toBe('a');
  heap.push(3, 'c');
  heap.push(9, 'i');
  expect([heap.pop(), heap.pop(), heap.size]).toEqual(['c', 'e', 1]);
  heap.clear();
  expect(heap.peekKey()).toBeUndefined();
});
