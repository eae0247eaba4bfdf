import { describe, expect, it } from 'vitest';
import { formatProblem } from './problem.ts';
import { readShape } from './reading.ts';
import type { ReadResult } from './reading.ts';

const task = (extra: object = {}) => ({
  id: 'cti_1',
  created_at: 1_735_689_600,
  heading: null,
  object: 'chatkit.thread_item',
  summary: 'Looked it up',
  task_type: 'thought',
  thread_id: 'cthr_1',
  type: 'chatkit.task',
  ...extra,
});
const page = (data: unknown[], extra: object = {}) => ({
  data,
  first_id: 'cti_1',
  has_more: false,
  last_id: 'cti_1',
  object: 'list',
  ...extra,
});
const body = (workflow: object, rest: object = {}) => ({
  user: 'u',
  workflow: { id: 'wf_1', ...workflow },
  ...rest,
});
const lines = (result: ReadResult<unknown>) => (result.ok ? [] : result.problems.map(formatProblem));

describe('strict', () => {
  it('keeps the value as it is, unknown fields included', () => {
    const value = page([task({ extra: { deep: [1] } })], { more: 1 });
    const read = readShape('thread_item_list', value);
    expect(read).toEqual({ ok: true, value, unknownMembers: [] });
    expect(read.ok && read.value).toBe(value);
  });

  it('lists every problem with path, expectation and what came', () => {
    const broken = page(
      [task({ created_at: '2025', heading: undefined, task_type: 'idea' }), { type: 'chatkit.new' }, 7],
      { has_more: 'no', first_id: 5 },
    );
    expect(lines(readShape('thread_item_list', broken))).toEqual([
      '$.data[0].created_at: expected integer, got string "2025"',
      '$.data[0].heading: expected string or null, got nothing',
      '$.data[0].task_type: expected "custom" or "thought", got string "idea"',
      '$.data[1].type: expected "chatkit.user_message" or "chatkit.assistant_message" or "chatkit.widget" or "chatkit.client_tool_call" or "chatkit.task" or "chatkit.task_group", got string "chatkit.new"',
      '$.data[2]: expected object, got integer 7',
      '$.first_id: expected string or null, got integer 5',
      '$.has_more: expected boolean, got string "no"',
    ]);
  });

  it.each([
    [1.5, 'number 1.5'],
    [2 ** 53, 'integer 9007199254740992'],
    [null, 'null'],
    [[], 'list of 0'],
    [true, 'boolean true'],
  ])('wants created_at to be a safe integer: %j', (created_at, received) => {
    expect(lines(readShape('task', task({ created_at })))[0]).toMatch(
      `$.created_at: expected ${created_at === 2 ** 53 ? 'at most 9007199254740991' : 'integer'}, got ${received}`,
    );
  });

  it('takes 2038 and later', () => {
    expect(readShape('task', task({ created_at: 4_102_444_800 })).ok).toBe(true);
  });
});

describe('lint', () => {
  it('refuses fields that the contract does not name, at every depth', () => {
    const value = page([task({ 'odd key': 1 })], { more: 'x' });
    expect(lines(readShape('thread_item_list', value, 'lint'))).toEqual([
      '$.data[0]["odd key"]: expected no such field in the contract, got integer 1',
      '$.more: expected no such field in the contract, got string "x"',
    ]);
  });

  it('leaves state variables free: their names are the caller’s', () => {
    const body = { user: 'u', workflow: { id: 'wf_1', state_variables: { anything: 1 } } };
    expect(readShape('session_create', body, 'lint').ok).toBe(true);
  });
});

