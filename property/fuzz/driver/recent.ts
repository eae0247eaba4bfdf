import { readAsks, writeNotes } from './ask.ts';
import type { Ask } from './ask.ts';

/**
 * The latest requests of a process, for when it turns out to have grown. They are kept as the bytes that were
 * written: as many texts would be moved again and again by a garbage collector for which all else is short-lived.
 */
export class RecentRequests {
  readonly #most: number;
  readonly #batches: { readonly bytes: Buffer; readonly notes: Buffer; readonly count: number }[] = [];
  #count = 0;

  /** @param most keeps at least so many, or all if there were fewer. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param bytes what was written for the requests. They are not copied. */
  add(bytes: Buffer, asks: readonly Ask[]): void {
    this.#batches.push({ bytes, notes: writeNotes(asks), count: asks.length });
    this.#count += asks.length;
    for (let first = this.#batches[0]; first !== undefined; first = this.#batches[0]) {
      if (this.#count - first.count < this.#most) return;
      this.#batches.shift();
      this.#count -= first.count;
    }
  }

  /** All that is kept, the latest last. */
  list(): Ask[] {
    return this.#batches.flatMap(({ bytes, notes }) => readAsks(bytes, notes));
  }
}
