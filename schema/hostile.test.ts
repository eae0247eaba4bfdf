import { describe, expect, it } from 'vitest';
import { formatProblem } from './problem.ts';
import { readShape } from './reading.ts';
import type { Reading } from './reading.ts';
import type { ShapeName } from './shapes.ts';
import { samples } from './testing/samples.ts';

const lines = (shape: ShapeName, value: unknown, reading?: Reading): string[] => {
  const read = readShape(shape, value, reading);
  return read.ok ? [] : read.problems.map(formatProblem);
};
const create = (stateVariables: string): unknown =>
  JSON.parse(`{"user":"u","workflow":{"id":"w","state_variables":${stateVariables}}}`);
const others = (count: number): string => Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join();
const [widget] = samples.widget;
const [page] = samples.thread_item_list;
const [workflow] = samples.workflow;

describe('names of the prototype, as JSON.parse makes fields of them', () => {
  it('are fields like any other: kept by strict, named by lint', () => {
    const text = `{"__proto__":{"id":1},"constructor":2,"toString":3,${JSON.stringify(widget).slice(1)}`;
    const value: unknown = JSON.parse(text);
    const read = readShape('widget', value);
    expect(read).toEqual({ ok: true, value, unknownMembers: [] });
    expect(JSON.stringify(read.ok && read.value)).toBe(text);
    expect(lines('widget', value, 'lint')).toEqual([
      '$.__proto__: expected no such field in the contract, got object with 1 fields',
      '$.constructor: expected no such field in the contract, got integer 2',
      '$.toString: expected no such field in the contract, got integer 3',
    ]);
  });

  it('lend nothing to a value that lacks its own fields', () => {
    expect(lines('thread_deleted', JSON.parse('{"__proto__":{"id":"a","deleted":true}}'))).toEqual([
      '$.id: expected string, got nothing',
      '$.deleted: expected boolean, got nothing',
      '$.object: expected "chatkit.thread.deleted", got nothing',
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'are unknown members when a discriminator says %s',
    (type) => {
      expect(lines('thread_item', { type })).toHaveLength(1);
      expect(readShape('thread_item', { type }, 'tolerant')).toMatchObject({
        ok: true,
        unknownMembers: [{ path: '$', discriminator: 'type', value: type }],
      });
    },
  );

  it.each([
    ['{"__proto__":1}', []],
    ['{"__proto__":"x","constructor":true,"toString":2}', []],
    [
      '{"__proto__":{"a":1}}',
      [
        '$.workflow.state_variables.__proto__: expected string or number or boolean, got object with 1 fields',
      ],
    ],
    [
      '{"__proto__":null,"_0000000_":[],"constructor":null}',
      [
        '$.workflow.state_variables.__proto__: expected string or number or boolean, got null',
        '$.workflow.state_variables._0000000_: expected string or number or boolean, got list of 0',
        '$.workflow.state_variables.constructor: expected string or number or boolean, got null',
      ],
    ],
  ])('are state variables like any other: %s', (stateVariables, found) => {
    for (const reading of ['strict', 'lint', 'tolerant'] as const)
      expect(lines('session_create', create(stateVariables), reading)).toEqual(found);
  });

  it('count among the state variables', () => {
    expect(lines('session_create', create(`{"__proto__":1,${others(63)}}`))).toEqual([]);
    expect(lines('session_create', create(`{"__proto__":1,${others(64)}}`))).toEqual([
      '$.workflow.state_variables: expected at most 64 properties, got object with 65 fields',
    ]);
  });

  it('are read within answers too, and the value is not touched', () => {
    const text = JSON.stringify(workflow).replace('"plan"', '"__proto__"');
    const value: unknown = JSON.parse(text);
    const read = readShape('workflow', value);
    expect(read.ok && read.value).toBe(value);
    expect(JSON.stringify(value)).toBe(text);
    const broken: unknown = JSON.parse(text.replace('"pro"', '[]'));
    expect(lines('workflow', broken)).toEqual([
      '$.state_variables.__proto__: expected string or number or boolean, got list of 0',
    ]);
  });
});

describe('deep and huge values', () => {
  const depth = 100_000;
  const deep: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  it.each(['strict', 'lint', 'tolerant'] as const)('%s: takes any depth without a crash', (reading) => {
    expect(lines('thread_item', deep, reading)).toEqual(['$: expected object, got list of 1']);
    expect(lines('widget', { ...widget, widget: deep }, reading)).toEqual([
      '$.widget: expected string, got list of 1',
    ]);
    expect(
      lines('session_create', { user: 'u', workflow: { id: 'w', state_variables: { deep } } }, reading),
    ).toEqual(['$.workflow.state_variables.deep: expected string or number or boolean, got list of 1']);
  });

  it('keeps what is unknown at any depth', () => {
    expect(readShape('widget', { ...widget, extra: deep }).ok).toBe(true);
    expect(readShape('thread_item', { type: 'future', deep }, 'tolerant').ok).toBe(true);
  });

  it('lists a problem for each of a hundred thousand entries', () => {
    const broken = lines('thread_item_list', { ...page, data: Array.from({ length: 100_000 }, () => 7) });
    expect(broken).toHaveLength(100_000);
    expect(broken.at(-1)).toBe('$.data[99999]: expected object, got integer 7');
  });

  it('lists a problem for each of twenty thousand unknown fields and names', () => {
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, null]));
    expect(lines('widget', { ...widget, ...fields }, 'lint')).toHaveLength(20_000);
    const request = { user: 'u', workflow: { id: 'w', state_variables: fields } };
    expect(lines('session_create', request)).toHaveLength(20_001);
  });

  it('shows of huge texts and names only the beginning', () => {
    const huge = 'x'.repeat(10_000_000);
    const problems = lines('thread_deleted', { id: 'a', deleted: huge, object: 'o', [huge]: 1 }, 'lint');
    expect(problems).toEqual([
      `$.deleted: expected boolean, got string "${'x'.repeat(60)}… (10000000 characters)`,
      '$.object: expected "chatkit.thread.deleted", got string "o"',
      `$["${'x'.repeat(100)}…"]: expected no such field in the contract, got integer 1`,
    ]);
  });

  it.each([
    ['1e999', 'number Infinity'],
    ['1.5', 'number 1.5'],
    ['9007199254740993', 'integer 9007199254740992'],
    ['-1e20', 'integer -100000000000000000000'],
  ])('says what %s is to JavaScript', (number, received) => {
    const [deleted] = lines('thread', { ...samples.thread[0], created_at: JSON.parse(number) as number });
    expect(deleted).toMatch(new RegExp(`^\\$\\.created_at: expected .*, got ${received}$`));
  });
});

it('reads a page of 100 items in well under a millisecond once warm', () => {
  const data = Array.from({ length: 100 }, (_, i) => page?.data[i % page.data.length]);
  const full = { ...page, data };
  const timesMs = Array.from({ length: 300 }, () => {
    const startMs = performance.now();
    readShape('thread_item_list', full);
    return performance.now() - startMs;
  });
  // The best of many: what it costs when nothing else wants the core.
  expect(Math.min(...timesMs)).toBeLessThan(0.5);
  expect(JSON.stringify(full).length).toBeGreaterThan(30_000);
});
