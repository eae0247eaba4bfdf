import { remember } from './memo.ts';

/**
 * Random streams keyed by path, not by call order: `createStream(42, 'thread', 7, 'item', 3)` is the same
 * stream whatever was drawn before it, on any machine. Making one costs a short hash, drawing costs a few
 * 32-bit additions. The numbers a path yields are a promise: changing this file changes every dataset.
 */
export type PathPart = string | number;

/** A deterministic source of numbers. All methods draw from one sequence. */
export interface RandomStream {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A float in [0, 1) with 32 bits of resolution. */
  float(): number;
  /** An integer in [min, max], both included. */
  int(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element; throws on an empty list. */
  pick<T>(list: readonly T[]): T;
  /** `digits` lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** The stream of a path below this one; independent of what was drawn here. */
  at(...path: PathPart[]): RandomStream;
}

const byteHex: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** The eight digits of a number of 32 bits, from a table: a dataset has more of them than of anything else. */
export const hex8 = (value: number): string =>
  `${byteHex[value >>> 24]}${byteHex[(value >>> 16) & 255]}${byteHex[(value >>> 8) & 255]}${byteHex[value & 255]}`;

/** One round of murmur3's 32-bit mixing of `value` into `hash`. */
function mix(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Murmur3's finaliser: every input bit reaches every output bit. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const readCodes = (text: string): Uint16Array =>
  Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
const knownCodes = remember(readCodes);

/** UTF-16 code units. Names in paths are short and few, and reading them letter by letter would cost more than all else here. */
const codesOf = (text: string): Uint16Array => (text.length > 32 ? readCodes(text) : knownCodes(text));

/** Four lanes that take in a path, part by part. Plain 32-bit integers throughout: this runs for every few items. */
class Key {
  a: number;
  b: number;
  c: number;
  d: number;

  constructor(a: number, b: number, c: number, d: number) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /** Takes in one part; strings and numbers with the same digits differ. */
  absorb(part: PathPart): void {
    let { a, b, c, d } = this;
    if (typeof part === 'number') {
      const low = part | 0;
      const high = Math.floor(part / 4_294_967_296) | 0;
      // Lanes start from different constants, so one value stirs each of them differently.
      a = mix(mix(a, low), high ^ 0x6e756d);
      b = mix(mix(b, high ^ 0x51ed27), low);
      c = mix(c, low ^ a);
      d = mix(d, high ^ b);
    } else {
      const codes = codesOf(part);
      for (let i = 0; i < codes.length; i += 1) {
        const code = codes[i] as number;
        a = mix(a, code);
        b = mix(b, code ^ 0x9e37);
      }
      c = mix(c, a ^ part.length);
      d = mix(d, b ^ 0x737472);
    }
    this.a = mix(a, d);
    this.b = mix(b, a);
    this.c = mix(c, b);
    this.d = mix(d, c);
  }

  /** The key of a path below this one. */
  at(path: readonly PathPart[]): Key {
    const key = new Key(this.a, this.b, this.c, this.d);
    for (let i = 0; i < path.length; i += 1) key.absorb(path[i] as PathPart);
    return key;
  }
}

const origin = new Key(0x243f6a88, 0x85a308d3 | 0, 0x13198a2e, 0x03707344);

class Sfc32 implements RandomStream {
  readonly #key: Key;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(key: Key) {
    this.#key = key;
    // Signed, as all that follows: an integer beyond 31 bits would be stored as a float.
    this.#a = finish(key.a ^ key.d) | 0;
    this.#b = finish(key.b ^ key.a) | 0;
    this.#c = finish(key.c ^ key.b) | 0;
    // sfc32 (Chris Doty-Humphrey, PractRand) needs a few rounds before close keys drift apart.
    for (let i = 0; i < 6; i += 1) this.uint32();
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  float(): number {
    return this.uint32() / 4_294_967_296;
  }

  int(min: number, max: number): number {
    const span = max - min + 1;
    if (!(span >= 1)) throw new RangeError(`int(${min}, ${max}): max is below min`);
    // Beyond 2^32 one draw no longer reaches every value, so two are joined into 53 bits.
    const unit =
      span <= 4_294_967_296
        ? this.float()
        : ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 2 ** 53;
    return min + Math.floor(unit * span);
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('pick: the list is empty');
    return list[Math.floor(this.float() * list.length)] as T;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += hex8(this.uint32());
    return text.length === digits ? text : text.slice(0, digits);
  }

  at(...path: PathPart[]): RandomStream {
    return new Sfc32(this.#key.at(path));
  }
}

/**
 * The random stream of a path.
 * @param seed a whole number; streams of different seeds are unrelated.
 * @param path names and numbers that say what the stream is for.
 * @example createStream(42, 'thread', 7, 'item', 3).int(1, 6)
 */
export function createStream(seed: number, ...path: PathPart[]): RandomStream {
  const key = origin.at([seed]);
  for (const part of path) key.absorb(part);
  return new Sfc32(key);
}
