import type { RecordInMaking, RequestRecord } from '../records.ts';

/** Bytes that are looked for. Four at a time are compared, at whatever place they stand. */
const runOf = (text: string): DataView => {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  return new DataView(bytes.buffer);
};

const parts = {
  id: runOf('{"id":'),
  session: runOf(',"session":"'),
  step: runOf(',"step":"'),
  intendedMs: runOf(',"intendedMs":'),
  sentMs: runOf(',"sentMs":'),
  firstByteMs: runOf(',"firstByteMs":'),
  endMs: runOf(',"endMs":'),
  status: runOf(',"status":'),
  error: runOf(',"error":"'),
  headers: runOf(',"headers":{'),
  requestId: runOf(',"requestId":"'),
  null: runOf('null'),
  quote: runOf('"'),
  colonQuote: runOf(':"'),
};
const [space, quote, backslash, comma, point, zero, closing, ascii] = [
  0x20, 0x22, 0x5c, 0x2c, 0x2e, 0x30, 0x7d, 0x7f,
];
/** Whole numbers of so many digits are exact, and so is their quotient by a power of ten to the last bit. */
const exactDigits = 15;
/** As many of them fit into 31 bits. */
const smallDigits = 9;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, i) => 10 ** i);

/** A text as it last stood somewhere, and its bytes. */
interface Text {
  text: string;
  length: number;
  /** Its first `length` bytes. */
  known: DataView;
}

const noText = (): Text => ({ text: '', length: 0, known: new DataView(new ArrayBuffer(64)) });

/** Whether these bytes stand at a place; there must be that many. */
function standsAt(view: DataView, at: number, known: DataView, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (view.getInt32(at + i) !== known.getInt32(i)) return false;
  for (; i < length; i += 1) if (view.getUint8(at + i) !== known.getUint8(i)) return false;
  return true;
}

/** Stands in no line. */
const unopened = runOf('\n');

/** A header as it last stood at one place of the list. */
interface Place {
  readonly name: Text;
  readonly value: Text;
  /** `"name":"` */
  opening: DataView;
}

/** Thrown, and caught, within this file: the line is not as we write it. */
const unfamiliar = new Error('another form of line');

/**
 * Reads lines as the engines' records are written (`JSON.stringify`, members in the order of `RequestRecord`), several times as fast as
 * `JSON.parse`: nothing is made text of that was the same on the line before. Any other line, however right, is left to the caller.
 */
export class RecordScanner {
  #buffer: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
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
   * The record that begins at `start`.
   * @param end bytes from here on are none of it.
   * @returns null for a line of another form, and for one that is cut off.
   */
  scan(buffer: Buffer, start: number, end: number): RequestRecord | null {
    if (buffer !== this.#buffer) {
      this.#buffer = buffer;
      this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    }
    this.#at = start;
    this.#end = end;
    try {
      return this.#record();
    } catch (error) {
      if (error !== unfamiliar) throw error;
      return null;
    }
  }

