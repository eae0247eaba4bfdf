import type { RandomStream } from '../../support/random.ts';
import { stampInto, viewOf } from '../identity.ts';
import type { LineBlock } from '../line-block.ts';

const digits = '0'.repeat(32);
const idAt = '{"id":"cti_'.length;

/** Of ten digits, as all seconds from 2001 to 2286 are. */
const tenDigits = { from: 1_000_000_000, to: 9_999_999_999 } as const;

/** Writes the last digits of a whole number below 2^31, from the last one on. */
function digitsInto(bytes: Uint8Array, last: number, value: number, count: number): void {
  let rest = value | 0;
  for (let at = last; at > last - count; at -= 1) {
    const tens = (rest / 10) | 0;
    bytes[at] = 0x30 + rest - tens * 10;
    rest = tens;
  }
}

/** One that is not in use: memory of its own for each thread would be freed only when much of it has come together. */
let spare: Head | undefined;

/**
 * What all items of a thread begin with. The bytes are made once; an item changes its digits and copies them.
 *
 *     {"id":"cti_ 32 digits, scope ","created_at": 10 digits ,"object":"chatkit.thread_item","thread_id":"…"
 */
export class Head {
  #threadId = '';
  #scope = '';
  #bytes = Buffer.alloc(0);
  #view = viewOf(this.#bytes);
  #secondsAt = 0;
  /** All but the last five digits of the seconds that were written last. */
  #front = 0;

  /** @param threadId as text of JSON. */
  static of(threadId: string, scope: string): Head {
    const head = spare ?? new Head();
    spare = undefined;
    head.#begin(threadId, scope);
    return head;
  }

  /** When a thread is told, the next one may have its head. */
  static giveBack(head: Head): void {
    spare = head;
  }

  #begin(threadId: string, scope: string): void {
    this.#threadId = threadId;
    this.#scope = scope;
    this.#front = 0;
    this.#secondsAt = idAt + digits.length + scope.length + '","created_at":'.length;
    const text = this.#text(tenDigits.from);
    // Most ids are of one length.
    if (Buffer.byteLength(text) === this.#bytes.length) {
      this.#bytes.write(text);
      return;
    }
    this.#bytes = Buffer.from(text);
    this.#view = viewOf(this.#bytes);
  }

  #text(seconds: number): string {
    return `{"id":"cti_${digits}${this.#scope}","created_at":${seconds},"object":"chatkit.thread_item","thread_id":"${this.#threadId}"`;
  }

  write(block: LineBlock, stream: RandomStream, timeMs: number): void {
    const seconds = Math.floor(timeMs / 1000);
    const isUsual = seconds >= tenDigits.from && seconds <= tenDigits.to;
    const bytes = isUsual ? this.#bytes : Buffer.from(this.#text(seconds));
    stampInto(isUsual ? this.#view : viewOf(bytes), idAt, stream, timeMs);
    if (isUsual) {
      // The items of a thread are hours apart at most, so that the digits in front are mostly there already.
      const front = Math.floor(seconds / 100_000);
      const last = this.#secondsAt + 9;
      if (front !== this.#front) {
        this.#front = front;
        digitsInto(bytes, last - 5, front, 5);
      }
      digitsInto(bytes, last, seconds - front * 100_000, 5);
    }
    block.paste(bytes);
  }
}
