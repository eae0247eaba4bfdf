import type { Plan } from '../plan.ts';
import type { Source } from '../source.ts';
import { drawLength } from './list.ts';
import { putField } from './object.ts';
import { shorter } from './shorter.ts';

type Entries<T> = Record<string, T>;

/** Objects whose names are the caller's, as many as there may be at most. */
export function mapPlan<T>(name: Plan<string>, value: Plan<T>, most: number): Plan<Entries<T>> {
  function make(source: Source): Entries<T> {
    const map: Entries<T> = {};
    const length = drawLength(source, most);
    for (let i = 0; i < length; i += 1) putField(map, name.make(source), value.make(source));
    // Names that were there already leave room; an exact maximum is an edge.
    if (length === most) fill(map, source);
    return map;
  }

  function fill(map: Entries<T>, source: Source): void {
    let size = Object.keys(map).length;
    for (let i = 0; size < most && i < most; i += 1) {
      // One character, for no bound is shorter.
      const free = String.fromCharCode(0x30 + i);
      if (Object.hasOwn(map, free)) continue;
      putField(map, free, value.make(source));
      size += 1;
    }
  }

  function* shrink(map: Entries<T>): Generator<Entries<T>, void, undefined> {
    const entries = Object.entries(map);
    if (entries.length === 0) return;
    yield {};
    for (const rest of shorter(entries, 1)) yield Object.fromEntries(rest);
    for (const [index, [key, each]] of entries.entries()) {
      for (const plainer of value.shrink(each)) yield Object.fromEntries(entries.with(index, [key, plainer]));
      for (const plainer of name.shrink(key))
        if (!Object.hasOwn(map, plainer)) yield Object.fromEntries(entries.with(index, [plainer, each]));
    }
  }

  return {
    make,
    accepts: (candidate): candidate is Entries<T> =>
      typeof candidate === 'object' &&
      candidate !== null &&
      !Array.isArray(candidate) &&
      Object.keys(candidate).length <= most &&
      Object.entries(candidate).every(([key, each]) => name.accepts(key) && value.accepts(each)),
    minimal: () => ({}),
    shrink,
    ensure(map, [step, ...steps], fresh) {
      if (step === undefined) return map;
      if (step !== '.*' || most === 0) return undefined;
      const [first = [fresh(name), fresh(value)] as const, ...rest] = Object.entries(map);
      const ensured = value.ensure(first[1], steps, fresh);
      return ensured === undefined ? undefined : Object.fromEntries([[first[0], ensured], ...rest]);
    },
    measure(map, into) {
      for (const [key, each] of Object.entries(map)) {
        into.parts += 1;
        name.measure(key, into);
        value.measure(each, into);
      }
    },
  };
}
