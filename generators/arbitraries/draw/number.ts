import { extremeNumbers } from '../../edge/values.ts';
import type { Level } from '../constraints.ts';
import type { NumberBounds } from '../plans/number.ts';
import type { Source } from '../source.ts';

/** Numbers at which integers, floats, times and counters end or change. */
const small = [
  0, 1, 2, 3, 9, 10, 20, 60, 99, 100, 101, 127, 128, 255, 256, 512, 600, 601, 1000, 65_535, 65_536,
] as const;
const large = [
  2 ** 24 + 1,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 40,
  2 ** 53 - 2,
  2 ** 53 - 1,
] as const;
/** 2001 as the last of nine digits and the first of ten, 2024, and in milliseconds. */
const times = [999_999_999, 1_000_000_000, 1_709_164_800, 1_709_164_800_000] as const;
const below = [-1, -2, -10, -86_400, -(2 ** 31), -(2 ** 31) - 1, -(2 ** 32), -(2 ** 53 - 1)] as const;
const wholes: readonly number[] = [...small, ...large, ...times, ...below];
const odd = [0.5, -0.5, 1.5, 0.1, -1e-7, 2 ** 53 + 2, 123_456_789.123, 1e-323] as const;
const fractions: readonly number[] = [
  ...Object.values(extremeNumbers).filter((value) => !Number.isSafeInteger(value)),
  ...odd,
];

/** A whole number of any size: each count of digits is as likely. */
function drawWhole(source: Source): number {
  const size = 2 ** source.int(1, 52);
  const value = source.int(0, size);
  return source.oneIn(4) ? 0 - value || 0 : value;
}

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);

/** Times of 2023 to 2026 and counts. */
function drawPlainWhole(source: Source): number {
  return source.oneIn(2) ? source.int(1_672_531_200, 1_798_761_600) : source.int(0, 100);
}

function wholeDrawer(level: Level, { min, max }: NumberBounds): (source: Source) => number {
  if (level === 'minimal') {
    const first = clamp(0, min, max);
    const last = Math.min(first + 2, max);
    return (source) => source.int(first, last);
  }
  const inside = (value: number): boolean => value >= min && value <= max;
  if (max - min < 1e6) {
    // Both ends, what is next to them, and anything between.
    const ends = [min, min, max, max, min + 1, max - 1].filter(inside);
    if (level === 'plain') return (source) => source.int(min, max);
    return (source) => (source.oneIn(3) ? source.pick(ends) : source.int(min, max));
  }
  if (level === 'plain') return (source) => clamp(drawPlainWhole(source), min, max);
  const own = wholes.filter(inside);
  return (source) => (source.oneIn(2) ? source.pick(own) : clamp(drawWhole(source), min, max));
}

/** Makes numbers of a level within bounds. */
export function numberDrawer(level: Level, bounds: NumberBounds): (source: Source) => number {
  const drawWholeNumber = wholeDrawer(level, bounds);
  if (bounds.whole) return drawWholeNumber;
  return (source) => {
    if (!source.oneIn(3)) return drawWholeNumber(source);
    if (level === 'minimal') return 0.5;
    if (level === 'plain') return source.int(1, 9999) / 100;
    return source.oneIn(2) ? source.pick(fractions) : (source.uint32() - 2 ** 31) / 2 ** source.int(1, 40);
  };
}
