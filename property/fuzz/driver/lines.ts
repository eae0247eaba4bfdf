/** Splits a stream of UTF-8 into lines, without holding more of an unended line than it is allowed. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #onTooLong: () => void;
  readonly #longest: number;
  #held: Buffer[] = [];
  #heldBytes = 0;

  /** @param longest bytes of the longest line; beyond it `onTooLong` is called and the line is let go. */
  constructor(longest: number, onLine: (line: string) => void, onTooLong: () => void) {
    this.#longest = longest;
    this.#onLine = onLine;
    this.#onTooLong = onTooLong;
  }

  push(chunk: Buffer): void {
    const last = chunk.lastIndexOf(0x0a);
    if (last === -1) return this.#hold(chunk);
    const whole = this.#held.length === 0 ? chunk.subarray(0, last) : this.#join(chunk.subarray(0, last));
    // One decoding for all lines of a chunk: decoding them one by one costs more than parsing them.
    for (const line of whole.toString('utf8').split('\n'))
      if (line !== '' && line !== '\r') this.#onLine(line);
    if (last + 1 < chunk.length) this.#hold(chunk.subarray(last + 1));
  }

  #join(end: Buffer): Buffer {
    const whole = Buffer.concat([...this.#held, end]);
    this.#held = [];
    this.#heldBytes = 0;
    return whole;
  }

  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    if (this.#heldBytes <= this.#longest) this.#held.push(part);
    else {
      this.#held = [];
      this.#onTooLong();
    }
  }
}
