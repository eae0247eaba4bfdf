/**
 * Where deleted entries stood, so that a cursor outlives its entry. Memory is bounded: only the most recently
 * deleted are remembered, and a cursor older than that is one that was never seen.
 */
export class Tombstones<T> {
  readonly #capacity: number;
  readonly #stones = new Map<string, T>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#stones.size;
  }

  get(key: string): T | undefined {
    return this.#stones.get(key);
  }

  /** Remembers a deleted entry, forgetting the one deleted longest ago when there are too many. */
  add(key: string, stone: T): void {
    this.#stones.delete(key);
    this.#stones.set(key, stone);
    if (this.#stones.size <= this.#capacity) return;
    const [oldest] = this.#stones.keys();
    if (oldest !== undefined) this.#stones.delete(oldest);
  }
}
