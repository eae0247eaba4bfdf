import type { Source } from './source.ts';

/** In what another spelling of a JSON value may differ from the usual one. */
export interface Spellings {
  /** Spaces, tabs and line ends between tokens. */
  readonly whitespace: boolean;
  /** Fields in another order. */
  readonly order: boolean;
  /** Characters as escapes, by letter or by number: `\/`, `\u00e9`, `\uD83D\uDE00`. */
  readonly escapes: boolean;
  /** Numbers with other digits of the same value: `1.0`, `1e0`, `10E-1`. */
  readonly numbers: boolean;
}

const gaps = ['', '', '', ' ', '\n', '\t', '\r\n', '  ', ' \n\t'] as const;
const letters: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function byNumber(character: string, source: Source): string {
  let text = '';
  for (let i = 0; i < character.length; i += 1) {
    const digits = character.charCodeAt(i).toString(16).padStart(4, '0');
    text += `\\u${source.oneIn(2) ? digits : digits.toUpperCase()}`;
  }
  return text;
}

function spellText(text: string, source: Source): string {
  if (!source.oneIn(3)) return JSON.stringify(text);
  let spelled = '"';
  // By code points, so that both halves of a pair are escaped or none.
  for (const character of text) {
    const letter = letters[character];
    const usual = JSON.stringify(character).slice(1, -1);
    const roll = source.below(8);
    if (roll < 2) spelled += byNumber(character, source);
    else spelled += roll < 5 && letter !== undefined ? letter : usual;
  }
  return `${spelled}"`;
}

/** Digits without point and the power of ten that they are multiplied by: 1.25e3 is 125 and 1. */
function partsOf(value: number): { readonly digits: string; readonly power: number } {
  const [mantissa = '', exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: whole + fraction, power: Number(exponent) - fraction.length };
}

function spellNumber(value: number, source: Source): string {
  const { digits, power } = partsOf(value);
  const sign = value < 0 ? '-' : '';
  const e = source.pick(['e', 'E']);
  const exponent = (shift: number): string => {
    const plus = shift >= 0 && source.oneIn(2) ? '+' : '';
    return `${e}${plus}${source.oneIn(4) && shift >= 0 ? '0' : ''}${shift}`;
  };
  const plain = digits.replace(/^0+(?=\d)/, '');
  const spellings = [
    `${sign}${plain}${exponent(power)}`,
    // No number but 0 begins with a zero.
    ...(plain === '0' ? [] : [`${sign}${plain}0${exponent(power - 1)}`]),
    `${sign}${plain}.0${exponent(power)}`,
    `${sign}0.${plain}${exponent(power + plain.length)}`,
    ...(Number.isInteger(value) && Math.abs(value) < 1e21
      ? [`${String(value)}.0`, `${String(value)}.000`]
      : []),
  ];
  const spelled = source.pick(spellings);
  // Digits beyond those of a double could round another way; then the usual ones stand.
  return Object.is(Number(spelled), value) ? spelled : JSON.stringify(value);
}

function shuffled<T>(list: readonly T[], source: Source): T[] {
  const left = [...list];
  for (let i = left.length - 1; i > 0; i -= 1) {
    const other = source.int(0, i);
    [left[i], left[other]] = [left[other] as T, left[i] as T];
  }
  return left;
}

/** The JSON of a value, spelled in another way; a reader gets the same value from it. */
export function spell(value: unknown, source: Source, spellings: Spellings): string {
  const gap = (): string => (spellings.whitespace ? source.pick(gaps) : '');
  const text = (each: string): string => (spellings.escapes ? spellText(each, source) : JSON.stringify(each));

  function write(each: unknown): string {
    if (typeof each === 'string') return text(each);
    if (typeof each === 'number')
      return spellings.numbers && source.oneIn(2) ? spellNumber(each, source) : JSON.stringify(each);
    if (typeof each !== 'object' || each === null) return JSON.stringify(each);
    if (Array.isArray(each)) return `[${gap()}${each.map(writeInside).join(`,${gap()}`)}]`;
    const entries = Object.entries(each).filter(([, inside]) => inside !== undefined);
    const fields = spellings.order ? shuffled(entries, source) : entries;
    return `{${gap()}${fields.map(([name, inside]) => `${text(name)}${gap()}:${gap()}${writeInside(inside)}`).join(`,${gap()}`)}}`;
  }
  const writeInside = (each: unknown): string => `${write(each)}${gap()}`;

  return `${gap()}${write(value)}${gap()}`;
}
