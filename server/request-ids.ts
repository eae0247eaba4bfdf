import type { RandomStream } from '../support/random.ts';

/** An odd factor, so that multiplying by it visits all 2^32 numbers before any comes again (Knuth). */
const stride = 0x9e3779b1;

/**
 * Makes request ids: `req_` and 32 hexadecimal digits, of which 24 are the source's own and 8 a scrambled count.
 * Each is made for one answer, so making it is cheap; 2^32 of them differ.
 */
export function createRequestIds(stream: RandomStream): () => string {
  const prefix = `req_${stream.hex(24)}`;
  let count = stream.uint32();
  return () => {
    count = (count + 1) >>> 0;
    return prefix + (Math.imul(count, stride) >>> 0).toString(16).padStart(8, '0');
  };
}
