import { expect, it } from 'vitest';
import { Slab } from './slab.ts';

it('gives exactly what was asked for, and nothing twice', () => {
  const slab = new Slab();
  const sizes = [0, 1, 16_384, 16_384, 16_384, 16_383, 1, 16_384, 16_385, 200_000, 12_000];
  const slices = sizes.map((bytes, i) => slab.allocate(bytes).fill(i + 1));
  expect(slices.map((slice) => slice.length)).toEqual(sizes);
  slices.forEach((slice, i) => expect(slice.every((byte) => byte === i + 1)).toBe(true));
  // Six slices fill the first piece to the last byte; the next begins another.
  expect(new Set(slices.slice(0, 7).map((slice) => slice.buffer)).size).toBe(2);
  expect(slices[8]?.buffer.byteLength).toBe(16_385);
});
