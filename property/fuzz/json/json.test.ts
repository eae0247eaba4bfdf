import { expect, it } from 'vitest';
import { readBytes } from './decode.ts';
import { isOrdinaryNumber, sameDouble, sameNumber } from './number.ts';
import { readJson } from './read.ts';
import { writeJson } from './write.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const again = (text: string) => {
  const reading = readJson(text);
  return reading.ok ? writeJson(reading.node) : `${reading.fault} at ${reading.at}`;
};

it('keeps what JSON.parse loses: number texts, double names, their order, __proto__', () => {
  const text = '{"b":12345678901234567890,"a":1.0,"b":-0,"__proto__":[1e400,{}],"1":[]}';
  expect(again(text)).toBe(text);
  expect(readJson(text)).toMatchObject({ ok: true, depth: 3, duplicateNames: true });
  expect(again(' [ true , false , null , "\\u00e9\\ud800\\n\\/" ] ')).toBe(
    '[true,false,null,"é\\ud800\\n/"]',
  );
});

it('names the fault of what is no JSON', () => {
  const faults: Record<string, string> = {
    '': 'empty at 0',
    ' ': 'empty at 1',
    '{"a":1': 'truncated at 6',
    tru: 'truncated at 0',
    '"a': 'truncated at 2',
    '{} {}': 'trailing bytes at 3',
    '["\\x"]': 'bad escape at 2',
    '["\\u12"]': 'bad escape at 2',
    '["\t"]': 'raw control character at 2',
    '[01]': 'bad number at 1',
    '[1.]': 'bad number at 1',
    '[-]': 'bad number at 1',
    '[NaN]': 'NaN or Infinity at 1',
    '[-Infinity]': 'NaN or Infinity at 1',
    "['a']": 'not a value at 1',
    '[truex]': 'not a value at 1',
    '[1 2]': 'missing comma at 3',
    '{"a" 1}': 'missing colon at 5',
    '{a:1}': 'name expected at 1',
    '[1,]': 'trailing comma at 3',
    '{"a":1,}': 'trailing comma at 7',
  };
  expect(Object.fromEntries(Object.keys(faults).map((text) => [text, again(text)]))).toEqual(faults);
});

it('reads and writes any depth', () => {
  const text = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(readJson(text)).toMatchObject({ ok: true, depth: 100_000 });
  expect(again(text)).toBe(text);
});

it('agrees with JSON.parse on what is JSON', () => {
  const texts = [
    '0',
    '-1.5e-3',
    '"\\""',
    '[[],{}]',
    '1e',
    '.5',
    '+1',
    '0x10',
    '"\u2028"',
    '[,1]',
    '{"":{}}',
    'nul',
  ];
  for (const text of texts) {
    let parsed = true;
    try {
      JSON.parse(text);
    } catch {
      parsed = false;
    }
    expect([text, readJson(text).ok]).toEqual([text, parsed]);
  }
});

it('tells encodings apart', () => {
  expect(readBytes(utf8('"é"'))).toMatchObject({ encoding: 'utf-8', text: '"é"' });
  expect(readBytes(utf8('\uFEFF1'))).toMatchObject({ encoding: 'marked', text: '1', json: { ok: true } });
  expect(readBytes(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ encoding: 'broken', text: '"\uFFFD"' });
  expect(readBytes(Buffer.from('{}', 'utf16le')).encoding).toBe('utf-16');
  expect(readBytes(Uint8Array.of(0xfe, 0xff, 0, 0x31)).encoding).toBe('utf-16');
});

it('compares numbers to the last digit, and as doubles', () => {
  expect(sameNumber('1E+3', '1000')).toBe(true);
  expect(sameNumber('-0', '0.00e9')).toBe(true);
  expect(sameNumber('-1', '1')).toBe(false);
  expect(sameNumber('9007199254740993', '9007199254740992')).toBe(false);
  expect(sameDouble('9007199254740993', '9007199254740992')).toBe(true);
  expect(sameNumber('1e99999999999999999999', '10e99999999999999999998')).toBe(true);
  const ordinary = ['0', '-1', '0.5', '1762000000', '9007199254740991'].filter(isOrdinaryNumber);
  expect(ordinary).toEqual(['0', '-1', '0.5', '1762000000', '9007199254740991']);
  expect(['-0', '1.0', '1e3', '9007199254740993', '0.10', '1e400'].filter(isOrdinaryNumber)).toEqual([]);
});
