/**
 * How large a value is; shrinking makes it smaller. The first of these in which two values differ decides:
 *
 * 1. parts: elements of lists, entries of maps, fields that could be absent, values that could be null
 * 2. characters of all texts, in code units
 * 3. choices: of each enumeration, boolean and union, how far the chosen one is from the first
 * 4. odd characters: those that are no `a`
 * 5. decimals of all fractions
 * 6. magnitude: of each number, how far it is from the plainest that is allowed
 * 7. negative numbers
 *
 * Texts and numbers count by what they have more than the plainest of their place.
 * A value is measured by adding up its parts, so what makes a part smaller makes the whole smaller.
 */
export class Measure {
  parts = 0;
  characters = 0;
  choices = 0;
  odd = 0;
  decimals = 0;
  /** In tenths; beyond 2^53 a sum of doubles would not notice a difference of 1. */
  magnitude = 0n;
  negative = 0;

  /** Counts what a text has more than the plainest that is allowed in its place. */
  text(text: string, plainest = ''): void {
    this.characters += text.length - plainest.length;
    this.odd += oddOf(text) - oddOf(plainest);
  }

  /** Counts a number by its distance from another one. */
  number(value: number, plainest: number): void {
    this.decimals += decimalsOf(value);
    const distance = Math.abs(value - plainest);
    const whole = Math.trunc(distance);
    this.magnitude += BigInt(whole) * 10n + BigInt(Math.trunc((distance - whole) * 10));
    if (value < 0) this.negative += 1;
  }

  /** The seven numbers, the most important first. */
  toList(): readonly (number | bigint)[] {
    const { parts, characters, choices, odd, decimals, magnitude, negative } = this;
    return [parts, characters, choices, odd, decimals, magnitude, negative];
  }

  /** Below 0 when this one is smaller than the other, 0 when they are as large, above 0 when it is larger. */
  compare(other: Measure): number {
    const theirs = other.toList();
    for (const [index, own] of this.toList().entries()) {
      const that = theirs[index] as number | bigint;
      if (own !== that) return own < that ? -1 : 1;
    }
    return 0;
  }
}

/** How many code units of a text are no `a`. */
function oddOf(text: string): number {
  let odd = 0;
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== 97) odd += 1;
  return odd;
}

/** How many decimals the shortest text of a number has: 0 for 12, 1 for 0.5, 7 for 1e-7. */
export function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const [digits = '', exponent = '0'] = String(value).split('e');
  const [, fraction = ''] = digits.split('.');
  return fraction.length - Number(exponent);
}
