import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { selfTest } from './index.ts';

const driver = new URL('testing/breaks-protocol.mjs', import.meta.url).pathname;

const run = (way: string) =>
  selfTest({
    command: `exec ${process.execPath} ${driver} ${way}`,
    clock: systemClock,
    deadlineMs: way === 'silent' ? 100 : 10_000,
    helloMs: way === 'no-hello' ? 500 : 20_000,
    maxRestarts: 2,
  });

const broken = async (way: string): Promise<Record<string, string>> => {
  const { results } = await run(way);
  return Object.fromEntries(
    results.flatMap(({ claim, problem }) => (problem === undefined ? [] : [[claim, problem]])),
  );
};

const gives = 'gives a value for a valid thread_deleted';

it('finds nothing in a driver that keeps the protocol', async () => {
  const { hello, results } = await run('honest');
  expect(hello.driver).toEqual({ name: 'honest', version: '1', language: 'javascript' });
  expect(results.map(({ claim, problem }) => [claim, problem])).toEqual(
    [
      'answers hello with its name, modes and shapes',
      gives,
      'gives that value: thread_deleted',
      'answers whatever the bytes are',
      'answers an error for what is no JSON',
      'answers 500 requests that are sent at once',
      'answers a request of a mebibyte',
      'answers the same to the same bytes',
      'lives through all of this',
    ].map((claim) => [claim, undefined]),
  );
});

it.each<[string, string, RegExp]>([
  ['no-shapes', 'reads one shape at least', /^hello names no shapes$/],
  ['foreign-id', gives, /^broke-protocol: an id that was not asked, or twice \(1000001\)/],
  ['no-id', gives, /^broke-protocol: a line that is no answer: {"outcome":"value"}$/],
  ['garbage', gives, /^broke-protocol: a line that is no answer: <html>$/],
  ['no-outcome', gives, /^outcome: /],
  ['value-without-value', gives, /^value: /],
  ['error-without-type', 'answers whatever the bytes are', /^error\.type: /],
  ['never-an-error', 'answers an error for what is no JSON', /"outcome":"value"/],
  ['other-value', 'gives that value: thread_deleted', /^changed: \$\.id: /],
  ['same-of-all', 'says same only of bytes that it would write itself', /^said same of \{ "id":"" \}$/],
  ['drifts', 'answers the same to the same bytes', / and then /],
  ['silent', gives, /^hung: no answer within 0.1 s$/],
  ['exits', gives, /^crashed: exit code 7$/],
])('tells of a driver that breaks it: %s', async (way, claim, problem) => {
  expect((await broken(way))[claim]).toMatch(problem);
});

it('gives up early a driver that fails at everything', async () => {
  expect(await broken('exits')).toEqual({
    [gives]: 'crashed: exit code 7',
    'lives through all of this': 'the driver was given up: it was started again 2 times',
  });
});

it('tells of an answer that comes twice', async () => {
  expect(Object.keys(await broken('twice'))).toContain('lives through all of this');
});

it.each([
  ['hello-garbage', 'it answered hello with what is no JSON: good morning'],
  ['hello-version-2', 'it speaks protocol 2, this program speaks 1'],
  ['hello-without-driver', 'its answer to hello breaks the protocol: driver: '],
  ['no-hello', 'no hello within 0.5 s'],
  ['endless-line', 'wrote a line without end'],
])('cannot use a driver at all: %s', async (way, message) => {
  await expect(run(way)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining(message) as string,
  });
});
