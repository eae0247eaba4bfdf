import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bracketOf, loadsTried, nextLoad } from './bisection.ts';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const bounds = { from: 0.5, to: 8, resolution: 0.1 };

describe('a search for the highest load that holds', () => {
  it('tries the bounds, then the middle by ratio of what is open', () => {
    expect(loadsTried(bounds, (load) => load <= 3)).toEqual([0.5, 8, 2, 4, 2.828, 3.363, 3.084]);
  });

  it('ends at once when not even the lowest holds, or the highest does', () => {
    expect(loadsTried(bounds, () => false)).toEqual([0.5]);
    expect(loadsTried(bounds, () => true)).toEqual([0.5, 8]);
  });

  it('names what it knows', () => {
    expect(bracketOf([])).toEqual({ held: null, notHeld: null });
    expect(bracketOf([{ load: 0.5, held: false }])).toEqual({ held: null, notHeld: 0.5 });
    expect(
      bracketOf([
        { load: 0.5, held: true },
        { load: 8, held: false },
        { load: 2, held: true },
      ]),
    ).toEqual({ held: 2, notHeld: 8 });
  });

  it('is over when four figures tell loads apart no more', () => {
    expect(
      nextLoad({ from: 1, to: 1.001, resolution: 0 }, [
        { load: 1, held: true },
        { load: 1.001, held: false },
      ]),
    ).toBeNull();
  });

  it('ends within the resolution around the true bound', () => {
    fc.assert(
      fc.property(
        between(0.01, 10),
        between(1.01, 1000),
        between(0.01, 1),
        between(0, 1),
        (low, ratio, resolution, where) => {
          const from = Number(low.toPrecision(4));
          const to = Number((low * ratio).toPrecision(4));
          fc.pre(to > from);
          const bound = from * (to / from) ** where;
          const holds = (load: number) => load <= bound;
          const tried = loadsTried({ from, to, resolution }, holds).map((load) => ({
            load,
            held: holds(load),
          }));
          const { held, notHeld } = bracketOf(tried);
          expect(held).toBeLessThanOrEqual(bound);
          expect(tried.length).toBeLessThanOrEqual(
            4 + Math.ceil(Math.log2(Math.log(to / from) / Math.log(1.01) + 1)),
          );
          if (notHeld === null) return held === to;
          // Four figures are the finest that is tried.
          return notHeld > bound && notHeld / (held ?? 0) <= 1 + Math.max(resolution, 0.003);
        },
      ),
    );
  });
});
