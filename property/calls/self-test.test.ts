import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { selfTestCalls } from './self-test.ts';

const client = fileURLToPath(new URL('testing/client.mjs', import.meta.url));

const run = (breakage: string) =>
  selfTestCalls({
    command: `exec "${process.execPath}" "${client}" ${breakage}`,
    clock: systemClock,
    signal: new AbortController().signal,
    helloMs: 20_000,
    memoryBytes: 2 ** 29,
    deadlineMs: 10_000,
  });

it('finds nothing in a driver that keeps the protocol', async () => {
  const { hello, results } = await run('none');
  expect(hello.driver).toEqual({ name: 'here', version: 'none', language: 'javascript' });
  expect(results?.map(({ claim, problem }) => [claim, problem])).toEqual(
    [
      'names operations that there are',
      'makes the call and gives its value: threads.retrieve',
      'makes the call and gives all that is listed: threads.list',
      'makes the call and gives all that is listed: threads.listItems',
      'makes the call and gives its value: threads.delete',
      'makes the call and gives its value: sessions.create',
      'makes the call and gives its value: sessions.cancel',
      'passes parameters on: threads.list',
      'passes parameters on: sessions.create',
      'tells an error with its status',
      'makes 32 calls side by side',
      'skips an operation that it does not know',
      'lives through all of these calls',
      'gives timeoutMs to the client',
    ].map((claim) => [claim, undefined]),
  );
});

it.concurrent('takes a body however it is spaced', async () => {
  const { results } = await run('spaced');
  expect(results?.filter(({ problem }) => problem !== undefined)).toEqual([]);
});

it.concurrent.each<[string, string, RegExp]>([
  ['unknown-names', 'names operations that there are', /^no operation is called threads.get; there are /],
  ['no-key', 'makes the call and gives its value: threads.retrieve', /^the request carried no key/],
  [
    'first-page-only',
    'makes the call and gives all that is listed: threads.list',
    /^two pages of one entry each were served, the list holds e1$/,
  ],
  ['no-params', 'passes parameters on: threads.list', /^limit was 7, the request was \/chatkit\/threads\?/],
  ['no-params', 'passes parameters on: sessions.create', /^given .*, the body was \{"user":"nobody"\}$/],
  ['loses-status', 'tells an error with its status', /^the error has status null; tell status, code/],
  [
    'ignores-timeout',
    'gives timeoutMs to the client',
    /^no answer came, timeoutMs was 300, and the call had not ended after 5500 ms$/,
  ],
  ['one-at-a-time', 'makes 32 calls side by side', /^32 calls of 250 ms took \d{4,} ms; answer each /],
  ['errs-at-unknown', 'skips an operation that it does not know', /^wanted skipped, came TypeError /],
  ['crashes-on-delete', 'makes the call and gives its value: threads.delete', /^crashed: exit code 7$/],
  ['crashes-on-delete', 'lives through all of these calls', /^was started again 1 times$/],
])('tells of a driver that %s: %s', { timeout: 60_000 }, async (breakage, claim, problem) => {
  const { results } = await run(breakage);
  const broken = Object.fromEntries(results?.map((each) => [each.claim, each.problem]) ?? []);
  expect(broken[claim]).toMatch(problem);
});

it('asks a driver without calls for its hello only', async () => {
  const { hello, results } = await run('parses-only');
  expect([hello.modes, results]).toEqual([['parse'], undefined]);
});
