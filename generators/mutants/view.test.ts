import { expect, it } from 'vitest';
import { z } from 'zod';
import { viewOf } from './view.ts';

it.each([
  ["'date'", z.date()],
  ["'number'", z.number()],
  ["the check 'string_format'", z.string().startsWith('x')],
  ["the check 'multiple_of'", z.int().multipleOf(5)],
  ['any of number,string', z.union([z.string(), z.number()])],
])('passes over nothing in silence: %s', (what, schema) => {
  expect(() => viewOf(schema)).toThrow(`no mutants are known for ${what}`);
});

it('finds bounds in checks', () => {
  expect(viewOf(z.string().min(1).max(5))).toEqual({ kind: 'text', uri: false, min: 1, max: 5 });
  expect(viewOf(z.int().min(0))).toEqual({ kind: 'integer', min: 0, max: undefined });
});
