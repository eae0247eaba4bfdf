import { describe, expect, it } from 'vitest';
import { describeValue, formatPath, formatProblem, problemsOf, typeName, valueAt } from './problem.ts';
import { readShape } from './reading.ts';
import { Thread } from './thread.ts';

describe('formatPath', () => {
  it.each<[PropertyKey[], string]>([
    [[], '$'],
    [['data', 3, 'created_at'], '$.data[3].created_at'],
    [['odd key'], '$["odd key"]'],
    [['a.b', '0', ''], '$["a.b"]["0"][""]'],
    [['quote"and\\slash'], String.raw`$["quote\"and\\slash"]`],
    [['new\nline', 'ä'], String.raw`$["new\nline"]["ä"]`],
    [['__proto__', 'constructor'], '$.__proto__.constructor'],
    [[0, 1], '$[0][1]'],
  ])('%j', (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  it('shows the beginning of a long key, whole characters only', () => {
    expect(formatPath(['k'.repeat(100)])).toBe(`$.${'k'.repeat(100)}`);
    expect(formatPath(['k'.repeat(101)])).toBe(`$["${'k'.repeat(100)}…"]`);
    expect(formatPath([`${'k'.repeat(99)}𝄞`])).toBe(`$["${'k'.repeat(99)}…"]`);
  });
});

describe('valueAt', () => {
  it('looks at own fields only', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
    expect(valueAt({ a: 1 }, [])).toEqual({ a: 1 });
    expect(valueAt({ a: null }, ['a', 'b'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
    expect(valueAt({}, ['constructor'])).toBeUndefined();
    expect(valueAt({}, ['__proto__'])).toBeUndefined();
    expect(valueAt(JSON.parse('{"__proto__":{"a":1}}'), ['__proto__', 'a'])).toBe(1);
  });
});

describe('typeName', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [[], 'list'],
    [{}, 'object'],
    [0, 'integer'],
    [-0, 'integer'],
    [1e300, 'integer'],
    [0.5, 'number'],
    [Infinity, 'number'],
    ['', 'string'],
    [false, 'boolean'],
  ])('%s is %s', (value, name) => {
    expect(typeName(value)).toBe(name);
  });
});

describe('describeValue', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['', 'string ""'],
    ['say "hi"\n', String.raw`string "say \"hi\"\n"`],
    [7, 'integer 7'],
    [-0, 'integer 0'],
    [1e21, 'integer 1e+21'],
    [1.5, 'number 1.5'],
    [JSON.parse('1e999'), 'number Infinity'],
    [true, 'boolean true'],
    [[1, 2], 'list of 2'],
    [{ a: 1 }, 'object with 1 fields'],
    [JSON.parse('{"__proto__":1,"constructor":2}'), 'object with 2 fields'],
  ])('%j is %s', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });

  it('shows 60 units of a long text, whole characters only, and counts its characters', () => {
    expect(describeValue('x'.repeat(60))).toBe(`string "${'x'.repeat(60)}"`);
    expect(describeValue('x'.repeat(61))).toBe(`string "${'x'.repeat(60)}… (61 characters)`);
    expect(describeValue(`${'x'.repeat(59)}𝄞𝄞`)).toBe(`string "${'x'.repeat(59)}… (61 characters)`);
    expect(describeValue('"'.repeat(61))).toBe(`string "${String.raw`\"`.repeat(60)}… (61 characters)`);
  });

  it.each([
    ['ek_secret', 'string (secret, not shown)'],
    [{ token: 'ek_secret' }, 'object (secret, not shown)'],
    [5, 'integer (secret, not shown)'],
    [null, 'null'],
    [undefined, 'nothing'],
  ])('never shows what stands in client_secret: %j', (value, text) => {
    expect(describeValue(value, ['data', 0, 'client_secret'])).toBe(text);
  });
});

describe('formatProblem', () => {
  it('is one line', () => {
    expect(formatProblem({ path: '$.limit', expected: 'integer', received: 'string "ten"' })).toBe(
      '$.limit: expected integer, got string "ten"',
    );
  });
});

describe('problemsOf', () => {
  it('falls back to zod’s own words where no schema stands at the path', () => {
    const issue = { code: 'custom' as const, path: ['nowhere'], message: 'Odd.', input: 1 };
    expect(problemsOf(Thread, { nowhere: 1 }, [issue])).toEqual([
      { path: '$.nowhere', expected: 'Odd.', received: 'integer 1' },
    ]);
  });

  it('never shows a secret that stands where no field of the contract is', () => {
    const value = { id: 'a', deleted: true, object: 'chatkit.thread.deleted', client_secret: 'ek_secret' };
    expect(readShape('thread_deleted', value, 'lint')).toEqual({
      ok: false,
      problems: [
        {
          path: '$.client_secret',
          expected: 'no such field in the contract',
          received: 'string (secret, not shown)',
        },
      ],
    });
  });
});
