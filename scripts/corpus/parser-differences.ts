import { utf8 } from './draft.ts';
import type { Draft } from './draft.ts';

const thread = {
  id: 'cthr_1',
  created_at: 1767225600,
  object: 'chatkit.thread',
  status: { reason: null, type: 'locked' },
  title: 'A title',
  user: 'u',
};
const text = JSON.stringify(thread);

/** The text with its title's characters replaced by bytes that need not be UTF-8. */
function titled(...bytes: number[]): Uint8Array {
  const [before = '', after = ''] = text.split('A title');
  return Uint8Array.from([...utf8(before), ...bytes, ...utf8(after)]);
}

/** The text in two bytes a character, the low one first. */
function utf16(given: string): Uint8Array {
  return Uint8Array.from(
    given.split('').flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8]),
  );
}

const nested = (levels: number): string =>
  `${text.slice(0, -1)},"unknown":${'['.repeat(levels)}${']'.repeat(levels)}}`;

const names =
  'RFC 8259, section 4, says that names should be unique and leaves open what happens when they are not';
const surrogates = 'RFC 8259, section 8.2, allows the escape and calls what readers make of it unpredictable';
const encoding = 'RFC 8259, section 8.1, wants UTF-8; readers refuse such bytes or put U+FFFD for them';
const depth = 'RFC 8259, section 9, lets readers limit the depth. None may crash';

type Row = readonly [name: string, bytes: Uint8Array, why: string];

const duplicates: readonly Row[] = [
  [
    'duplicate-same',
    utf8(text.replace('{', '{"title":"A title",')),
    `The title is there twice, with the same value. ${names}.`,
  ],
  [
    'duplicate-other',
    utf8(text.replace('{', '{"title":"Another title",')),
    `The title is there twice, with different values. ${names}; most take the last.`,
  ],
  [
    'duplicate-null',
    utf8(`${text.slice(0, -1)},"title":null}`),
    `The title is there twice, null at last. ${names}.`,
  ],
  [
    'duplicate-type',
    utf8(text.replace('"type":"locked"', '"type":"active","type":"locked"')),
    `The discriminator is there twice. ${names}; a reader must not mix the two.`,
  ],
  [
    'duplicate-escaped',
    utf8(text.replace('{', '{"t\\u0069tle":"Another title",')),
    `The title is there twice, once with an escape in its name. ${names}.`,
  ],
  [
    'duplicate-wrong-type',
    utf8(text.replace('{', '{"title":7,')),
    `The title is there twice, first as a number. ${names}.`,
  ],
];

const unicode: readonly Row[] = [
  [
    'surrogate-high',
    utf8(text.replace('A title', 'A \\ud83d title')),
    `A lone high surrogate as an escape. ${surrogates}.`,
  ],
  [
    'surrogate-low',
    utf8(text.replace('A title', 'A \\ude00 title')),
    `A lone low surrogate as an escape. ${surrogates}.`,
  ],
  [
    'surrogates-swapped',
    utf8(text.replace('A title', '\\ude00\\ud83d')),
    `Two surrogates as escapes, in the wrong order. ${surrogates}.`,
  ],
  [
    'surrogate-in-name',
    utf8(text.replace('{', '{"\\ud800":1,')),
    `A lone surrogate in the name of an unknown field. ${surrogates}.`,
  ],
  [
    'utf8-lone-continuation',
    titled(0x41, 0x80, 0x42),
    `A continuation byte without a beginning. ${encoding}.`,
  ],
  ['utf8-cut-short', titled(0x41, 0xe2, 0x82), `A character of three bytes without its last. ${encoding}.`],
  [
    'utf8-overlong',
    titled(0xc0, 0xaf),
    `A solidus in two bytes. ${encoding}; none may take it for a solidus.`,
  ],
  [
    'utf8-overlong-quote',
    titled(0xc0, 0xa2),
    `A quotation mark in two bytes. ${encoding}; none may end the string there.`,
  ],
  [
    'utf8-surrogates',
    titled(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80),
    `A surrogate pair in six bytes (CESU-8). ${encoding}.`,
  ],
  ['utf8-beyond-unicode', titled(0xf4, 0x90, 0x80, 0x80), `A code point beyond U+10FFFF. ${encoding}.`],
  ['utf8-impossible', titled(0xff, 0xfe), `Bytes that no UTF-8 has. ${encoding}.`],
  ['latin-1', titled(0x63, 0x61, 0x66, 0xe9), `Latin-1 in place of UTF-8. ${encoding}.`],
  [
    'byte-order-mark',
    utf8(`\uFEFF${text}`),
    'A byte order mark stands before the value. RFC 8259, section 8.1, forbids to send it and lets readers ignore it.',
  ],
  [
    'utf16',
    utf16(text),
    'The text is in UTF-16. RFC 8259, section 8.1, wants UTF-8; former versions allowed this, and some readers detect it.',
  ],
  [
    'utf16-byte-order-mark',
    utf16(`\uFEFF${text}`),
    'The text is in UTF-16 with a byte order mark. RFC 8259, section 8.1, wants UTF-8; some readers detect it.',
  ],
];

const depths: readonly Row[] = [65, 101, 1001, 10_001, 100_000].map((levels) => [
  `depth-${levels}`,
  utf8(nested(levels)),
  `An unknown field holds ${levels} lists in one another. ${depth}.`,
]);

const large: readonly Row[] = [
  [
    'string-of-escapes',
    utf8(text.replace('A title', '\\u0041'.repeat(20_000))),
    'A title of 20,000 escapes: six bytes a character. RFC 8259, section 9, lets readers limit the length of strings.',
  ],
  [
    'name-long',
    utf8(text.replace('{', `{"${'n'.repeat(70_000)}":1,`)),
    'An unknown field whose name has 70,000 characters. RFC 8259, section 9, lets readers set limits.',
  ],
];

const draftOf = ([name, bytes, reason]: Row): Draft => ({
  shape: 'thread',
  verdict: 'either',
  name: `parser-${name}`,
  bytes,
  reason,
  source: 'rfc8259',
  features: ['parser-difference'],
});

/** Bytes that parsers are known to read differently, and may. */
export const parserDifferenceCases = (): Draft[] =>
  [...duplicates, ...unicode, ...depths, ...large].map(draftOf);
