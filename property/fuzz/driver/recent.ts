/**
 * The latest requests of a process, for when it turns out to have grown. They are kept as bytes: as many texts would
 * be moved again and again by a garbage collector for which everything else is short-lived.
 */
export class RecentRequests {
  readonly #most: number;
  readonly #batches: { readonly bytes: Buffer; readonly count: number }[] = [];
  #count = 0;

  /** @param most keeps at least so many, or all if there were fewer. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param requests without line breaks. */
  add(requests: readonly string[]): void {
    if (requests.length === 0) return;
    this.#batches.push({ bytes: Buffer.from(requests.join('\n')), count: requests.length });
    this.#count += requests.length;
    for (let first = this.#batches[0]; first !== undefined; first = this.#batches[0]) {
      if (this.#count - first.count < this.#most) return;
      this.#batches.shift();
      this.#count -= first.count;
    }
  }

  /** All that is kept, the latest last. */
  list(): string[] {
    return this.#batches.flatMap(({ bytes }) => bytes.toString('utf8').split('\n'));
  }
}
