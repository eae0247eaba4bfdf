import { comparePositions } from './position.ts';
import type { Position } from './position.ts';

/** Entries in the order of their positions, oldest first. Finding is logarithmic, adding at the end constant. */
export class Timeline<T extends Position> {
  readonly #entries: T[] = [];

  get length(): number {
    return this.#entries.length;
  }

  at(index: number): T | undefined {
    return this.#entries[index];
  }

  /** The entries from `start` up to, but without, `end`; oldest first. */
  slice(start: number, end: number): T[] {
    return this.#entries.slice(start, end);
  }

  /** How many entries stand before `position`, whether or not anything stands there itself. */
  countBefore(position: Position): number {
    let low = 0;
    let high = this.#entries.length;
    // Most look-ups ask about the newest entry: those cost one comparison.
    const last = this.#entries[high - 1];
    if (last === undefined || comparePositions(last, position) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePositions(this.#entries[middle] as T, position) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many entries stand at `position` or before it. */
  countThrough(position: Position): number {
    const index = this.countBefore(position);
    const entry = this.#entries[index];
    return entry !== undefined && comparePositions(entry, position) === 0 ? index + 1 : index;
  }

  add(entry: T): void {
    const index = this.countBefore(entry);
    if (index === this.#entries.length) this.#entries.push(entry);
    else this.#entries.splice(index, 0, entry);
  }

  /** Removes the entry that stands at this position; false when none does. */
  remove(position: Position): boolean {
    const index = this.countBefore(position);
    const entry = this.#entries[index];
    if (entry === undefined || comparePositions(entry, position) !== 0) return false;
    this.#entries.splice(index, 1);
    return true;
  }
}
