import type { RequestRecord } from '../records.ts';

type Writable = { -readonly [Name in keyof RequestRecord]: RequestRecord[Name] };

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

const parts = {
  id: bytesOf('{"id":'),
  session: bytesOf(',"session":"'),
  step: bytesOf(',"step":"'),
  intendedMs: bytesOf(',"intendedMs":'),
  sentMs: bytesOf(',"sentMs":'),
  firstByteMs: bytesOf(',"firstByteMs":'),
  endMs: bytesOf(',"endMs":'),
  status: bytesOf(',"status":'),
  error: bytesOf(',"error":"'),
  headers: bytesOf(',"headers":{'),
  requestId: bytesOf(',"requestId":"'),
  null: bytesOf('null'),
  quote: bytesOf('"'),
  colonQuote: bytesOf(':"'),
};
const [space, quote, backslash, comma, point, zero, nine, closing, ascii] = [
  0x20, 0x22, 0x5c, 0x2c, 0x2e, 0x30, 0x39, 0x7d, 0x7f,
];
/** Whole numbers of so many digits are exact, and so is their quotient by a power of ten to the last bit. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, i) => 10 ** i);

/** A text as it last stood somewhere, and its bytes. */
interface Text {
  text: string;
  length: number;
  /** Its first `length` bytes. */
  bytes: Uint8Array;
}

const noText = (): Text => ({ text: '', length: 0, bytes: new Uint8Array(64) });

/** A header as it last stood at one place of the list. */
interface Place {
  readonly name: Text;
  readonly value: Text;
}

/** Thrown, and caught, within this file: the line is not as we write it. */
const unfamiliar = new Error('another form of line');

/**
 * Reads lines as the engines' records are written (`JSON.stringify`, members in the order of `RequestRecord`), several times as fast as
 * `JSON.parse`: nothing is made text of that was the same on the line before. Any other line, however right, is left to the caller.
 */
export class RecordScanner {
  #bytes: Uint8Array = new Uint8Array();
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  readonly #session = noText();
  readonly #step = noText();
  readonly #error = noText();
  readonly #requestId = noText();
  readonly #places: Place[] = [];
  /** The headers of the line before, and how many they are; null where it was not read to its end. */
  #known: Record<string, string> | null = null;
  #count = 0;

  /**
   * The record in `[start, end)`, a line without its end.
   * @returns null for a line of another form.
   */
  scan(buffer: Buffer, start: number, end: number): RequestRecord | null {
    this.#bytes = buffer;
    this.#buffer = buffer;
    this.#at = start;
    this.#end = end;
    try {
      return this.#record();
    } catch (error) {
      if (error !== unfamiliar) throw error;
      return null;
    }
  }

  #record(): RequestRecord {
    this.#expect(parts.id);
    const id = this.#number();
    this.#expect(parts.session);
    const session = this.#text(this.#session);
    this.#expect(parts.step);
    const step = this.#text(this.#step);
    this.#expect(parts.intendedMs);
    const intendedMs = this.#numberOrNull();
    this.#expect(parts.sentMs);
    const sentMs = this.#numberOrNull();
    this.#expect(parts.firstByteMs);
    const firstByteMs = this.#numberOrNull();
    this.#expect(parts.endMs);
    const endMs = this.#numberOrNull();
    this.#expect(parts.status);
    const status = this.#numberOrNull();
    const record: Writable = { id, session, step, intendedMs, sentMs, firstByteMs, endMs, status };
    if (this.#accept(parts.error)) record.error = this.#text(this.#error);
    if (this.#accept(parts.headers)) record.headers = this.#headers();
    if (this.#accept(parts.requestId)) record.requestId = this.#text(this.#requestId);
    if (this.#at !== this.#end - 1 || this.#bytes[this.#at] !== closing) throw unfamiliar;
    return record;
  }

  #accept(part: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < part.length; i += 1) if (bytes[at + i] !== part[i]) return false;
    this.#at = at + part.length;
    return true;
  }

  #expect(part: Uint8Array): void {
    if (!this.#accept(part)) throw unfamiliar;
  }

  #numberOrNull(): number | null {
    return this.#accept(parts.null) ? null : this.#number();
  }

  /** Digits, and decimals perhaps, as JSON writes them; no sign and no exponent. */
  #number(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let value = 0;
    let decimalsFrom = -1;
    for (; ; at += 1) {
      const byte = bytes[at] as number;
      if (byte >= zero && byte <= nine) value = value * 10 + (byte - zero);
      else if (byte === point && decimalsFrom < 0 && at > start) decimalsFrom = at + 1;
      else break;
    }
    this.#at = at;
    const next = bytes[at];
    const digits = at - start - (decimalsFrom < 0 ? 0 : 1);
    const leadingZero = bytes[start] === zero && (bytes[start + 1] as number) !== point && digits > 1;
    if (digits === 0 || decimalsFrom === at || leadingZero || (next !== comma && next !== closing))
      throw unfamiliar;
    if (digits > exactDigits) return Number(this.#buffer.toString('latin1', start, at));
    return decimalsFrom < 0 ? value : value / (powersOfTen[at - decimalsFrom] as number);
  }

  /** Text without escapes, up to its closing quote, which is taken, too; the same text as last time is the same string. */
  #text(last: Text): string {
    const bytes = this.#bytes;
    const start = this.#at;
    const { length } = last;
    let known = last.bytes;
    let at = start;
    for (let i = 0; i < length && bytes[at] === known[i]; i += 1) at += 1;
    if (at - start === length && bytes[at] === quote) {
      this.#at = at + 1;
      return last.text;
    }
    for (; bytes[at] !== quote; at += 1) {
      const byte = bytes[at] as number;
      if (at >= this.#end || byte === backslash || byte > ascii || byte < space) throw unfamiliar;
    }
    this.#at = at + 1;
    last.text = this.#buffer.toString('latin1', start, at);
    last.length = at - start;
    if (last.length > known.length) known = last.bytes = new Uint8Array(2 * last.length);
    for (let i = 0; i < last.length; i += 1) known[i] = bytes[start + i] as number;
    return last.text;
  }

  /** The object of the line before where nothing changed, its likeness where only values did. */
  #headers(): Record<string, string> {
    const before = this.#known;
    this.#known = null;
    let sameNames = true;
    let sameValues = true;
    let count = 0;
    if (this.#bytes[this.#at] === closing) this.#at += 1;
    else {
      for (let next = comma; next === comma; count += 1) {
        const place = (this.#places[count] ??= { name: noText(), value: noText() });
        const [nameBefore, valueBefore] = [place.name.text, place.value.text];
        this.#expect(parts.quote);
        sameNames = this.#text(place.name) === nameBefore && sameNames;
        this.#expect(parts.colonQuote);
        sameValues = this.#text(place.value) === valueBefore && sameValues;
        next = this.#bytes[this.#at] as number;
        this.#at += 1;
        if ((next !== comma && next !== closing) || place.name.text === '__proto__') throw unfamiliar;
      }
    }
    sameNames &&= before !== null && count === this.#count;
    this.#count = count;
    if (before !== null && sameNames && sameValues) return (this.#known = before);
    const headers: Record<string, string> = sameNames ? { ...before } : {};
    for (let i = 0; i < count; i += 1) {
      const { name, value } = this.#places[i] as Place;
      headers[name.text] = value.text;
    }
    return (this.#known = headers);
  }
}
