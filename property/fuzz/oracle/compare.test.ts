import { expect, it } from 'vitest';
import type { ShapeName } from '../../../schema/index.ts';
import { readJson } from '../json/read.ts';
import type { JsonNode } from '../json/read.ts';
import type { Traits } from '../protocol.ts';
import { compareTrees } from './compare.ts';

const tree = (text: string): JsonNode => {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.fault);
  return read.node;
};

const list = (n: number) => `[${Array.from({ length: 20 }, () => n).join(',')}]`;
const deep = (end: string) => `${'['.repeat(50_000)}${end}${']'.repeat(50_000)}`;

/** The differences, each as `outcome | part | what`. */
const differences = (
  said: string,
  got: string,
  traits: Traits = {},
  shape: ShapeName = 'thread',
  broken = false,
): string[] =>
  compareTrees(shape, tree(said), tree(got), traits, broken).map(
    ({ outcome, part, what }) => `${outcome} | ${part} | ${what}`,
  );

it('takes the same value for the same, however it is spelled', () => {
  expect(differences('{"title":"A/","a":[1e2,0.5]}', '{"a":[100,5E-1],"title":"\\u0041\\/"}')).toEqual([]);
});

it('tells what was lost, changed and added, with paths and values', () => {
  expect(compareTrees('thread', tree('{"title":"a","user":"u"}'), tree('{"title":null,"x":1}'), {})).toEqual([
    {
      outcome: 'changed',
      path: '$.title',
      part: 'thread $.title',
      what: 'text to null',
      said: '"a"',
      got: 'null',
    },
    { outcome: 'lost', path: '$.user', part: 'thread $.user', what: 'a value', said: '"u"', got: undefined },
    { outcome: 'added', path: '$.x', part: 'unknown field', what: 'a value', said: undefined, got: '1' },
  ]);
});

it('takes names that JSON writes with an escape for a place of their own, also inside of what nobody knows', () => {
  expect(differences('{"\\"":1,"a":{"\\n":1}}', '{"\\\\":1,"a":{"n":1}}')).toEqual([
    'lost | unknown field with an escaped name | a value',
    'lost | unknown field with an escaped name | a value',
    'added | unknown field | a value',
    'added | unknown field with an escaped name | a value',
  ]);
});

it('names a text with a lone surrogate as one part, whatever field it stands in', () => {
  expect(differences('{"id":"\\ud800a","title":"\\udc00"}', '{"id":"\ufffd","title":"\ufffd"}')).toEqual([
    'changed | text with a lone surrogate | another text',
    'changed | text with a lone surrogate | another text',
  ]);
  expect(differences('{"title":"\\ud800"}', '{"title":null}')).toEqual([
    'changed | thread $.title | text to null',
  ]);
});

it('names a place in a list by the innermost shape', () => {
  expect(differences('{"data":[{"title":"a"},{}]}', '{"data":[{"title":"b"}]}', {}, 'thread_list')).toEqual([
    'changed | thread $.title | another text',
    'lost | thread $ | a value',
  ]);
  expect(differences('{"data":[]}', '{"data":[null]}', {}, 'thread_list')).toEqual([
    'added | thread $ | null',
  ]);
});

it('names a place in a union by the member that the value says', () => {
  expect(
    differences('{"type":"locked","reason":"x"}', '{"type":"locked","reason":1}', {}, 'thread_status'),
  ).toEqual(['changed | thread_status $<locked>.reason | text to number']);
});

