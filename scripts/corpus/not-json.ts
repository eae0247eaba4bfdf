import { baseOf } from './bases.ts';
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
const page = JSON.stringify(baseOf('thread_list'));

/** What is put for `"title":"A title"`, and why no JSON results. */
const inPlace: Readonly<Record<string, readonly [field: string, why: string]>> = {
  nan: ['"title":NaN', 'NaN is no JSON (section 6)'],
  infinity: ['"title":-Infinity', 'Infinity is no JSON (section 6)'],
  undefined: ['"title":undefined', 'undefined is no JSON'],
  'capital-true': ['"title":True', 'literals are in lower case (section 3)'],
  none: ['"title":None', 'None is no JSON'],
  'single-quotes': ["'title':'A title'", 'strings stand in double quotes'],
  'bare-name': ['title:"A title"', 'names stand in double quotes'],
  'bare-value': ['"title":A title', 'strings stand in double quotes'],
  'no-value': ['"title":', 'a name wants a value'],
  'no-colon': ['"title" "A title"', 'a colon is missing'],
  'equals-sign': ['"title"="A title"', 'names and values are parted by a colon'],
  'double-comma': ['"title":"A title",', 'a comma wants a field after it'],
  'block-comment': ['"title":/* comment */"A title"', 'JSON has no comments'],
  'line-comment': ['"title":"A title"// comment\n', 'JSON has no comments'],
  'raw-newline': ['"title":"A\ntitle"', 'control characters in strings are escaped (section 7)'],
  'raw-tab': ['"title":"A\ttitle"', 'control characters in strings are escaped (section 7)'],
  'raw-nul': ['"title":"A\u0000title"', 'control characters in strings are escaped (section 7)'],
  'unknown-escape': ['"title":"A\\xtitle"', 'there is no such escape (section 7)'],
  'octal-escape': ['"title":"\\101 title"', 'there is no such escape (section 7)'],
  'short-escape': ['"title":"\\u41"', 'an escape has four digits (section 7)'],
  'braced-escape': ['"title":"\\u{41}"', 'an escape has four digits (section 7)'],
  'template-quotes': ['"title":`A title`', 'strings stand in double quotes'],
};

/** What is put for the number, and why no JSON results. */
const asNumber: Readonly<Record<string, string>> = {
  'leading-zero': '01767225600',
  'plus-sign': '+1767225600',
  'no-fraction': '1767225600.',
  'no-integer': '.5',
  'no-exponent': '1e',
  hexadecimal: '0x69559000',
  separators: '1_767_225_600',
  'decimal-comma': '1767225600,5',
  'two-signs': '--1',
};

/** Whole texts. */
const wholes: Readonly<Record<string, readonly [text: string, why: string]>> = {
  empty: ['', 'nothing is there'],
  blank: [' \n\t ', 'only white space is there'],
  'cut-in-string': [text.slice(0, text.indexOf('title"') + 11), 'the text ends within a string'],
  'cut-before-end': [text.slice(0, -1), 'the last brace is missing'],
  'cut-in-half': [text.slice(0, text.length / 2), 'the text ends in the middle'],
  'trailing-comma': [`${text.slice(0, -1)},}`, 'a comma wants a field after it (section 4)'],
  'leading-comma': [`{,${text.slice(1)}`, 'a comma wants a field before it'],
  'trailing-brace': [`${text}}`, 'a brace too many follows the value'],
  'trailing-text': [`${text} done`, 'text follows the value'],
  'trailing-nul': [`${text}\u0000`, 'a NUL follows the value'],
  'two-values': [`${text}\n${text}\n`, 'two values follow one another; lines of JSON are another format'],
  'list-for-object-brace': [`${text.slice(0, -1)}]`, 'the object ends in the bracket of a list'],
  jsonp: [`callback(${text});`, 'a call of JavaScript is around the value'],
  'anti-hijack-prefix': [`)]}',\n${text}`, 'a prefix against script inclusion is before the value'],
  'event-stream': [`data: ${text}\n\n`, 'an event stream is another format'],
  html: ['<html><body><h1>502 Bad Gateway</h1></body></html>\n', 'a proxy answers with a page of its own'],
  'no-break-space': [text.replace(',', ',\u00A0'), 'U+00A0 is no white space of JSON (section 2)'],
};

const wholePages: Readonly<Record<string, readonly [text: string, why: string]>> = {
  'cut-in-second-entry': [
    page.slice(0, page.indexOf('},{') + 40),
    'the connection broke within the second entry',
  ],
  'trailing-comma-in-list': [page.replace(']', ',]'), 'a comma wants an entry after it (section 5)'],
  'no-comma-in-list': [page.replace('},{', '} {'), 'a comma is missing between two entries'],
};

const draftOf = (shape: Draft['shape'], name: string, bytes: Uint8Array, why: string): Draft => ({
  shape,
  verdict: 'reject',
  name: `not-json-${name}`,
  bytes,
  reason: `This is no JSON text by RFC 8259: ${why}. A reader that takes it anyway is more lenient than the standard asks.`,
  source: 'rfc8259',
  features: ['not-json'],
  faults: [],
});

/** Bytes that the grammar of JSON does not have. */
export const notJsonCases = (): Draft[] => [
  ...Object.entries(inPlace).map(([name, [field, why]]) =>
    draftOf('thread', name, utf8(text.replace('"title":"A title"', field)), why),
  ),
  ...Object.entries(asNumber).map(([name, literal]) =>
    draftOf(
      'thread',
      `number-${name}`,
      utf8(text.replace('1767225600', literal)),
      'no number is spelled like this (section 6)',
    ),
  ),
  ...Object.entries(wholes).map(([name, [whole, why]]) => draftOf('thread', name, utf8(whole), why)),
  ...Object.entries(wholePages).map(([name, [whole, why]]) => draftOf('thread_list', name, utf8(whole), why)),
];
