import { decimalsOf } from '../measure.ts';
import { holdsNothing } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { Source } from '../source.ts';

/** Numbers between two bounds, whole ones or all. */
export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** Nearer to `plainest` by ever less: the distance halves. */
function* nearer(value: number, plainest: number): Generator<number, void, undefined> {
  const distance = Math.abs(value - plainest);
  const sign = value < plainest ? -1 : 1;
  for (let part = Math.trunc(distance / 2); part >= 1; part = Math.trunc(part / 2)) {
    const next = plainest + sign * (distance - part);
    // Beyond 2^53 a small step may be none.
    if (Math.abs(next - plainest) < distance) yield next;
  }
}

/** Fewer decimals, each time half of them, and then the plainest fraction. */
function* rounder(value: number): Generator<number, void, undefined> {
  yield Math.trunc(value);
  const plain = value < 0 ? -0.5 : 0.5;
  if (decimalsOf(value) > 1 || Math.abs(value) > 0.5) yield plain;
  for (let decimals = Math.trunc(decimalsOf(value) / 2); decimals >= 1; decimals = Math.trunc(decimals / 2)) {
    const scale = 10 ** Math.min(decimals, 300);
    const next = Math.trunc(value * scale) / scale;
    if (Number.isFinite(next) && decimalsOf(next) < decimalsOf(value)) yield next;
  }
  const whole = Math.trunc(value);
  for (const next of nearer(whole, 0))
    if (decimalsOf(next + (value - whole)) <= decimalsOf(value)) yield next + (value - whole);
}

/** Numbers as `draw` makes them; the plainest is the one nearest to 0 that the bounds allow. */
export function numberPlan(bounds: NumberBounds, draw: (source: Source) => number): Plan<number> {
  const { min, max, whole } = bounds;
  const plainest = Math.min(Math.max(0, min), max);
  const inside = (value: number): boolean => value >= min && value <= max;

  function* shrink(value: number): Generator<number, void, undefined> {
    if (value === plainest) return;
    yield plainest;
    // A number above zero is plainer than one below it.
    if (value < 0 && inside(-value)) yield -value;
    const candidates = Number.isInteger(value) ? nearer(value, plainest) : rounder(value);
    // `+ 0`: rounding towards zero must not yield -0, which JSON does not keep.
    for (const each of candidates) {
      const next = each + 0;
      if (next !== plainest && next !== value && inside(next)) yield next;
    }
  }

  return {
    make: draw,
    accepts: (value): value is number =>
      typeof value === 'number' &&
      inside(value) &&
      !Object.is(value, -0) &&
      (whole ? Number.isSafeInteger(value) : Number.isFinite(value)),
    minimal: () => plainest,
    shrink,
    ensure: holdsNothing,
    measure: (value, into) => into.number(value, plainest),
  };
}
