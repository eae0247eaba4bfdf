import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimeRing } from './time-ring.ts';

it('is a queue: what a plain list would be', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 4 }), { minLength: 30, maxLength: 200 }), (steps) => {
      const ring = new TimeRing(100);
      const list: number[] = [];
      steps.forEach((step, i) => {
        // Pushes outnumber shifts, so that the ring grows while its first slot is not the first in memory.
        if (step > 0 && list.length < 100) {
          ring.push(i);
          list.push(i);
        } else if (list.length > 0) {
          ring.shift();
          list.shift();
        }
      });
      expect(Array.from({ length: ring.length }, (_, i) => ring.at(i))).toEqual(list);
    }),
  );
});

it('holds memory for what it holds, and never for more than its capacity', () => {
  const ring = new TimeRing(1000);
  expect(ring.allocated).toBe(8);
  for (let i = 0; i < 100; i += 1) ring.push(i);
  expect(ring.allocated).toBe(128);
  for (let i = 0; i < 900; i += 1) ring.push(i);
  expect(ring.allocated).toBe(1000);
  expect(() => ring.push(0)).toThrow('more than 1000 times');
  for (let i = 0; i < 100_000; i += 1) {
    ring.shift();
    ring.push(i);
  }
  expect(ring.allocated).toBe(1000);
  // A limit beyond all memory costs nothing until it is used.
  expect(new TimeRing(Number.MAX_SAFE_INTEGER).allocated).toBe(8);
});

it('refuses what is not there', () => {
  const ring = new TimeRing(1);
  expect(() => ring.at(0)).toThrow('no time at 0 of 0');
  expect(() => ring.shift()).toThrow('no time to remove');
  ring.push(5);
  expect(() => ring.at(-1)).toThrow('no time at -1 of 1');
  expect(() => ring.at(1)).toThrow('no time at 1 of 1');
});
