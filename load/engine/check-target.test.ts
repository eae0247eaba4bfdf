import { expect, it } from 'vitest';
import { HarnessError } from '../../support/errors.ts';
import { checkTarget } from './check-target.ts';
import type { DrivenRequest, SessionCredential } from './target.ts';
import { targetAt } from './testing/target-server.ts';

const s1: SessionCredential = { label: 's1', secret: 'ek_0123456789' };

function problemsOf(run: () => void): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof HarnessError && error.exitCode === 2) return error.problems;
    throw error;
  }
  return [];
}

const requestProblems = (change: Partial<DrivenRequest>) =>
  problemsOf(() => checkTarget(targetAt(new URL('http://h/v1'), change), [s1]));

it('has nothing against an ordinary target', () => {
  expect(requestProblems({})).toEqual([]);
  expect(
    requestProblems({ method: 'POST', body: '{}', headers: { 'Content-Type': 'a/b', Host: 'h' } }),
  ).toEqual([]);
});

it('lists everything at once', () => {
  const target = targetAt(new URL('ftp://user:pass@h/v1'), { method: 'get', path: 'threads' }, 0);
  expect(problemsOf(() => checkTarget(target, []))).toEqual([
    'the base URL must begin with http:// or https://, not ftp:',
    'the base URL carries a user name or password: give the secret as a session’s secret instead',
    'the method must be upper-case: GET, not get',
    'the path must begin with a slash, not "threads"',
    'there is no session to send with',
    'the timeout must be in 1 to 2147483647 milliseconds, not 0',
  ]);
});

it.each<[string, Partial<DrivenRequest>]>([
  ['"G T" is not an HTTP method', { method: 'G T' }],
  ['the method CONNECT opens a tunnel and has no answer to measure', { method: 'CONNECT' }],
  ['"x y" is not a header name', { headers: { 'x y': '1' } }],
  ['the header Connection is set by the engine: leave it out', { headers: { Connection: 'close' } }],
  [
    'the header transfer-encoding is set by the engine: leave it out',
    { headers: { 'transfer-encoding': 'x' } },
  ],
  ['the header X-A is given twice', { headers: { 'x-a': '1', 'X-A': '2' } }],
  ['the header x-a holds a character that no header may carry', { headers: { 'x-a': '1\r\nx-b: 2' } }],
  ['the header x-a holds a character that no header may carry', { headers: { 'x-a': 'a…b' } }],
])('says: %s', (problem, change) => {
  expect(requestProblems(change)).toEqual([problem]);
});

it.each([['ek_secret\r\nx-forged: 1'], ['ek_secret\n'], ['ek_secret…'], ['ek_secret\0']])(
  'refuses a secret that no header may carry, without telling it: %j',
  (secret) => {
    const problem =
      'the secret of session s1 holds a character that no header may carry: was it copied with its line break?';
    const session = { label: 's1', secret };
    expect(problemsOf(() => checkTarget(targetAt(new URL('http://h')), [session]))).toEqual([problem]);
  },
);

it('wants sessions apart, and labels that tell no secret', () => {
  const check = (...sessions: SessionCredential[]) =>
    problemsOf(() => checkTarget(targetAt(new URL('http://h')), sessions));
  expect(check(s1, { ...s1, secret: 'other' })).toEqual(['two sessions are called s1']);
  expect(check({ label: '', secret: 'x' })).toEqual(['a session has no label']);
  expect(check({ label: 's1', secret: '' })).toEqual(['the secret of session s1 is empty']);
  expect(check({ label: 'my ek_0123', secret: 'ek_0123' })).toEqual(['a session’s label holds its secret']);
});

it('lets an authorization header of one’s own stand for one session, not for several', () => {
  const target = targetAt(new URL('http://h'), { headers: { Authorization: 'Basic abc' } });
  expect(problemsOf(() => checkTarget(target, [s1]))).toEqual([]);
  expect(problemsOf(() => checkTarget(target, [s1, { label: 's2', secret: 'b' }]))).toEqual([
    'an authorization header of your own would make one session of all 2: use one session',
  ]);
});
