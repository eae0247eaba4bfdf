/**
 * Sets of phases of a window, as arcs (from, to] of a circle of length W: a phase is where a window begins, modulo W.
 */
export interface Arc {
  /** Exclusive. */
  readonly fromUs: number;
  /** Inclusive. */
  readonly toUs: number;
}

/** Gathers stretches (lo, hi] of window starts, and folds them onto the circle. */
export class ArcSet {
  readonly #windowUs: number;
  #from: Float64Array<ArrayBuffer> = new Float64Array(64);
  #to: Float64Array<ArrayBuffer> = new Float64Array(64);
  #length = 0;
  #whole = false;

  constructor(windowUs: number) {
    this.#windowUs = windowUs;
  }

  /** Adds the phases of all window starts in (lo, hi]; nothing when that is empty. */
  add(loUs: number, hiUs: number): void {
    if (!(hiUs > loUs) || this.#whole) return;
    if (hiUs - loUs >= this.#windowUs) {
      this.#whole = true;
      return;
    }
    const from = modulo(loUs, this.#windowUs);
    const to = from + (hiUs - loUs);
    if (to <= this.#windowUs) this.#push(from, to);
    else {
      this.#push(from, this.#windowUs);
      this.#push(0, to - this.#windowUs);
    }
  }

  #push(from: number, to: number): void {
    if (this.#length === this.#from.length) {
      // Merging first keeps many arcs that cover each other from taking memory.
      this.#compact();
      if (this.#length > this.#from.length / 2) this.#grow();
    }
    this.#from[this.#length] = from;
    this.#to[this.#length] = to;
    this.#length += 1;
  }

  #grow(): void {
    const from = new Float64Array(this.#from.length * 2);
    const to = new Float64Array(from.length);
    from.set(this.#from);
    to.set(this.#to);
    this.#from = from;
    this.#to = to;
  }

  #compact(): void {
    const order = Uint32Array.from({ length: this.#length }, (_, i) => i).toSorted(
      (a, b) => (this.#from[a] as number) - (this.#from[b] as number),
    );
    const from = new Float64Array(this.#from.length);
    const to = new Float64Array(this.#from.length);
    let kept = 0;
    for (const i of order) {
      const [start, end] = [this.#from[i] as number, this.#to[i] as number];
      if (kept > 0 && start <= (to[kept - 1] as number)) to[kept - 1] = Math.max(to[kept - 1] as number, end);
      else {
        from[kept] = start;
        to[kept] = end;
        kept += 1;
      }
    }
    this.#from = from;
    this.#to = to;
    this.#length = kept;
  }

  /** What no arc covers, in order, as arcs (from, to] within (0, W]; the whole circle when nothing was added. */
  complement(): Arc[] {
    if (this.#whole) return [];
    this.#compact();
    const gaps: Arc[] = [];
    let reachedUs = 0;
    for (let i = 0; i < this.#length; i += 1) {
      const start = this.#from[i] as number;
      if (start > reachedUs) gaps.push({ fromUs: reachedUs, toUs: start });
      reachedUs = Math.max(reachedUs, this.#to[i] as number);
    }
    if (reachedUs < this.#windowUs) gaps.push({ fromUs: reachedUs, toUs: this.#windowUs });
    return gaps;
  }
}

/** The remainder in [0, length), also of negative numbers. */
export const modulo = (value: number, length: number): number => ((value % length) + length) % length;
