/** A decimal number: `digits` × 10^`exponent`, without needless zeros. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: bigint;
}

function decimalOf(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  if (digits === '') return { negative: false, digits: '', exponent: 0n };
  const exponent = BigInt(power) - BigInt(fraction.length) + BigInt(all.length - digits.length);
  return { negative: sign === '-', digits, exponent };
}

/** Whether two JSON numbers are the same number, to the last digit: `1E+3` and `1000` are; `-0` and `0` too. */
export function sameNumber(left: string, right: string): boolean {
  if (left === right) return true;
  const a = decimalOf(left);
  const b = decimalOf(right);
  return a.negative === b.negative && a.digits === b.digits && a.exponent === b.exponent;
}

/** Whether two JSON numbers are the same once they are double-precision floating-point numbers. */
export const sameDouble = (left: string, right: string): boolean => Number(left) === Number(right);

/**
 * Whether every reader may be asked to keep this number: a double holds it, and it is spelled as usual. `-0`, `1.0`,
 * `1e3` and `0.1000` are legal, but a reader that models integers may be in doubt.
 */
export function isOrdinaryNumber(text: string): boolean {
  const value = Number(text);
  return String(value) === text && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
