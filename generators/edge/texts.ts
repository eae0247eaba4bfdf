import type { RandomStream } from '../../support/random.ts';

/** Texts that are legal everywhere and handled badly somewhere, by what is special about them. */
export const edgeTexts = {
  empty: [''],
  blank: [' ', '\t', '\n', '\r\n', '\u00A0', '\u3000', '   padded   '],
  rightToLeft: [
    'שלום עולם',
    'مرحبا بالعالم، كيف حالك؟',
    'abc אבג 123 دهو',
    '\u202Eright to left override\u202C',
    '\u2067isolate\u2069 \u200Fmark\u200E',
  ],
  combining: [
    'e\u0301 \u00E9',
    'Å \u212B A\u030A',
    'Z\u0351\u036B\u0343a\u0363\u0366l\u0337g\u0321o\u035C',
    'नमस्ते क्षत्रिय',
    'ก็กี่กุ้ง',
    '각 \u1100\u1161\u11A8',
  ],
  emoji: ['👩‍👩‍👧‍👦', '👍🏿 👍🏻', '🇩🇪🇯🇵🇧🇷', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '❤️ ❤︎', '1️⃣ #️⃣', '🧑🏽‍🚀 says 🫡', '🏳️‍🌈'],
  astral: ['𝔘𝔫𝔦𝔠𝔬𝔡𝔢', '𠜎𠜱𠝹𠱓', '\u{10FFFD}', '𓀀𓁐𓃒', 'a\u{1F600}b\u{1F601}c'],
  zeroWidth: [
    'zero\u200Bwidth',
    '\uFEFFbyte order mark',
    'join\u200Der non\u200Cjoiner',
    '\u00ADsoft\u00ADhyphen',
    '\u2060',
    '\u200B',
  ],
  control: [
    'nul\u0000byte',
    'bell\u0007 back\u0008 escape\u001B[31mred\u001B[0m',
    '\u0001\u0002\u0003\u001F\u007F',
    'c1 \u0080\u0085\u009F',
    '\v\f',
  ],
  lineSeparators: [
    'line\u2028separator',
    'paragraph\u2029separator',
    'cr\rlf\nboth\r\nnel\u0085',
    '\u2028\u2029',
  ],
  json: [
    'null',
    'true',
    '{}',
    '[]',
    '""',
    '{"type":"chatkit.task","a":[1,null]}',
    '{"unclosed": [',
    '\\u0041\\n\\"',
    "'single'",
    '}\n{',
  ],
  numbers: [
    '0',
    '-0',
    '007',
    '1e400',
    '1E5',
    '0x1F',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '-Infinity',
    '9007199254740993',
    '3.0',
    '١٢٣',
    '½',
  ],
  markup: [
    '<script>alert(1)</script>',
    '&amp;&lt;&#0;',
    '<!--',
    ']]>',
    '```js\n`${x}`\n```',
    '# *_~|`',
    '[a](javascript:alert(1))',
    '\\',
    '"',
    "Robert'); DROP TABLE threads;--",
    '%s %d %n',
    '{{template}} ${PATH}',
    '../../etc/passwd',
    'data: a\n\nevent: b',
  ],
  wordsOfPrograms: [
    'undefined',
    'constructor',
    '__proto__',
    'toString',
    'None',
    'nil',
    'false',
    'NULL',
    'CON',
    '2024-10-01',
    '12:34',
    '1.2.3',
    'yes',
    'no',
    'İı ſ ß ﬁ',
  ],
} as const satisfies Record<string, readonly string[]>;

const groups: readonly (readonly string[])[] = Object.values(edgeTexts);

/** Lengths around which buffers, columns and counters end, in code units. */
export const longLengths = [255, 256, 257, 4096, 16_384, 65_535, 65_536, 65_537] as const;
const stuffs = ['x', 'long words ', 'ß', '漢字', '🧵', 'e\u0301', '"\\', '\n'] as const;

/** A text of exactly `length` code units, made of one stuff; no pair of surrogates is cut. */
export function longText(stuff: string, length: number): string {
  const whole = stuff.repeat(Math.floor(length / stuff.length));
  return whole + 'x'.repeat(length - whole.length);
}

/** A text from the catalogue: each group as often as another, whatever its size; one in 50 is long. */
export function edgeText(stream: RandomStream): string {
  if (stream.chance(0.02)) return longText(stream.pick(stuffs), stream.pick(longLengths));
  return stream.pick(stream.pick(groups));
}

/** The first characters of a text: at most `length` code units, with no character cut in two. */
export function head(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