  /** Where the record ended that was read last. */
  get end(): number {
    return this.#at;
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
    const record: RecordInMaking = { id, session, step, intendedMs, sentMs, firstByteMs, endMs, status };
    if (this.#accept(parts.error)) record.error = this.#text(this.#error);
    if (this.#accept(parts.headers)) record.headers = this.#headers();
    if (this.#accept(parts.requestId)) record.requestId = this.#text(this.#requestId);
    if (this.#at >= this.#end || this.#buffer[this.#at] !== closing) throw unfamiliar;
    this.#at += 1;
    return record;
  }

  #accept(part: DataView): boolean {
    const at = this.#at;
    const { byteLength } = part;
    if (at + byteLength > this.#end || !standsAt(this.#view, at, part, byteLength)) return false;
    this.#at = at + byteLength;
    return true;
  }

  #expect(part: DataView): void {
    if (!this.#accept(part)) throw unfamiliar;
  }

  #numberOrNull(): number | null {
    return this.#accept(parts.null) ? null : this.#number();
  }

  /** Digits, and decimals perhaps, as JSON writes them; no sign and no exponent. */
  #number(): number {
    const bytes = this.#buffer;
    const start = this.#at;
    const whole = this.#digits();
    const wholeDigits = this.#at - start;
    let value = whole;
    let decimals = 0;
    if (bytes[this.#at] === point) {
      this.#at += 1;
      const from = this.#at;
      const rest = this.#digits();
      decimals = this.#at - from;
      if (decimals === 0) throw unfamiliar;
      // The whole of the digits is exact, and so is its quotient to the last bit.
      if (wholeDigits + decimals <= exactDigits) {
        const power = powersOfTen[decimals] as number;
        value = (whole * power + rest) / power;
      }
    }
    const next = bytes[this.#at];
    const leadingZero = bytes[start] === zero && wholeDigits > 1;
    if (wholeDigits === 0 || leadingZero || (next !== comma && next !== closing)) throw unfamiliar;
    if (wholeDigits + decimals > exactDigits) return Number(bytes.toString('latin1', start, this.#at));
    return value;
  }

  /** As many digits as there are; of more than fifteen the value is of no use. */
  #digits(): number {
    const bytes = this.#buffer;
    const start = this.#at;
    let at = start;
    // In small whole numbers as long as they are.
    let value = 0;
    for (const end = start + smallDigits; at < end; at += 1) {
      const digit = (bytes[at] as number) - zero;
      if (!(digit >= 0 && digit <= 9)) {
        this.#at = at;
        return value;
      }
      value = (value * 10 + digit) | 0;
    }
    let large = value;
    for (; ; at += 1) {
      const digit = (bytes[at] as number) - zero;
      if (!(digit >= 0 && digit <= 9)) break;
      large = large * 10 + digit;
    }
    this.#at = at;
    return large;
  }

  /** Text without escapes, up to its closing quote, which is taken, too; the same text as last time is the same string. */
  #text(last: Text): string {
    const bytes = this.#buffer;
    const start = this.#at;
    const after = start + last.length;
    if (after < this.#end && bytes[after] === quote && standsAt(this.#view, start, last.known, last.length)) {
      this.#at = after + 1;
      return last.text;
    }
    let at = start;
    for (; bytes[at] !== quote; at += 1) {
      const byte = bytes[at] as number;
      if (at >= this.#end || byte === backslash || byte > ascii || byte < space) throw unfamiliar;
    }
    this.#at = at + 1;
    last.text = bytes.toString('latin1', start, at);
    last.length = at - start;
    this.#keep(last, start);
    return last.text;
  }

  #keep(last: Text, start: number): void {
    const { length } = last;
    if (length > last.known.byteLength) last.known = new DataView(new ArrayBuffer(2 * length));
    const [view, { known }] = [this.#view, last];
    let i = 0;
    for (; i + 4 <= length; i += 4) known.setInt32(i, view.getInt32(start + i));
    for (; i < length; i += 1) known.setUint8(i, view.getUint8(start + i));
  }

  /** The object of the line before where nothing changed, its likeness where only values did. */
  #headers(): Record<string, string> {
    const before = this.#known;
    this.#known = null;
    let sameNames = true;
    let sameValues = true;
    let count = 0;
    if (this.#buffer[this.#at] === closing) this.#at += 1;
    else {
      for (let next = comma; next === comma; count += 1) {
        const place = (this.#places[count] ??= { name: noText(), value: noText(), opening: unopened });
        if (!this.#accept(place.opening)) {
          this.#name(place);
          sameNames = false;
        }
        const valueBefore = place.value.text;
        sameValues = this.#text(place.value) === valueBefore && sameValues;
        next = this.#buffer[this.#at] as number;
        this.#at += 1;
        if (next !== comma && next !== closing) throw unfamiliar;
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

  #name(place: Place): void {
    // Should this line be left off here, the next one reads the name again.
    place.opening = unopened;
    this.#expect(parts.quote);
    const name = this.#text(place.name);
    this.#expect(parts.colonQuote);
    // As a name of a member it does something else.
    if (name === '__proto__') throw unfamiliar;
    place.opening = runOf(`"${name}":"`);
  }
}