describe('tolerant', () => {
  it('keeps an unknown union member whole and reports it', () => {
    const value = page([task(), { type: 'chatkit.hologram', id: 'x', payload: [1] }]);
    expect(readShape('thread_item_list', value, 'tolerant')).toEqual({
      ok: true,
      value,
      unknownMembers: [{ path: '$.data[1]', discriminator: 'type', value: 'chatkit.hologram' }],
    });
  });

  it('reports nested and single members too', () => {
    const message = {
      ...task(),
      type: 'chatkit.assistant_message',
      content: [{ type: 'output_text', text: '', annotations: [{ type: 'cell', source: {} }] }],
    };
    expect(readShape('assistant_message', message, 'tolerant')).toMatchObject({
      unknownMembers: [{ path: '$.content[0].annotations[0]', discriminator: 'type', value: 'cell' }],
    });
    expect(readShape('thread_item', { type: 'future' }, 'tolerant')).toMatchObject({
      unknownMembers: [{ path: '$', discriminator: 'type', value: 'future' }],
    });
  });

  it.each([[{}], [{ type: null }], [{ type: 5 }]])(
    'does not tolerate a broken discriminator: %j',
    (member) => {
      expect(lines(readShape('thread_item', member, 'tolerant'))).toHaveLength(1);
    },
  );

  it('still reports what is wrong beside the unknown member', () => {
    const value = page([{ type: 'future' }], { has_more: 1 });
    expect(lines(readShape('thread_item_list', value, 'tolerant'))).toEqual([
      '$.has_more: expected boolean, got integer 1',
    ]);
  });
});

describe('session_create', () => {
  it.each<[string, object, string]>([
    [
      'empty user',
      { user: '', workflow: { id: 'w' } },
      '$.user: expected at least 1 characters, got string ""',
    ],
    ['no user', { workflow: { id: 'w' } }, '$.user: expected string, got nothing'],
    ['workflow as text', { user: 'u', workflow: 'wf_1' }, '$.workflow: expected object, got string "wf_1"'],
    [
      'long life',
      body({}, { expires_after: { anchor: 'created_at', seconds: 601 } }),
      '$.expires_after.seconds: expected at most 600, got integer 601',
    ],
    [
      'no anchor',
      body({}, { expires_after: { seconds: 60 } }),
      '$.expires_after.anchor: expected "created_at", got nothing',
    ],
    [
      'limit 0',
      body({}, { rate_limits: { max_requests_per_1_minute: 0 } }),
      '$.rate_limits.max_requests_per_1_minute: expected at least 1, got integer 0',
    ],
    [
      'big files',
      body({}, { chatkit_configuration: { file_upload: { max_file_size: 513 } } }),
      '$.chatkit_configuration.file_upload.max_file_size: expected at most 512, got integer 513',
    ],
    [
      'null state',
      body({ state_variables: { a: null } }),
      '$.workflow.state_variables.a: expected string or number or boolean, got null',
    ],
    [
      'long key',
      body({ state_variables: { ['k'.repeat(65)]: 1 } }),
      `$.workflow.state_variables.${'k'.repeat(65)}: expected key of at most 64 characters, got key of 65 characters`,
    ],
    [
      'long key, counted in characters',
      body({ state_variables: { ['𝄞'.repeat(65)]: 1 } }),
      `$.workflow.state_variables["${'𝄞'.repeat(50)}…"]: expected key of at most 64 characters, got key of 65 characters`,
    ],
    [
      '65 keys',
      body({ state_variables: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, i])) }),
      '$.workflow.state_variables: expected at most 64 properties, got object with 65 fields',
    ],
  ])('refuses %s', (_, value, line) => {
    expect(lines(readShape('session_create', value))).toEqual([line]);
  });

  it('takes every kind of state variable, 64 of them', () => {
    const state_variables = Object.fromEntries(
      Array.from({ length: 64 }, (_, i) => [`k${i}`, [1, 1.5, 'x', true][i % 4]]),
    );
    expect(readShape('session_create', body({ state_variables })).ok).toBe(true);
  });
});

it('never prints a secret', () => {
  const read = readShape('chat_session', { client_secret: ['ek_very_secret'] });
  expect(lines(read).find((line) => line.includes('client_secret'))).toBe(
    '$.client_secret: expected string, got list (secret, not shown)',
  );
});
