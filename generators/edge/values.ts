import type { RandomStream } from '../../support/random.ts';
import { maxStateVariableNameCharacters, maxStateVariables } from '../../schema/session-defaults.ts';
import type { Workflow } from '../../schema/index.ts';
import { edgeText, edgeTexts, head, longText } from './texts.ts';

/**
 * Numbers at which parsers part: where integers, floats, their digits or their notation end. Negative zero is not
 * among them: JSON written by JavaScript turns it into 0, and an object would differ from its own text.
 */
export const extremeNumbers = {
  zero: 0,
  one: 1,
  minus_one: -1,
  int32_max: 2 ** 31 - 1,
  int32_beyond: 2 ** 31,
  uint32_beyond: 2 ** 32,
  safe_max: Number.MAX_SAFE_INTEGER,
  safe_min: Number.MIN_SAFE_INTEGER,
  int64_beyond: 2 ** 63,
  tenth_sum: 0.1 + 0.2,
  digits: 1 / 3,
  exponent_up: 1e21,
  exponent_down: 1e-7,
  float_max: Number.MAX_VALUE,
  float_lowest: -Number.MAX_VALUE,
  float_tiny: Number.MIN_VALUE,
} as const;

export const extremeNumber = (stream: RandomStream): number => stream.pick(Object.values(extremeNumbers));

/** A whole number that a counter may hold: the least, the usual, and where 32 and 53 bits end. */
export const extremeCount = (stream: RandomStream): number =>
  stream.pick([1, 2, 10, 512, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER]);

const anyPrimitive = (stream: RandomStream): string | number | boolean =>
  stream.pick([edgeText, extremeNumber, (own: RandomStream) => own.chance(0.5)])(stream);

/** As many as there may be, with names as long as they may be. */
function manyStateVariables(stream: RandomStream): Workflow['state_variables'] {
  const names = Array.from({ length: maxStateVariables }, (_, at) => {
    const number = String(at).padStart(2, '0');
    return number + longText(at % 2 === 0 ? 'k' : '鍵', maxStateVariableNameCharacters - number.length);
  });
  return Object.fromEntries(names.map((name) => [name, anyPrimitive(stream)]));
}

/** State variables of every kind: none, empty, extreme numbers, odd names, odd texts, as many as are allowed. */
export function edgeStateVariables(stream: RandomStream): Workflow['state_variables'] {
  switch (stream.int(0, 5)) {
    case 0:
      return null;
    case 1:
      return {};
    case 2:
      return manyStateVariables(stream);
    case 3:
      return { ...extremeNumbers };
    case 4:
      return { long: longText('state ', 65_536), empty: '', yes: true, no: false };
    default: {
      const names = Object.values(edgeTexts).map((texts) => head(stream.pick<string>(texts), 64));
      // Some readers of JSON lose this one, so that the object would not come back from its text.
      return Object.fromEntries(
        names.filter((name) => name !== '__proto__').map((name) => [name, anyPrimitive(stream)]),
      );
    }
  }
}

/** What a tool is called with or answers: an object of odd names and values, now and then deep or empty. */
export function edgeJsonObject(stream: RandomStream): Record<string, unknown> {
  switch (stream.int(0, 4)) {
    case 0:
      return {};
    case 1:
      return Array.from({ length: 64 }).reduce<Record<string, unknown>>((inside) => ({ inside }), {
        depth: 64,
      });
    case 2:
      return { list: Array.from({ length: 128 }, (_, at) => at), empty: [], nothing: null };
    default:
      return {
        text: edgeText(stream),
        number: extremeNumber(stream),
        '': anyPrimitive(stream),
        'naïve key ✓': false,
      };
  }
}

/** One of several ways to write the same JSON. */
export function edgeJson(value: unknown, stream: RandomStream): string {
  const text = JSON.stringify(value);
  switch (stream.int(0, 3)) {
    case 0:
      return JSON.stringify(value, null, 2);
    case 1:
      return ` ${text}\n`;
    case 2:
      return text.replace(
        /[^\u0020-\u007E]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    default:
      return text;
  }
}
