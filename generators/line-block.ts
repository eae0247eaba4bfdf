/** Room that a block has at first: as much as a short thread needs, for many are made only to be read. */
const firstBytes = 16 * 1024;

/**
 * Lines of UTF-8 in one block of memory that grows as needed, and is filled again and again. Pasting bytes is several times faster than joining
 * strings, which have to be made, joined, encoded and collected.
 */
export class LineBlock {
  #bytes = Buffer.allocUnsafe(firstBytes);
  #length = 0;
  #entries = 0;
  readonly #before: string;
  #isContinued = false;

  /** @param before what stands before every entry but the first. */
  constructor(before = '') {
    this.#before = before;
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Lines that were begun. */
  get entries(): number {
    return this.#entries;
  }

  /** What was written; valid until the block is written to again. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  toString(): string {
    return this.#bytes.toString('utf8', 0, this.#length);
  }

  /** Begins the line of an entry. */
  begin(): void {
    if (this.#isContinued && this.#before !== '') this.text(this.#before);
    this.#isContinued = true;
    this.#entries += 1;
  }

  /** Ends a line. */
  end(): void {
    this.#reserve(1);
    this.#bytes[this.#length] = 0x0a;
    this.#length += 1;
  }

  /** A line with an entry. */
  add(entry: string): void {
    this.begin();
    this.text(entry);
    this.end();
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.goOn();
    this.#isContinued = false;
  }

  /** Goes on after what was written, in the same memory. */
  goOn(): void {
    this.#length = 0;
    this.#entries = 0;
  }

  /** Some bytes. */
  paste(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#reserve(length);
    const target = this.#bytes;
    const from = this.#length;
    // A call costs as much as some fifteen bytes one by one.
    if (length > 15) target.set(bytes, from);
    else for (let at = 0; at < length; at += 1) target[from + at] = bytes[at] as number;
    this.#length = from + length;
  }

  /** A text as it is: nothing in it is escaped. */
  text(text: string): void {
    const { length } = text;
    // A UTF-16 unit takes three bytes at most.
    this.#reserve(length * 3);
    // A call costs as much as some fifteen characters one by one.
    if (length > 15) {
      this.#length += this.#bytes.write(text, this.#length);
      return;
    }
    const target = this.#bytes;
    const from = this.#length;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) {
        this.#length += target.write(text, from);
        return;
      }
      target[from + at] = code;
    }
    this.#length = from + length;
  }

  /** A number as JSON writes it. */
  number(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > 0x7fff_ffff) {
      this.text(String(value));
      return;
    }
    let digits = 1;
    for (let bound = 10; value >= bound; bound *= 10) digits += 1;
    this.#reserve(digits);
    const target = this.#bytes;
    let rest = value;
    for (let at = this.#length + digits - 1; at >= this.#length; at -= 1) {
      const tens = (rest / 10) | 0;
      target[at] = 0x30 + rest - tens * 10;
      rest = tens;
    }
    this.#length += digits;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
