import { isUtf8 } from 'node:buffer';
import type { RandomStream } from '../../../support/random.ts';
import { cut } from './base.ts';
import type { Base } from './base.ts';

/** Bytes made of a JSON text, and in a few words how. */
export interface TextEdit {
  readonly kind: string;
  readonly body: string | Uint8Array;
  /** Whether the edit leaves no JSON that every reader must take, whatever the base: an error is never wrong. */
  readonly refusable?: boolean;
  /** The compact text of the value that the bytes say, where the edit knows it: of the base, unless told. */
  readonly says?: string;
}

const digits = { small: Buffer.from('0123456789abcdef'), capital: Buffer.from('0123456789ABCDEF') };
let escaped = Buffer.allocUnsafeSlow(64 * 1024);

/** What JSON.stringify writes behind a backslash, but for `u`: the unit that it stands for. */
const escapes: Readonly<Record<string, number>> = { b: 0x08, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09 };

/**
 * Legal: the same value in other characters, every UTF-16 unit of a text an escape. It is written in one go, byte by
 * byte: it is the longest of all edits.
 */
function escapeAll({ text }: Base, stream: RandomStream): string {
  const hex = stream.chance(0.5) ? digits.capital : digits.small;
  if (text.length * 6 > escaped.length) escaped = Buffer.allocUnsafeSlow(text.length * 6);
  const out = escaped;
  let length = 0;
  let within = false;
  for (let i = 0; i < text.length; i += 1) {
    let unit = text.charCodeAt(i);
    if (unit === 0x22) within = !within;
    if (!within || unit === 0x22) {
      out[length] = unit;
      length += 1;
      continue;
    }
    if (unit === 0x5c) {
      i += 1;
      const behind = text[i] as string;
      if (behind === 'u') {
        unit = Number.parseInt(text.slice(i + 1, i + 5), 16);
        i += 4;
      } else unit = escapes[behind] ?? behind.charCodeAt(0);
    }
    out[length] = 0x5c;
    out[length + 1] = 0x75;
    out[length + 2] = hex[unit >> 12] as number;
    out[length + 3] = hex[(unit >> 8) & 15] as number;
    out[length + 4] = hex[(unit >> 4) & 15] as number;
    out[length + 5] = hex[unit & 15] as number;
    length += 6;
  }
  return out.toString('latin1', 0, length);
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
function breakValue(base: Base, stream: RandomStream): TextEdit | undefined {
  if (base.scalars.length === 0) return undefined;
  const [kind, put] = stream.pick(notJson);
  // Without its only element a list is JSON still.
  return {
    kind: `not JSON: ${kind}`,
    body: cut(base, stream.pick(base.scalars), put),
    refusable: put !== '',
  };
}

function breakGrammar(base: Base, stream: RandomStream): TextEdit | undefined {
  if (base.containers.length === 0) return undefined;
  const closer = stream.pick(base.containers).end - 1;
  const [kind, put] = stream.pick([
    ['a trailing comma', ','],
    ['a comment', '/* comment */'],
    ['a line comment', '// comment\n'],
    ['a closing bracket too many', ']'],
    ['a no-break space', '\u00a0'],
  ] as const);
  return {
    kind: `not JSON: ${kind}`,
    body: cut(base, { start: closer, end: closer }, put),
    refusable: true,
  };
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

function breakUtf8({ text, texts }: Base, stream: RandomStream): TextEdit | undefined {
  if (texts.length === 0) return undefined;
  const at = stream.pick(texts).start + 1;
  const bytes = Buffer.concat([
    Buffer.from(text.slice(0, at)),
    Buffer.from(stream.pick(brokenUtf8)),
    Buffer.from(text.slice(at)),
  ]);
  return { kind: 'bytes that are no UTF-8', body: bytes, refusable: true };
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

/**
 * Changes of the text or its bytes: what comes out may be no JSON. Each yields nothing where it does not apply.
 * The base is an object, so that a part of its text is never JSON.
 */
export const textEdits: readonly ((base: Base, stream: RandomStream) => TextEdit | undefined)[] = [
  ({ text }, stream) => ({
    kind: 'truncated',
    body: text.slice(0, stream.int(0, text.length - 1)),
    refusable: true,
  }),
  breakValue,
  ({ text }, stream) => {
    const put = stream.pick(trailing);
    const space = /^[ \n]*$/.test(put);
    return { kind: 'bytes after the end', body: text + put, refusable: !space, ...(space && { says: text }) };
  },
  (base, stream) => ({
    kind: 'escapes for all characters',
    body: escapeAll(base, stream),
    says: base.text,
  }),
  (_, stream) => {
    const body = stream.pick(wholes);
    const says = body.trim() === '' ? { refusable: true } : { says: body };
    return { kind: 'another value at the top', body, ...says };
  },
  breakGrammar,
  breakUtf8,
  ({ text }, stream) => {
    const [marks, says] = stream.chance(0.8) ? ['\uFEFF', { says: text }] : ['\uFEFF\uFEFF', {}];
    return { kind: 'byte order mark', body: marks + text, refusable: true, ...says };
  },
  ({ text }, stream) => {
    const space = stream.pick([' ', '\n', '\t', '\r\n', '   ']);
    const spaced = text.replaceAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g, `${space}$&${space}`);
    return { kind: 'white space everywhere', body: spaced, says: text };
  },
  ({ text }, stream) => {
    const [before, after] = stream.pick([
      ['[', ']'],
      ['{"data":', '}'],
      ['[', ',null]'],
      [")]}',\n", ''],
    ] as const);
    const body = before + text + after;
    return { kind: 'wrapped in something', body, ...(after === '' ? { refusable: true } : { says: body }) };
  },
  ({ text }) => {
    const body = JSON.stringify(text);
    return { kind: 'JSON within a JSON text', body, says: body };
  },
  ({ text }, stream) => {
    const utf16 = Buffer.from(text, 'utf16le');
    return { kind: 'UTF-16', body: stream.chance(0.5) ? utf16 : utf16.swap16(), refusable: true };
  },
  ({ text }, stream) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[stream.int(0, bytes.length - 1)] = stream.int(0, 255);
    return { kind: 'one byte changed', body: bytes, refusable: !isUtf8(bytes) };
  },
];
