import { describe, expect, it } from 'vitest';
import { HarnessError } from '../support/errors.ts';
import { OptionReader } from './options.ts';

const problemsOf = (read: (reader: OptionReader) => unknown): readonly string[] => {
  const reader = new OptionReader();
  read(reader);
  try {
    reader.check();
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(HarnessError);
    expect((error as HarnessError).exitCode).toBe(2);
    return (error as HarnessError).problems;
  }
};

it('collects every problem before it complains', () => {
  expect(
    problemsOf((reader) => {
      reader.integer('--a', 'x', 0);
      reader.durationMs('--b', '60', 1, 1000);
      reader.choice('--c', 'z', ['x', 'y']);
    }),
  ).toEqual([
    "--a: a whole number 0 or more is wanted, got 'x'",
    "--b: a duration such as 500ms, 60s or 2m is wanted, got '60' (did you mean '60s'?)",
    "--c: one of x, y is wanted, got 'z'",
  ]);
});

describe('integer', () => {
  it('tells of the largest number only who asks for a larger one', () => {
    const problem = (text: string) => problemsOf((reader) => reader.integer('--n', text, 1))[0];
    expect(problem('0')).toBe("--n: a whole number 1 or more is wanted, got '0'");
    expect(problem('9007199254740993')).toBe(
      "--n: a whole number from 1 to 9007199254740991 is wanted, got '9007199254740993'",
    );
  });

  it.each([
    ['0', 0],
    ['1_000', 1000],
    ['-5', -5],
  ])('reads %s', (text, value) => {
    expect(new OptionReader().integer('--n', text, -10)).toBe(value);
  });

  it.each(['', '1.5', '1e3', '0x10', '11', '-1', '9007199254740993', ' 1'])('refuses %j', (text) => {
    expect(problemsOf((reader) => reader.integer('--n', text, 0, 10))).toEqual([
      `--n: a whole number from 0 to 10 is wanted, got '${text}'`,
    ]);
  });
});

describe('durationMs', () => {
  it.each([
    ['250ms', 250],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0.4ms', 0],
  ])('reads %s', (text, valueMs) => {
    expect(new OptionReader().durationMs('--d', text, 0, 1e9)).toBe(valueMs);
  });

  it('names the range', () => {
    expect(problemsOf((reader) => reader.durationMs('--d', '10m', 1000, 60_000))).toEqual([
      "--d: a duration from 1 s to 60 s is wanted, got '10m'",
    ]);
  });
});

describe('url', () => {
  it.each([
    [
      'localhost:8787/v1',
      "--u: an http or https address is wanted, got 'localhost:8787/v1' (did you mean 'http://localhost:8787/v1'?)",
    ],
    [
      'example.com/v1',
      "--u: an http or https address is wanted, got 'example.com/v1' (did you mean 'http://example.com/v1'?)",
    ],
    [
      'http://localhost/v1?key=x',
      '--u: the address ends with its path (such as /v1): what begins with ? or # is not sent',
    ],
    ['ftp://example.com', "--u: only http and https can be reached, got 'ftp:…'"],
    ['', "--u: an http or https address is wanted, got ''"],
  ])('refuses %j', (text, problem) => {
    expect(problemsOf((reader) => reader.url('--u', text))).toEqual([problem]);
  });

  it('does not repeat a password', () => {
    const [problem] = problemsOf((reader) => reader.url('--u', 'https://me:hunter2@example.com/v1'));
    expect(problem).toContain('credentials');
    expect(problem).not.toContain('hunter2');
  });
});
