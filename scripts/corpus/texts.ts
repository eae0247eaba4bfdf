import type { Shape } from '../../schema/index.ts';
import { baseOf } from './bases.ts';
import { json } from './draft.ts';
import type { Draft } from './draft.ts';

/** Characters, and what they are there for. Built from escapes, so that no editor changes them. */
const texts: Readonly<Record<string, readonly [text: string, why: string]>> = {
  'one-space': [' ', 'a single space'],
  'spaces-around': ['  two before, two after  ', 'spaces at both ends, which are not to be trimmed'],
  newlines: ['one\ntwo\r\nthree\rfour', 'three kinds of line ends'],
  tabs: ['a\tb', 'a tab'],
  'all-controls': [
    Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join(''),
    'U+0000 to U+001F, which JSON has to escape',
  ],
  nul: ['before\u0000after', 'U+0000 in the middle, where some strings end'],
  delete: ['a\u007Fb\u0085c', 'U+007F and U+0085, controls that JSON need not escape'],
  'quotes-and-backslashes': ['"\\"/\\\\\u0008\u000C', 'everything that has a short escape'],
  'line-separators': ['a\u2028b\u2029c', 'U+2028 and U+2029, legal in JSON and line ends in old JavaScript'],
  latin: ['Zażółć gęślą jaźń', 'two-byte letters'],
  'right-to-left': ['مرحبا بالعالم، שלום עולם', 'Arabic and Hebrew'],
  'mixed-direction': ['total: \u202B123 مجموع\u202C (ok)', 'embedded direction marks'],
  'cjk-and-hangul': ['漢字かなカナ한글', 'three-byte letters'],
  combining: ['e\u0301 a\u0308\u0323 Z\u0351\u036B\u0343', 'combining marks, not to be composed'],
  'composed-and-not': [
    '\u00E9 e\u0301',
    'the same letter composed and decomposed, which are different strings',
  ],
  emoji: ['\u{1F600}\u{1F680}', 'astral characters: two UTF-16 units each'],
  'emoji-joined': [
    '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}',
    'one picture of seven characters',
  ],
  'emoji-skin-and-flag': ['\u{1F44D}\u{1F3FD}\u{1F1EF}\u{1F1F5}', 'a skin tone and a flag of two letters'],
  astral: ['\u{10000}\u{20000}\u{10FFFF}', 'the first and the last astral character'],
  'zero-width': ['a\u200Bb\u200Cc\u200Dd\u2060e', 'characters of no width'],
  'byte-order-mark-inside': ['\uFEFFa\uFEFF', 'U+FEFF inside a string, which is a character there'],
  noncharacters: ['\uFFFE\uFFFF\u{1FFFF}', 'noncharacters, which UTF-8 and JSON allow'],
  replacement: ['\uFFFD', 'U+FFFD itself, which is no error'],
  'private-use': ['\uE000\u{F0000}', 'private use'],
  'looks-like-null': ['null', 'a string that reads null'],
  'looks-like-true': ['true', 'a string that reads true'],
  'looks-like-number': ['12e3', 'a string that reads as a number'],
  'looks-like-large-number': ['9007199254740993', 'digits that no double keeps'],
  'looks-like-object': ['{"id":"x","type":"chatkit.task"}', 'a string of JSON'],
  'looks-like-escape': ['\\u0041 \\n %41 &#65;', 'escapes of other languages, not to be undone'],
  'looks-like-date': ['2026-01-01T00:00:00Z', 'a string that reads as a date'],
  'looks-like-markup': ['<script>alert("x")</script>&amp;', 'markup, not to be interpreted'],
  'looks-like-template': ['${a} {{b}} %s $1 #{c}', 'templates of several languages'],
  'looks-like-prototype': ['__proto__', 'a name that JavaScript treats apart'],
  'long-ascii': ['x'.repeat(20_000), '20,000 characters'],
  'long-wide': ['\u{1F600}'.repeat(5_000), '5,000 characters of four bytes, so buffers end within one'],
};

const titled = (title: string): Shape<'thread'> => ({ ...baseOf('thread'), title });

const why = 'A string may hold any Unicode text (RFC 8259, section 7), and comes out as it went in';

const inTitle = ([name, [text, what]]: [string, readonly [string, string]]): Draft => ({
  shape: 'thread',
  verdict: 'accept',
  name: `text-${name}`,
  bytes: json(titled(text)),
  reason: `The title holds ${what}. ${why}.`,
  source: 'rfc8259',
  features: ['text'],
});

/** Names of state variables: chosen by the caller, so anything may come. */
const names: Readonly<Record<string, readonly [name: string, why: string]>> = {
  empty: ['', 'empty'],
  prototype: ['__proto__', 'one that JavaScript treats apart'],
  'object-method': ['constructor', 'one that every JavaScript object answers to'],
  dotted: ['a.b[0].c', 'one that reads as a path'],
  digits: ['0', 'of digits, which some maps sort before all else'],
  spaces: [' a b ', 'one with spaces around and within'],
  quotes: ['"\\\n', 'made of characters that JSON has to escape'],
  emoji: ['\u{1F600}', 'an astral character'],
  'known-field': ['enabled', 'that of a field of the contract'],
};

const asName = ([name, [key, what]]: [string, readonly [string, string]]): Draft => ({
  shape: 'workflow',
  verdict: 'accept',
  name: `name-${name}`,
  bytes: json({
    ...baseOf('workflow'),
    state_variables: Object.fromEntries([
      ['plan', 'team'],
      [key, 'a value'],
    ]),
  }),
  reason: `The name of a state variable is ${what}. Names are the caller's to choose.`,
  source: 'seed',
  features: ['text', 'map'],
});

/** Strings of JSON within JSON: the contract calls them strings, whatever they hold. */
const embedded: Draft[] = [
  {
    shape: 'client_tool_call',
    verdict: 'accept',
    name: 'text-arguments-not-json',
    bytes: json({ ...baseOf('client_tool_call'), arguments: '{"order": "A-10', output: 'not JSON' }),
    reason: 'Arguments and output are strings by contract; that they hold JSON is not enforced.',
    source: 'seed',
    features: ['text'],
  },
  {
    shape: 'client_tool_call',
    verdict: 'accept',
    name: 'text-arguments-nested',
    bytes: json({
      ...baseOf('client_tool_call'),
      arguments: JSON.stringify({ a: JSON.stringify({ b: '"' }) }),
    }),
    reason: 'JSON in a string in JSON in a string: each layer of escapes is undone once.',
    source: 'seed',
    features: ['text'],
  },
  {
    shape: 'widget',
    verdict: 'accept',
    name: 'text-widget-not-json',
    bytes: json({ ...baseOf('widget'), widget: 'not JSON' }),
    reason: 'A widget is a string by contract; that it holds JSON is not enforced.',
    source: 'seed',
    features: ['text'],
  },
];

/** All kinds of text, in a title, as names, and as JSON within JSON. */
export const textCases = (): Draft[] => [
  ...Object.entries(texts).map(inTitle),
  ...Object.entries(names).map(asName),
  ...embedded,
];
