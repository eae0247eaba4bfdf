import { readAsks, writeAsks, writeNotes } from './ask.ts';
import type { Ask } from './ask.ts';

const slabBytes = 2 ** 20;

/** Memory for many writes. It is used again when none of them is kept any more. */
interface Slab {
  readonly bytes: Buffer;
  used: number;
  writes: number;
}

interface Kept {
  readonly bytes: Buffer;
  /** Undefined for bytes that are longer than any slab. */
  readonly slab: Slab | undefined;
}

interface Batch {
  readonly written: Kept;
  readonly notes: Kept;
  readonly count: number;
}

/**
 * The latest requests of a process, for when it turns out to have grown. They are kept as the bytes that were
 * written, in memory that is used again and again: as many texts would be moved by a garbage collector for which all
 * else is short-lived, and as many buffers would have it look for others all the time.
 */
export class RecentRequests {
  readonly #most: number;
  readonly #batches: Batch[] = [];
  readonly #free: Slab[] = [];
  #slab: Slab | undefined;
  #count = 0;

  /** @param most keeps at least so many, or all if there were fewer. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Writes requests down.
   * @returns their bytes, which stay as they are until `most` later requests were added: fewer may be under way.
   */
  add(asks: readonly Ask[], firstId: number, asLines: boolean): Buffer {
    const written = this.#keep(writeAsks(asks, firstId, asLines));
    const notes = this.#keep(writeNotes(asks));
    this.#batches.push({ written, notes, count: asks.length });
    this.#count += asks.length;
    for (let first = this.#batches[0]; first !== undefined; first = this.#batches[0]) {
      if (this.#count - first.count < this.#most) break;
      this.#batches.shift();
      this.#count -= first.count;
      this.#letGo(first.written);
      this.#letGo(first.notes);
    }
    return written.bytes;
  }

  #keep(bytes: Buffer): Kept {
    if (bytes.length > slabBytes) return { bytes: Buffer.from(bytes), slab: undefined };
    if (this.#slab === undefined || this.#slab.used + bytes.length > slabBytes) {
      const former = this.#slab;
      this.#slab = this.#free.pop() ?? { bytes: Buffer.allocUnsafeSlow(slabBytes), used: 0, writes: 0 };
      if (former?.writes === 0) this.#reuse(former);
    }
    const slab = this.#slab;
    const start = slab.used;
    slab.bytes.set(bytes, start);
    slab.used += bytes.length;
    slab.writes += 1;
    return { bytes: slab.bytes.subarray(start, slab.used), slab };
  }

  #letGo({ slab }: Kept): void {
    if (slab === undefined) return;
    slab.writes -= 1;
    if (slab.writes === 0 && slab !== this.#slab) this.#reuse(slab);
  }

  #reuse(slab: Slab): void {
    slab.used = 0;
    this.#free.push(slab);
  }

  /** All that is kept, the latest last. */
  list(): Ask[] {
    return this.#batches.flatMap(({ written, notes }) => readAsks(written.bytes, notes.bytes));
  }
}
