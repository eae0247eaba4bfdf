import { hex8 } from '../support/random.ts';
import type { RandomStream } from '../support/random.ts';

/**
 * Identifiers as they were observed: a prefix and 48 lower-case hexadecimal digits.
 *
 *     cti_ 6953bc4a 8f5c 0b1d6f… (20 random) 9c41… (16 of the scope)
 *          seconds  sub-second               shared by a thread and its items,
 *                                            or by a session and its secret
 */
export type IdPrefix = 'cksess' | 'cthr' | 'cti' | 'cfile' | 'wf';

const idPattern = /^([a-z]+)_([0-9a-f]{8})([0-9a-f]{4})[0-9a-f]{20}([0-9a-f]{16})$/;

/** Four digits of the upper half of a 32-bit number. */
const hex4 = (value: number): string => hex8(value).slice(0, 4);

/** The two hexadecimal digits of each byte in ASCII, the upper one first in memory when written as little-endian. */
const digitPairs = Uint16Array.from({ length: 256 }, (_, byte) => {
  const [upper, lower] = [byte >>> 4, byte & 15].map((digit) => digit.toString(16).charCodeAt(0));
  return (upper as number) | ((lower as number) << 8);
});

/** A view of all bytes of a buffer, to write several at a time. */
export const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, length);

/** Writes the uppermost digits of a number of 32 bits, an even number of them. */
function hexInto(view: DataView, at: number, value: number, digits: number): void {
  for (let digit = 0; digit < digits; digit += 2)
    view.setUint16(at + digit, digitPairs[(value >>> (24 - 4 * digit)) & 255] as number, true);
}

/**
 * Writes the first 32 of an id's 48 digits, a time and 20 random ones; the scope follows.
 * @param timeMs Unix milliseconds, may be fractional.
 */
export function stampInto(view: DataView, at: number, stream: RandomStream, timeMs: number): void {
  const seconds = Math.floor(timeMs / 1000);
  hexInto(view, at, seconds | 0, 8);
  hexInto(view, at + 8, fractionOf(timeMs, seconds) << 16, 4);
  hexInto(view, at + 12, stream.uint32(), 8);
  hexInto(view, at + 20, stream.uint32(), 8);
  hexInto(view, at + 28, stream.uint32(), 4);
}

/** The 16 digits that the ids of one scope end in. */
export const createScope = (stream: RandomStream): string => stream.hex(16);

/** The sub-second of a time in 65,536 parts. */
const fractionOf = (timeMs: number, seconds: number): number =>
  Math.floor(((timeMs - seconds * 1000) * 65_536) / 1000);

/** 12 digits: eight of seconds, four of the sub-second. Seconds beyond 2106 wrap: eight digits hold no more. */
function timeHex(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  return hex8(seconds >>> 0) + hex4(fractionOf(timeMs, seconds) << 16);
}

/** 48 digits: a time, 20 random digits, the scope. */
function stampedHex(stream: RandomStream, timeMs: number, scope: string): string {
  const random = hex8(stream.uint32()) + hex8(stream.uint32()) + hex4(stream.uint32());
  return timeHex(timeMs) + random + scope;
}

/** Writes all 48 digits of an id with a scope of its own. */
function allDigitsInto(view: DataView, at: number, stream: RandomStream, timeMs: number): void {
  hexInto(view, at + 32, stream.uint32(), 8);
  hexInto(view, at + 40, stream.uint32(), 8);
  stampInto(view, at, stream, timeMs);
}

/** An id in the making. In one go, for a text that is joined of ten is a tree of texts until somebody reads it. */
const idBytes = Buffer.alloc(64);
const idView = viewOf(idBytes);

/**
 * An id that carries its time and its scope.
 * @param timeMs Unix milliseconds, may be fractional.
 * @param scope 16 hexadecimal digits of `createScope`; default: a scope of its own.
 */
export function createId(prefix: IdPrefix, stream: RandomStream, timeMs: number, scope?: string): string {
  const start = idBytes.write(prefix, 'latin1') + 1;
  idBytes[start - 1] = 0x5f;
  if (scope === undefined) allDigitsInto(idView, start, stream, timeMs);
  else {
    stampInto(idView, start, stream, timeMs);
    idBytes.write(scope, start + 32, 'latin1');
  }
  return idBytes.toString('latin1', 0, start + 48);
}

/** The ids of files, one after another in the same memory. */
export class FileIdWriter {
  readonly #bytes = Buffer.from('cfile_'.padEnd(54));
  readonly #view = viewOf(this.#bytes);

  /** What `createId` yields of the same stream. */
  write(stream: RandomStream, timeMs: number): Uint8Array {
    allDigitsInto(this.#view, 6, stream, timeMs);
    return this.#bytes;
  }
}

/** The same id, but of another time. */
export function restamp(id: string, timeMs: number): string {
  const start = id.indexOf('_') + 1;
  return id.slice(0, start) + timeHex(timeMs) + id.slice(start + 12);
}

/**
 * What an id tells: its prefix, its time in Unix seconds and its scope; undefined when it has another form.
 * @example
 * parseId(createThread({ overrides: { created_at: 1_767_225_600 } }).id)?.seconds; // => 1767225600
 * parseId('cthr_123'); // => undefined
 */
export function parseId(id: string): { prefix: string; seconds: number; scope: string } | undefined {
  const [, prefix, seconds, , scope] = idPattern.exec(id) ?? [];
  if (prefix === undefined || seconds === undefined || scope === undefined) return undefined;
  return { prefix, seconds: Number.parseInt(seconds, 16), scope };
}

/**
 * A client secret of the observed form: `ek_` + 48 hexadecimal digits + `_00` + base64 of `{"expires_at": N}`.
 * It is synthetic: no deployment but one that was filled with it knows it.
 */
export function createClientSecret(
  stream: RandomStream,
  createdMs: number,
  scope: string,
  expiresAt: number,
): string {
  return `ek_${stampedHex(stream, createdMs, scope)}_00${btoa(`{"expires_at": ${expiresAt}}`)}`;
}

const base62 = new TextEncoder().encode('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

/** The ids of client tool calls, one after another in the same memory. */
export class CallIdWriter {
  readonly #bytes = Buffer.from('call_'.padEnd(29));

  /** `call_` and 24 letters or digits. */
  write(stream: RandomStream): Uint8Array {
    const bytes = this.#bytes;
    for (let at = 5; at < bytes.length; at += 1) bytes[at] = base62[stream.uint32() % 62] as number;
    return bytes;
  }
}

const callId = new CallIdWriter();

/** `call_` and 24 letters or digits: the id of a client tool call. */
export const createCallId = (stream: RandomStream): string =>
  Buffer.from(callId.write(stream)).toString('latin1');
