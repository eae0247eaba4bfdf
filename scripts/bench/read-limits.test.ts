import { expect, it } from 'vitest';
import { HarnessError } from '../../support/errors.ts';
import type { BenchOptions } from './read-settings.ts';
import { readSettings } from './read-settings.ts';

const options = (changes: Partial<BenchOptions>): BenchOptions => ({
  workflow: 'wf_1',
  sessions: '5',
  load: '1',
  probes: true,
  request: 'GET /x',
  timeout: '10s',
  budget: '20000',
  ...changes,
});

function problemsOf(changes: Partial<BenchOptions>): readonly string[] {
  try {
    readSettings(options(changes), {});
    return [];
  } catch (error) {
    if (error instanceof HarnessError && error.exitCode === 2) return error.problems;
    throw error;
  }
}

const limitsOf = (changes: Partial<BenchOptions>) => {
  const { policy, limits } = readSettings(options(changes), {}).settings;
  return [policy.limit, limits];
};

it('gives all sessions one limit, deals several, or spreads a range', () => {
  expect(limitsOf({})).toEqual([10, undefined]);
  expect(limitsOf({ limit: '7' })).toEqual([7, undefined]);
  expect(limitsOf({ limit: '5,50, 10' })).toEqual([50, [5, 50, 10, 5, 50]]);
  expect(limitsOf({ limit: '5..50' })).toEqual([50, [5, 28, 39, 16, 50]]);
  expect(limitsOf({ limit: '5..50', seed: '2' })).toEqual([50, [39, 5, 50, 16, 28]]);
});

it('deals to secrets that were given, in their order', () => {
  const given = { baseUrl: 'http://localhost:1', clientSecret: ['a', 'b', 'c'] };
  expect(limitsOf({ ...given, limit: '5,10' })).toEqual([10, [5, 10, 5]]);
  expect(problemsOf({ ...given, limit: '5..10' })).toEqual([
    '--limit: a range is spread over sessions that are created; with --client-secret say the limit of each secret, such as 5,10,50',
  ]);
  expect(problemsOf({ ...given, limit: '1,2,3,4' })).toEqual([
    '--limit: names 4 limits, each for a session of its own, and there are 3 of --client-secret',
  ]);
});

it.each([
  ['50..5', "--limit: the lower limit comes first, got '50..5' (did you mean '5..50'?)"],
  ['5..5', "--limit: '5..5' is one limit; for all sessions to have it, say 5"],
  ['0..5', "--limit: limits go from 1 to 100000, got '0..5'"],
  ['5..100001', "--limit: limits go from 1 to 100000, got '5..100001'"],
  ['5..', "--limit: a range has two whole numbers such as 5..50, got '5..'"],
  ['..5', "--limit: a range has two whole numbers such as 5..50, got '..5'"],
  ['a..b', "--limit: a range has two whole numbers such as 5..50, got 'a..b'"],
  ['5..10,50', "--limit: a range has two whole numbers such as 5..50, got '5..10,50'"],
  ['5,,10', "--limit: a whole number from 1 to 100000 is wanted, got ''"],
  ['5,0', "--limit: a whole number from 1 to 100000 is wanted, got '0'"],
  ['1,2,3,4,5,6', '--limit: names 6 limits, each for a session of its own, and --sessions is 5'],
])('refuses %s', (limit, problem) => {
  expect(problemsOf({ limit })).toEqual([problem]);
});

it('refuses what cannot go together', () => {
  expect(problemsOf({ limit: '5..50', sessions: '1' })).toEqual([
    "--limit: a range is spread over several sessions: with '5..50', --sessions is 2 or more",
  ]);
  expect(problemsOf({ limit: '5', seed: '1' })).toEqual([
    '--seed: has no effect unless --limit is a range such as 5..50',
  ]);
  expect(problemsOf({ limit: '5..50', seed: 'x' })).toEqual([
    "--seed: a whole number 0 or more is wanted, got 'x'",
  ]);
  expect(problemsOf({ limit: '5..50', sessions: '30', identify: true })).toEqual([
    '--limit: --identify goes through the limits one after another, 8 different ones at the most, got 30; fewer --sessions, or a list such as 5,10,50',
  ]);
  expect(problemsOf({ limit: '5..50', identify: true })).toEqual([]);
});
