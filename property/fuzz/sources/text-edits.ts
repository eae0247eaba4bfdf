import type { RandomStream } from '../../../support/random.ts';

/** Bytes made of a JSON text, and in a few words how. */
export interface TextEdit {
  readonly kind: string;
  readonly body: string | Uint8Array;
}

/** Where the JSON strings, numbers and words of a compact text stand. */
function spans(text: string, pattern: RegExp): { start: number; end: number }[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const strings = /"(?:[^"\\]|\\.)*"/g;
const splice = (text: string, { start, end }: { start: number; end: number }, put: string): string =>
  text.slice(0, start) + put + text.slice(end);

/** Legal: the same value in other characters. */
function escapeAll(text: string, stream: RandomStream): string {
  const capitals = stream.chance(0.5);
  return text.replaceAll(strings, (whole) => {
    const value = JSON.parse(whole) as string;
    const units = Array.from({ length: value.length }, (_, i) => {
      const hex = value.charCodeAt(i).toString(16).padStart(4, '0');
      return `\\u${capitals ? hex.toUpperCase() : hex}`;
    });
    return `"${units.join('')}"`;
  });
}

const notJson: readonly (readonly [kind: string, put: string])[] = [
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['-Infinity', '-Infinity'],
  ['a word in capitals', 'True'],
  ["Python's None", 'None'],
  ['undefined', 'undefined'],
  ['single quotes', "'text'"],
  ['a number with a plus', '+1'],
  ['a number that begins with a point', '.5'],
  ['a number that ends with a point', '5.'],
  ['a number with a leading zero', '01'],
  ['a hexadecimal number', '0x10'],
  ['a number with separators', '1_000'],
  ['a number with half an exponent', '1e'],
  ['nothing', ''],
  ['a bare word', 'text'],
  ['a string without end', '"text'],
  ['an unknown escape', '"\\x41"'],
  ['a short escape', '"\\u41"'],
  ['a raw newline', '"a\nb"'],
  ['a raw NUL', '"a\u0000b"'],
  ['a raw tab', '"a\tb"'],
];

/** Puts something that is no JSON in the place of a value. */
function breakValue(text: string, stream: RandomStream): TextEdit | undefined {
  const values = spans(text, /(?<=[:[,])(?:"(?:[^"\\]|\\.)*"(?!:)|-?\d[\d.eE+-]*|true|false|null)/g);
  if (values.length === 0) return undefined;
  const [kind, put] = stream.pick(notJson);
  return { kind: `not JSON: ${kind}`, body: splice(text, stream.pick(values), put) };
}

function breakGrammar(text: string, stream: RandomStream): TextEdit | undefined {
  const closers = spans(text, /[}\]]/g);
  if (closers.length === 0) return undefined;
  const { start } = stream.pick(closers);
  const [kind, put] = stream.pick([
    ['a trailing comma', ','],
    ['a comment', '/* comment */'],
    ['a line comment', '// comment\n'],
    ['a closing bracket too many', ']'],
    ['a no-break space', '\u00a0'],
  ] as const);
  return { kind: `not JSON: ${kind}`, body: text.slice(0, start) + put + text.slice(start) };
}

const brokenUtf8: readonly (readonly number[])[] = [
  [0x80],
  [0xe2, 0x82],
  [0xc0, 0xaf],
  [0xc0, 0xa2],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xff],
  [0xe9],
];

function breakUtf8(text: string, stream: RandomStream): TextEdit | undefined {
  const found = spans(text, strings);
  if (found.length === 0) return undefined;
  const at = stream.pick(found).start + 1;
  const bytes = Buffer.concat([
    Buffer.from(text.slice(0, at)),
    Buffer.from(stream.pick(brokenUtf8)),
    Buffer.from(text.slice(at)),
  ]);
  return { kind: 'bytes that are no UTF-8', body: bytes };
}

const trailing = [
  '}',
  ']',
  ',',
  'null',
  '{}',
  '\u0000',
  'x',
  ';',
  '\n\n',
  '  ',
  '\u00a0',
  '\uFEFF',
  '/**/',
  '"',
];
const wholes = [
  '',
  ' ',
  'null',
  'true',
  'false',
  '0',
  '1.5',
  '""',
  '"text"',
  '[]',
  '{}',
  '[null]',
  '[{}]',
  '{"":0}',
];

/** Changes of the text or its bytes: what comes out may be no JSON. Each yields nothing where it does not apply. */
export const textEdits: readonly ((text: string, stream: RandomStream) => TextEdit | undefined)[] = [
  (text, stream) => ({ kind: 'truncated', body: text.slice(0, stream.int(0, Math.max(0, text.length - 1))) }),
  breakValue,
  (text, stream) => ({ kind: 'bytes after the end', body: text + stream.pick(trailing) }),
  (text, stream) => ({ kind: 'escapes for all characters', body: escapeAll(text, stream) }),
  (_, stream) => ({ kind: 'another value at the top', body: stream.pick(wholes) }),
  breakGrammar,
  breakUtf8,
  (text, stream) => ({
    kind: 'byte order mark',
    body: (stream.chance(0.8) ? '\uFEFF' : '\uFEFF\uFEFF') + text,
  }),
  (text, stream) => {
    const space = stream.pick([' ', '\n', '\t', '\r\n', '   ']);
    const spaced = text.replaceAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g, (token) => space + token + space);
    return { kind: 'white space everywhere', body: spaced };
  },
  (text, stream) => {
    const [before, after] = stream.pick([
      ['[', ']'],
      ['{"data":', '}'],
      ['[', ',null]'],
      [")]}',\n", ''],
    ] as const);
    return { kind: 'wrapped in something', body: before + text + after };
  },
  (text) => ({ kind: 'JSON within a JSON text', body: JSON.stringify(text) }),
  (text, stream) => {
    const utf16 = Buffer.from(text, 'utf16le');
    return { kind: 'UTF-16', body: stream.chance(0.5) ? utf16 : utf16.swap16() };
  },
  (text, stream) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[stream.int(0, bytes.length - 1)] = stream.int(0, 255);
    return { kind: 'one byte changed', body: bytes };
  },
];
