import { describe, expect, expectTypeOf, it } from 'vitest';
import { parseQuery } from './parse-query.ts';
import { formatProblem } from './problem.ts';
import type { ThreadItemListQuery, ThreadListQuery } from './query.ts';
import type { ReadResult } from './reading.ts';

const parse = (text: string) => parseQuery('threads.list', new URLSearchParams(text));
const lines = (text: string) => {
  const read = parse(text);
  return read.ok ? [] : read.problems.map(formatProblem);
};

describe('parseQuery', () => {
  it('reads every parameter as its type', () => {
    expect(parse('limit=5&order=asc&after=cthr_1&before=cthr_2&user=a%20b')).toEqual({
      ok: true,
      value: { limit: 5, order: 'asc', after: 'cthr_1', before: 'cthr_2', user: 'a b' },
      unknownMembers: [],
    });
  });

  it('fills in nothing', () => {
    expect(parse('')).toEqual({ ok: true, value: {}, unknownMembers: [] });
  });

  it('leaves text alone that looks like a number', () => {
    expect(parse('user=42&after=7')).toMatchObject({ ok: true, value: { user: '42', after: '7' } });
  });

  it('ignores what the contract does not name, however often it stands there', () => {
    expect(parse('x=1&x=2&__proto__=1&constructor=2&Limit=ten&limit=1')).toEqual({
      ok: true,
      value: { limit: 1 },
      unknownMembers: [],
    });
    const items = parseQuery('threads.listItems', new URLSearchParams('user=&user='));
    expect(items).toEqual({ ok: true, value: {}, unknownMembers: [] });
  });

  it.each([
    ['limit=0', 0],
    ['limit=-0', 0],
    ['limit=007', 7],
    ['limit=100', 100],
  ])('takes %s', (text, limit) => {
    const read = parse(text);
    expect(read).toEqual({ ok: true, value: { limit }, unknownMembers: [] });
  });

  it.each([
    ['limit=ten', '$.limit: expected integer, got string "ten"'],
    ['limit=', '$.limit: expected integer, got string ""'],
    ['limit=%2B5', '$.limit: expected integer, got string "+5"'],
    ['limit=5.0', '$.limit: expected integer, got string "5.0"'],
    ['limit=1e1', '$.limit: expected integer, got string "1e1"'],
    ['limit=0x10', '$.limit: expected integer, got string "0x10"'],
    ['limit=+5', '$.limit: expected integer, got string " 5"'],
    ['limit=5%0A', '$.limit: expected integer, got string "5\\n"'],
    ['limit=%D9%A5', '$.limit: expected integer, got string "٥"'],
    ['limit=null', '$.limit: expected integer, got string "null"'],
    ['limit=-1', '$.limit: expected at least 0, got integer -1'],
    ['limit=101', '$.limit: expected at most 100, got integer 101'],
    ['order=DESC', '$.order: expected "asc" or "desc", got string "DESC"'],
    ['order=', '$.order: expected "asc" or "desc", got string ""'],
    ['user=', '$.user: expected at least 1 characters, got string ""'],
    ['limit=5&limit=5', '$.limit: expected one value, got 2 values'],
    ['after=a&after=b&after=c', '$.after: expected one value, got 3 values'],
  ])('refuses %s', (text, line) => {
    expect(lines(text)).toEqual([line]);
  });

  it('counts the characters of a user: 512 and not one more', () => {
    expect(lines(`user=${'u'.repeat(512)}`)).toEqual([]);
    expect(lines(`user=${'u'.repeat(513)}`)).toEqual([
      `$.user: expected at most 512 characters, got string "${'u'.repeat(60)}… (513 characters)`,
    ]);
  });

  it('says what was sent when a number is too long for any integer', () => {
    const digits = '9'.repeat(400);
    expect(lines(`limit=${digits}`)).toEqual([
      `$.limit: expected integer, got string "${'9'.repeat(60)}… (400 characters)`,
    ]);
  });

  it('lists all problems at once, repeated parameters first', () => {
    expect(lines('order=up&limit=1&limit=2&user=')).toEqual([
      '$.limit: expected one value, got 2 values',
      '$.order: expected "asc" or "desc", got string "up"',
      '$.user: expected at least 1 characters, got string ""',
    ]);
  });

  it.each(['sessions.create', 'sessions.cancel', 'threads.retrieve', 'threads.delete'] as const)(
    'yields an empty object for %s, which takes no query',
    (id) => {
      const read = parseQuery(id, new URLSearchParams('limit=ten&limit=2'));
      expect(read).toEqual({ ok: true, value: {}, unknownMembers: [] });
    },
  );

  it('is typed by the operation', () => {
    const none = new URLSearchParams();
    expectTypeOf(parseQuery('threads.list', none)).toEqualTypeOf<ReadResult<ThreadListQuery>>();
    expectTypeOf(parseQuery('threads.listItems', none)).toEqualTypeOf<ReadResult<ThreadItemListQuery>>();
    expectTypeOf(parseQuery('threads.delete', none)).toEqualTypeOf<ReadResult<Record<string, never>>>();
  });
});
