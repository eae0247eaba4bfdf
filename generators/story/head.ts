import type { RandomStream } from '../../support/random.ts';
import { stampInto } from '../identity.ts';
import type { LineBlock } from '../line-block.ts';

const encoder = new TextEncoder();
const digits = '0'.repeat(32);
const idAt = '{"id":"cti_'.length;

/** Of ten digits, as all seconds from 2001 to 2286 are. */
const tenDigits = { from: 1_000_000_000, to: 9_999_999_999 } as const;

/**
 * What all items of a thread begin with. The bytes are made once; an item changes its digits and copies them.
 *
 *     {"id":"cti_ 32 digits, scope ","created_at": 10 digits ,"object":"chatkit.thread_item","thread_id":"…"
 */
export class Head {
  readonly #threadId: string;
  readonly #scope: string;
  readonly #bytes: Uint8Array;
  readonly #secondsAt: number;

  /** @param threadId as text of JSON. */
  constructor(threadId: string, scope: string) {
    this.#threadId = threadId;
    this.#scope = scope;
    this.#bytes = encoder.encode(this.#text(tenDigits.from));
    this.#secondsAt = idAt + digits.length + scope.length + '","created_at":'.length;
  }

  #text(seconds: number): string {
    return `{"id":"cti_${digits}${this.#scope}","created_at":${seconds},"object":"chatkit.thread_item","thread_id":"${this.#threadId}"`;
  }

  write(block: LineBlock, stream: RandomStream, timeMs: number): void {
    const seconds = Math.floor(timeMs / 1000);
    const isUsual = seconds >= tenDigits.from && seconds <= tenDigits.to;
    const bytes = isUsual ? this.#bytes : encoder.encode(this.#text(seconds));
    stampInto(bytes, idAt, stream, timeMs);
    if (isUsual) {
      let rest = seconds;
      for (let at = this.#secondsAt + 9; at >= this.#secondsAt; at -= 1) {
        const tens = Math.floor(rest / 10);
        bytes[at] = 0x30 + rest - tens * 10;
        rest = tens;
      }
    }
    block.paste(bytes);
  }
}
