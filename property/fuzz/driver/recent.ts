/**
 * The latest requests of a process, for when it turns out to have grown. They are kept as the bytes that were
 * written: as many texts would be moved again and again by a garbage collector for which all else is short-lived.
 */
export class RecentRequests {
  readonly #most: number;
  readonly #batches: { readonly bytes: Buffer; readonly count: number }[] = [];
  #count = 0;

  /** @param most keeps at least so many, or all if there were fewer. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param bytes lines, each a request behind its id: `{"id":7,…}`. They are not copied. */
  add(bytes: Buffer, count: number): void {
    this.#batches.push({ bytes, count });
    this.#count += count;
    for (let first = this.#batches[0]; first !== undefined; first = this.#batches[0]) {
      if (this.#count - first.count < this.#most) return;
      this.#batches.shift();
      this.#count -= first.count;
    }
  }

  /** All that is kept, without ids and braces, the latest last. */
  list(): string[] {
    return this.#batches.flatMap(({ bytes }) =>
      bytes
        .toString('utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => line.slice(line.indexOf(',') + 1, -1)),
    );
  }
}
