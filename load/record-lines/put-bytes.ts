/**
 * JSON's texts and numbers as bytes, put into a buffer that has room for them. Each function gives the place after what it put.
 */

export const bytesOf = (text: string): Buffer => Buffer.from(text);

const [zero, point, quote, backslash, space, lastPlain] = [0x30, 0x2e, 0x22, 0x5c, 0x20, 0x7e];
/** Up to so many bytes a loop is quicker than a call. */
const fewBytes = 12;

/** Bytes as they are. */
export function put(bytes: Buffer, at: number, part: Buffer): number {
  const { length } = part;
  if (length > fewBytes) bytes.set(part, at);
  else for (let i = 0; i < length; i += 1) bytes[at + i] = part[i] as number;
  return at + length;
}

/** A whole number from 0 on that is exact, in three digits at a time. */
function putDigits(bytes: Buffer, at: number, value: number): number {
  if (value >= 1000) {
    const thousands = Math.floor(value / 1000);
    return putThreeDigits(bytes, putDigits(bytes, at, thousands), value - thousands * 1000);
  }
  if (value >= 100) return putThreeDigits(bytes, at, value);
  if (value < 10) {
    bytes[at] = zero + value;
    return at + 1;
  }
  const tens = (value / 10) | 0;
  bytes[at] = zero + tens;
  bytes[at + 1] = zero + (value - tens * 10);
  return at + 2;
}

function putThreeDigits(bytes: Buffer, at: number, value: number): number {
  const hundreds = (value / 100) | 0;
  const rest = value - hundreds * 100;
  const tens = (rest / 10) | 0;
  bytes[at] = zero + hundreds;
  bytes[at + 1] = zero + tens;
  bytes[at + 2] = zero + (rest - tens * 10);
  return at + 3;
}

/** A number that is most likely whole, as JSON has it. */
export const putJsonWhole = (bytes: Buffer, at: number, value: number): number =>
  value >= 0 && Number.isSafeInteger(value) ? putDigits(bytes, at, value) : putOther(bytes, at, value);

/** A number that most likely has no more than three decimals, as JSON has it. */
export function putTime(bytes: Buffer, at: number, ms: number): number {
  const us = Math.round(ms * 1000);
  if (!(us >= 0 && us <= Number.MAX_SAFE_INTEGER && us / 1000 === ms)) return putOther(bytes, at, ms);
  const whole = Math.floor(us / 1000);
  const after = putDigits(bytes, at, whole);
  const decimals = us - whole * 1000;
  if (decimals === 0) return after;
  bytes[after] = point;
  let end = putThreeDigits(bytes, after + 1, decimals);
  while (bytes[end - 1] === zero) end -= 1;
  return end;
}

const putOther = (bytes: Buffer, at: number, value: number): number =>
  at + bytes.write(JSON.stringify(value), at, 'latin1');

/** A text in quotes. Plain ASCII is put as it is read; whatever has to be escaped or takes several bytes is left to JSON. */
export function putJsonText(bytes: Buffer, at: number, text: string): number {
  const { length } = text;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < space || code > lastPlain || code === quote || code === backslash)
      return at + bytes.write(JSON.stringify(text), at);
    bytes[at + 1 + i] = code;
  }
  bytes[at] = quote;
  bytes[at + 1 + length] = quote;
  return at + length + 2;
}
