/** A first-in, first-out queue of times that grows as it fills, never beyond `capacity`. */
export class TimeRing {
  readonly #capacity: number;
  #slots = new Float64Array(8);
  #first = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#length;
  }

  /** Slots held in memory: never more than twice the most that was ever queued at once, or eight. */
  get allocated(): number {
    return this.#slots.length;
  }

  /** The time at `index`, counted from the oldest. */
  at(index: number): number {
    if (index < 0 || index >= this.#length) throw new RangeError(`no time at ${index} of ${this.#length}`);
    return this.#slots[(this.#first + index) % this.#slots.length] as number;
  }

  push(timeMs: number): void {
    if (this.#length >= this.#capacity) throw new RangeError(`more than ${this.#capacity} times`);
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[(this.#first + this.#length) % this.#slots.length] = timeMs;
    this.#length += 1;
  }

  /** Removes the oldest time. */
  shift(): void {
    if (this.#length === 0) throw new RangeError('no time to remove');
    this.#first = (this.#first + 1) % this.#slots.length;
    this.#length -= 1;
  }

  #grow(): void {
    const larger = new Float64Array(Math.min(this.#slots.length * 2, Math.max(this.#capacity, 8)));
    for (let i = 0; i < this.#length; i += 1) larger[i] = this.at(i);
    this.#slots = larger;
    this.#first = 0;
  }
}
