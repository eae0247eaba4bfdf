const slabBytes = 65_536;
const largestSlice = slabBytes / 4;

/**
 * Gives out uninitialised memory in slices of larger pieces, for bodies that live as long as it takes to send them:
 * memory that comes by the piece costs half of what memory by the body does. Slices never overlap; a piece goes
 * when its last slice has gone.
 */
export class Slab {
  #piece = Buffer.allocUnsafeSlow(slabBytes);
  #used = 0;

  /** @param bytes the exact length; large ones get memory of their own. */
  allocate(bytes: number): Buffer<ArrayBuffer> {
    if (bytes > largestSlice) return Buffer.allocUnsafeSlow(bytes);
    if (this.#used + bytes > slabBytes) {
      this.#piece = Buffer.allocUnsafeSlow(slabBytes);
      this.#used = 0;
    }
    const slice = this.#piece.subarray(this.#used, this.#used + bytes);
    this.#used += bytes;
    return slice;
  }
}
