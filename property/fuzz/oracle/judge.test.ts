import { expect, it } from 'vitest';
import type { ShapeName } from '../../../schema/index.ts';
import type { Traits } from '../protocol.ts';
import type { Verdict } from './expectation.ts';
import { signatureOf } from './fault.ts';
import { judge } from './judge.ts';

const thread = (fields: string) =>
  `{"id":"t","created_at":0,"object":"chatkit.thread","status":{"type":"active"},"title":null,"user":"u"${fields}}`;
const value = (text: string, more = '') => `{"id":1,"outcome":"value"${more},"value":${text}}`;
const error = (typed?: boolean, type = 'BadJson') =>
  JSON.stringify({
    id: 1,
    outcome: 'error',
    error: { type, message: 'no good: 7', ...(typed === undefined ? {} : { typed }) },
  });

const judged = (
  body: string | Uint8Array,
  line: string,
  traits: Traits = {},
  shape: ShapeName = 'thread',
  verdict?: Verdict,
) => {
  const { result, answer, faults } = judge(
    { path: 'p', source: 'bytes', kind: 'k', shape, body, verdict },
    line,
    traits,
  );
  return [result, answer, ...faults.map(signatureOf)];
};

const valid = thread('');
const invalid = '{"id":7}';
const lenient = { lenient: true };

it('agrees with the value of what is valid, and with the error of what is not', () => {
  expect(judged(valid, value(valid))).toEqual(['agreed', 'value']);
  expect(judged(invalid, error())).toEqual(['agreed', 'error']);
  expect(judged('{', error())).toEqual(['agreed', 'error']);
});

it('tells each way to be wrong', () => {
  expect(judged(valid, error())).toEqual(['finding', 'error', 'rejected-valid | BadJson: no good: N']);
  expect(judged(invalid, value(invalid))).toEqual([
    'finding',
    'value',
    'accepted-invalid | thread $.id | integer',
  ]);
  expect(judged('{', value('{}'))).toEqual([
    'finding',
    'value',
    expect.stringMatching(/^accepted-invalid \| JSON \| /),
  ]);
  expect(judged(invalid, error(false))).toEqual(['finding', 'error', 'untyped-error | BadJson: no good: N']);
  expect(judged('{', error(false))).toEqual(['finding', 'error', 'untyped-error | JSON | BadJson']);
  expect(judged(valid, value('{}'))).toEqual([
    'finding',
    'value',
    ...['id', 'created_at', 'object'].map((name) => `lost | thread $.${name} | a value`),
    'lost | thread_status $ | a value',
    'lost | thread $.title | null',
    'lost | thread $.user | a value',
  ]);
  const deleted = '{"id":"","deleted":true,"object":"chatkit.thread.deleted"}';
  expect(judged(deleted, value(deleted.replace('true', 'false')), {}, 'thread_deleted')).toEqual([
    'finding',
    'value',
    'changed | thread_deleted $.deleted | another boolean',
  ]);
  expect(judged(valid, value(thread(',"x":1')))).toEqual([
    'finding',
    'value',
    'added | unknown field | a value',
  ]);
});

it('takes any of the variants that a name stands for that is there twice', () => {
  const twice = valid.replace('{', '{"status":{"type":"locked","reason":null},"status":0,');
  const last = valid.replace(/"status":\{[^}]*\}/, '"status":{"type":"active"}');
  const took = (variant: string) => judged(twice, value(last, `,"variants":{"$.status":"${variant}"}`));
  expect(took('active')).toEqual(['agreed', 'value']);
  expect(took('locked')).toEqual(['agreed', 'value']);
  expect(took('closed')).toEqual([
    'finding',
    'value',
    'wrong-variant | thread_status $ | active taken for closed',
  ]);
});

it('tells a variant that was taken for another, at the top and inside', () => {
  const locked = '{"type":"locked","reason":""}';
  const wrong = 'wrong-variant | thread_status $ | locked taken for active';
  expect(judged(locked, value(locked, ',"variant":"active"'), {}, 'thread_status')).toEqual([
    'finding',
    'value',
    wrong,
  ]);
  expect(judged(locked, value(locked, ',"variant":"locked"'), {}, 'thread_status')).toEqual([
    'agreed',
    'value',
  ]);
  expect(judged(valid, value(valid, ',"variants":{"$.status":"locked"}'))).toEqual([
    'finding',
    'value',
    'wrong-variant | thread_status $ | active taken for locked',
  ]);
  const future = '{"type":"paused"}';
  expect(judged(future, value(future, ',"variant":"active"'), {}, 'thread_status')).toEqual([
    'finding',
    'value',
    'wrong-variant | thread_status $ | an unknown member taken for active',
  ]);
  expect(judged(future, value(future, ',"variant":null'), {}, 'thread_status')).toEqual(['agreed', 'value']);
  expect(judged(future, error(), {}, 'thread_status')).toEqual(['agreed', 'error']);
});

it('lets a lenient client take what breaks the contract, and nothing that is no JSON', () => {
  expect(judged(invalid, value(invalid), lenient)).toEqual(['agreed', 'value']);
  expect(judged(invalid, value('{}'), lenient)).toEqual(['lenient', 'value']);
  expect(judged(invalid, value('{}'), lenient, 'thread', 'reject')).toEqual(['lenient', 'value']);
  expect(judged('{"a":1}}', value('{"a":1}'), lenient)).toEqual([
    'finding',
    'value',
    'accepted-invalid | JSON | trailing bytes',
  ]);
});

it('is milder where the corpus is, and never harder than the bytes', () => {
  expect(judged(invalid, value(invalid), {}, 'thread', 'either')).toEqual(['agreed', 'value']);
  expect(judged(invalid, value('{}'), lenient, 'thread', 'either')).toEqual([
    'finding',
    'value',
    'lost | thread $.id | a value',
  ]);
  expect(judged('{', value('{}'), {}, 'thread', 'either')[0]).toBe('finding');
  expect(judged(valid, error(), {}, 'thread', 'either')).toEqual(['agreed', 'error']);
});

it('leaves open what JSON leaves open, but takes no other value', () => {
  const twice = thread(',"title":"b"');
  expect(judged(twice, error())).toEqual(['agreed', 'error']);
  expect(judged(twice, error(false))).toEqual([
    'finding',
    'error',
    'untyped-error | a name that is there twice | BadJson',
  ]);
  expect(judged(twice, value(valid))).toEqual(['agreed', 'value']);
  expect(judged(twice, value(valid.replace('null', '"c"')))).toEqual([
    'finding',
    'value',
    'changed | name that is there twice',
  ]);
});

it('counts what a driver skips, and tells what is no answer', () => {
  expect(judged(valid, '{"id":1,"outcome":"skipped","reason":"r"}')).toEqual(['skipped', 'skipped']);
  expect(judged(valid, '[]')).toEqual(['finding', 'none', 'broke-protocol | no JSON object']);
  expect(judged(valid, '{"id":1}')).toEqual(['finding', 'none', 'broke-protocol | no known outcome']);
  expect(judged(valid, '{"id":1,"outcome":"value"}')).toEqual([
    'finding',
    'none',
    'broke-protocol | an outcome without value',
  ]);
  expect(judged(invalid, '{"id":1,"outcome":"error","error":{"type":"x"}}')).toEqual([
    'finding',
    'none',
    'broke-protocol | an error without type and message',
  ]);
});
