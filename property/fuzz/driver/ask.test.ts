import { expect, it } from 'vitest';
import { writeAsks } from './ask.ts';
import type { Ask } from './ask.ts';

const told = (asks: readonly Ask[], asLines: boolean) =>
  writeAsks(asks, 7, asLines).toString('utf8').split('\n');
const thread = (body: string | Uint8Array): Ask => ({ shape: 'thread', body });
const base64 = (body: string | Uint8Array) => Buffer.from(body).toString('base64');

it('writes bodies of one shape in a row as lines behind one request, and what can be no line in base64', () => {
  const broken = Uint8Array.of(0x22, 0xff, 0x22);
  const asks: readonly Ask[] = [
    thread('{}'),
    thread(''),
    thread('"é\u2028\r"'),
    thread('{\n}'),
    thread(new TextEncoder().encode('"é"')),
    { shape: 'thread_list', body: '[]' },
    { shape: 'thread_list', body: broken },
    '"cmd":"call","operation":"threads.list"',
    { shape: 'thread_list', body: '{}' },
  ];
  expect(told(asks, true)).toEqual([
    '{"id":7,"cmd":"lines","shape":"thread","count":3}',
    '{}',
    '',
    '"é\u2028\r"',
    `{"id":10,"cmd":"parse","shape":"thread","body":"${base64('{\n}')}"}`,
    '{"id":11,"cmd":"lines","shape":"thread","count":1}',
    '"é"',
    '{"id":12,"cmd":"lines","shape":"thread_list","count":1}',
    '[]',
    `{"id":13,"cmd":"parse","shape":"thread_list","body":"${base64(broken)}"}`,
    '{"id":14,"cmd":"call","operation":"threads.list"}',
    '{"id":15,"cmd":"lines","shape":"thread_list","count":1}',
    '{}',
    '',
  ]);
});

it('writes one request a line, in ASCII, for a driver that takes no lines', () => {
  expect(told([thread('"é"'), thread('')], false)).toEqual([
    `{"id":7,"cmd":"parse","shape":"thread","body":"${base64('"é"')}"}`,
    '{"id":8,"cmd":"parse","shape":"thread","body":""}',
    '',
  ]);
});

it('writes any length, and a lone surrogate as U+FFFD either way', () => {
  const long = 'é'.repeat(400_000);
  expect(told([thread(long), thread(new TextEncoder().encode(long)), thread('\ud800')], true)).toEqual([
    '{"id":7,"cmd":"lines","shape":"thread","count":3}',
    long,
    long,
    '\uFFFD',
    '',
  ]);
  expect(told([thread('\ud800')], false)[0]).toContain(base64('\uFFFD'));
});
