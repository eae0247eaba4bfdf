/**
 * A fast stream of random numbers, seeded anew for every value (sfc32 by Chris Doty-Humphrey, PractRand). Unlike
 * the streams of datasets it is keyed by two numbers alone, for fast-check's generator stands above it.
 */
export class Source {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** Begins the stream of the two numbers, 32 bits each. */
  seed(first: number, second: number): this {
    this.#a = first | 0;
    this.#b = second | 0;
    this.#c = Math.imul(first ^ 0x9e3779b9, 0x85ebca6b) ^ second;
    this.#counter = 1;
    for (let i = 0; i < 8; i += 1) this.uint32();
    return this;
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** An integer in [0, count); `count` is from 1 to 2^32. */
  below(count: number): number {
    return Math.floor((this.uint32() / 4_294_967_296) * count);
  }

  /** An integer in [min, max], both included, up to 53 bits apart. */
  int(min: number, max: number): number {
    const span = max - min + 1;
    if (span <= 4_294_967_296) return min + this.below(span);
    const unit = ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 2 ** 53;
    return Math.min(max, min + Math.floor(unit * span));
  }

  /** True once in `count` times. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}