it.each<[string, string, string, Traits, string[]]>([
  [
    'a number beyond doubles',
    '{"created_at":9007199254740993}',
    '{"created_at":9007199254740992}',
    {},
    ['changed | thread $.created_at | another number'],
  ],
  [
    'the same, of doubles',
    '{"created_at":9007199254740993}',
    '{"created_at":9007199254740992}',
    { numbersAsDoubles: true },
    [],
  ],
  [
    'the same, of fractions',
    '{"created_at":9007199254740993}',
    '{"created_at":9007199254740992}',
    { fractionsAsDoubles: true },
    ['changed | thread $.created_at | another number'],
  ],
  ['a fraction', '{"a":0.10000000000000000001}', '{"a":0.1}', { fractionsAsDoubles: true }, []],
  ['an overflow', '{"a":1e400}', '{"a":"Infinity"}', { numbersAsDoubles: true }, []],
  ['an overflow, exact', '{"a":1e400}', '{"a":"Infinity"}', {}, ['changed | unknown field | number to text']],
  [
    'an overflow, of the wrong sign',
    '{"a":-1e400}',
    '{"a":"Infinity"}',
    { numbersAsDoubles: true },
    ['changed | unknown field | number to text'],
  ],
  ['an unknown field', '{"a":1}', '{}', { ignoresUnknownFields: true }, []],
  [
    'a known field',
    '{"title":"a"}',
    '{}',
    { ignoresUnknownFields: true },
    ['lost | thread $.title | a value'],
  ],
  [
    'an unknown field, elsewhere',
    '{"a":1}',
    '{}',
    { ignoresUnknownFields: ['thread_list $'] },
    ['lost | unknown field | a value'],
  ],
  ['a filled default', '{}', '{"title":""}', { fillsDefaults: true }, []],
  [
    'a filled default where none is',
    '{}',
    '{"title":""}',
    { fillsDefaults: ['thread $.user'] },
    ['added | thread $.title | a value'],
  ],
  ['no default', '{}', '{"title":"a"}', { fillsDefaults: true }, ['added | thread $.title | a value']],
  ['an omitted null', '{"title":null}', '{}', { omitsNulls: ['thread $.title'] }, []],
  ['an omitted null, not so declared', '{"title":null}', '{}', {}, ['lost | thread $.title | null']],
  ['a null as default', '{"title":null}', '{"title":""}', { nullsAsDefaults: true }, []],
  [
    'a null as a value',
    '{"title":null}',
    '{"title":"a"}',
    { nullsAsDefaults: true },
    ['changed | thread $.title | null to text'],
  ],
  ['a field without a place', '{"object":"x"}', '{}', { unmodelled: ['thread $.object'] }, []],
  [
    'a lone surrogate',
    String.raw`{"title":"\ud800"}`,
    '{"title":"\uFFFD"}',
    { replacesLoneSurrogates: true },
    [],
  ],
  [
    'a lone surrogate, not so declared',
    String.raw`{"title":"\ud800"}`,
    '{"title":"\uFFFD"}',
    {},
    ['changed | text with a lone surrogate | another text'],
  ],
  [
    'a name with a lone surrogate',
    String.raw`{"\ud800":1}`,
    '{"\uFFFD":1}',
    { replacesLoneSurrogates: true },
    [],
  ],
  ['a name that is there twice, the first', '{"title":"a","title":"b"}', '{"title":"a"}', {}, []],
  ['a name that is there twice, the last', '{"title":"a","title":"b"}', '{"title":"b"}', {}, []],
  [
    'a name that is there twice, neither',
    '{"title":"a","title":"b"}',
    '{"title":"c"}',
    {},
    ['changed | name that is there twice | '],
  ],
  [
    'a name that implementations use',
    '{"__proto__":1}',
    '{}',
    {},
    ['lost | unknown field "__proto__" | a value'],
  ],
  ['true for false', '{"a":true}', '{"a":false}', {}, ['changed | unknown field | another boolean']],
])('knows %s', (_, said, got, traits, wanted) => {
  expect(differences(said, got, traits)).toEqual(wanted);
});

it('lets anything stand for U+FFFD where the bytes were no UTF-8', () => {
  expect(differences('{"title":"a\uFFFD"}', '{"title":"a?"}', {}, 'thread', true)).toEqual([]);
  expect(differences('{"title":"a"}', '{"title":"b"}', {}, 'thread', true)).toHaveLength(1);
});

it('shows no more than eight, and survives depth', () => {
  expect(differences(list(1), list(2))).toHaveLength(8);
  expect(differences(deep('1'), deep('2'))).toEqual([]);
});
