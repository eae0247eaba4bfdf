import { describe, expect, it } from 'vitest';
import { createStream } from './random.ts';

describe('createStream', () => {
  it('yields pinned numbers: a seed is a promise', () => {
    const stream = createStream(42, 'thread', 7, 'item', 3);
    expect([stream.uint32(), stream.uint32(), stream.uint32()]).toMatchInlineSnapshot(`
      [
        1186273061,
        426186855,
        4073462769,
      ]
    `);
    expect(createStream(1337).hex(24)).toMatchInlineSnapshot(`"7e0562c141a241eb35eae9e2"`);
  });

  it('is keyed by path and not by what was drawn before', () => {
    const parent = createStream(42, 'thread');
    const before = parent.at(7, 'item').uint32();
    parent.uint32();
    expect(parent.at(7, 'item').uint32()).toBe(before);
    expect(createStream(42, 'thread', 7, 'item').uint32()).toBe(before);
  });

  it('tells apart paths that look alike', () => {
    const paths = [
      ['a', 'b'],
      ['ab'],
      ['a', 1],
      ['a', '1'],
      ['a', 1, 0],
      ['a', -1],
      ['a', 2 ** 32 + 1],
      ['b', 'a'],
    ];
    const firsts = paths.map((path) => createStream(1, ...path).hex(16));
    expect(new Set(firsts).size).toBe(paths.length);
  });

  it('spreads neighbouring seeds and indices evenly (chi-square over 16 bins)', () => {
    const draws = 16_000;
    const bins = Array.from({ length: 16 }, () => 0);
    for (let i = 0; i < draws; i += 1) {
      const bin = Math.floor(createStream(i % 100, 'x', Math.floor(i / 100)).float() * 16);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const expected = draws / 16;
    const chiSquare = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(37.7); // 99.9th percentile with 15 degrees of freedom
  });

  it('keeps int within its bounds, both reached, beyond 32 bits too', () => {
    const stream = createStream(3);
    const seen = new Set(Array.from({ length: 500 }, () => stream.int(-2, 3)));
    expect([...seen].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
    for (let i = 0; i < 1000; i += 1) {
      const big = stream.int(0, 2 ** 53 - 2);
      expect(Number.isSafeInteger(big)).toBe(true);
    }
    expect(() => stream.int(2, 1)).toThrow('max is below min');
    expect(() => stream.pick([])).toThrow('empty');
  });
});
