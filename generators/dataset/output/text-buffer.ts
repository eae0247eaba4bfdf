/** Characters that are joined before they are encoded. */
const joinChars = 16 * 1024;

/**
 * Text as UTF-8 in one block of memory that grows as needed and is handed on without a copy. A block that is given
 * back is filled again, so that a run needs the same few all the time.
 */
export class TextBuffer {
  #bytes: Buffer<ArrayBuffer>;
  #length = 0;
  #pending = '';

  constructor(block?: ArrayBuffer) {
    this.#bytes = block === undefined ? Buffer.allocUnsafeSlow(256 * 1024) : Buffer.from(block);
  }

  add(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= joinChars) this.#encode();
  }

  /** Yields all bytes. The buffer is not to be used afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#encode();
    return this.#bytes.subarray(0, this.#length);
  }

  #encode(): void {
    // A UTF-16 unit takes three bytes at most.
    const needed = this.#length + this.#pending.length * 3;
    if (needed > this.#bytes.length) {
      // Not from the shared pool: the memory of a block must be its own to be handed to another thread.
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(this.#pending, this.#length);
    this.#pending = '';
  }
}
