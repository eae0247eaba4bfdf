import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { allCases, fuzz, readCorpus, shapesOf } from './index.ts';
import type { FuzzCase, FuzzReport } from './index.ts';

/** A driver that is broken in one way; what each does is told in its file. */
const command = (mode: string) =>
  `${process.execPath} ${new URL('testing/plain-driver.mjs', import.meta.url).pathname} ${mode}`;

const corpus = readCorpus(new URL('../../fixtures', import.meta.url).pathname);
let abort = new AbortController();
afterEach(() => {
  abort.abort();
  abort = new AbortController();
});

function* first(cases: Iterable<FuzzCase>, n: number): Generator<FuzzCase> {
  let left = n;
  for (const each of cases) {
    if (left === 0) return;
    left -= 1;
    yield each;
  }
}

function* valid(cases: Iterable<FuzzCase>): Generator<FuzzCase> {
  for (const each of cases) if (each.source === 'arbitraries') yield each;
}

/** Runs cases of one shape, or of all; of what costs the driver's life only valid ones, and few. */
const run = (
  mode: string,
  cases: number,
  shape?: 'thread' | 'thread_item' | 'thread_list',
  only: (cases: Iterable<FuzzCase>) => Iterable<FuzzCase> = (all) => all,
): Promise<FuzzReport> =>
  fuzz(
    {
      command: command(mode),
      clock: systemClock,
      signal: abort.signal,
      deadlineMs: 400,
      helloMs: 20_000,
      memoryBytes: 64 * 2 ** 20,
      maxShrunk: 20,
    },
    (hello) =>
      first(only(allCases({ seed: 1, shapes: shapesOf(hello, shape && [shape]), saved: [], corpus })), cases),
  );

const found = ({ findings }: FuzzReport) =>
  findings.map(({ signature, bytes }) => [signature, Buffer.from(bytes).toString('utf8')]);

it('finds nothing in a driver that is not broken', async () => {
  const report = await run('none', 4000);
  expect(found(report)).toEqual([]);
  expect(report).toMatchObject({ tried: 4000, restarts: 0, strays: [], stale: [] });
});

it('shrinks a field that is dropped', async () => {
  expect(found(await run('drops-title', 1500, 'thread'))).toEqual([
    [
      'lost | thread $.title | a value',
      '{"id":"","created_at":0,"object":"chatkit.thread","status":{"type":"active"},"title":"","user":""}',
    ],
    [
      'lost | thread $.title | null',
      '{"id":"","created_at":0,"object":"chatkit.thread","status":{"type":"active"},"title":null,"user":""}',
    ],
  ]);
});

it('shrinks variants that are swapped', async () => {
  expect(found(await run('swaps-variants', 1500, 'thread_item'))).toEqual([
    [
      'wrong-variant | thread_item $ | chatkit.task taken for chatkit.widget',
      '{"id":"","created_at":0,"object":"chatkit.thread_item","thread_id":"","heading":"","summary":"","task_type":"custom","type":"chatkit.task"}',
    ],
  ]);
});

it('shrinks numbers that are coerced', async () => {
  const [finding] = found(await run('numbers-as-text', 600, 'thread'));
  expect(finding).toEqual([
    'changed | thread $.created_at | number to text',
    '{"id":"","created_at":0,"object":"chatkit.thread","status":{"type":"active"},"title":"","user":""}',
  ]);
});

it('finds the case that crashes, by halving, and shrinks it', async () => {
  const report = await run('crashes-on-astral', 24, 'thread', valid);
  expect(found(report)).toEqual([
    [
      'crashed | thread | exit code 1: RangeError: bad character',
      expect.stringMatching(
        /^\{"id":"[^"]*","created_at":0,"object":"chatkit.thread","status":\{"type":"active"\},"title":(null|"[^"]*"),"user":"[^"]*"\}$/,
      ),
    ],
  ]);
  const [, text] = found(report)[0] as [string, string];
  expect(text.match(/[\u{10000}-\u{10FFFF}]/gu)).toHaveLength(1);
  expect(Array.from(text).length).toBe(98 + 1 + (text.includes('null') ? 2 : 0));
});

it('finds the case that hangs, and shrinks it', async () => {
  const report = await run('hangs-on-empty-list', 24, 'thread_list', valid);
  expect(found(report)).toEqual([
    [
      'hung | thread_list | {"data":[],"first_id":"","has_more":false,"last_id":"","object":"list"}',
      '{"data":[],"first_id":"","has_more":false,"last_id":"","object":"list"}',
    ],
  ]);
});

it('finds the case that leaks, though it shows late, and shrinks it', async () => {
  // Memory is looked at every 100 ms: fewer cases would be over before.
  const report = await run('leaks-on-locked', 1000, 'thread', valid);
  expect(found(report)).toEqual([
    [
      expect.stringMatching(/^grew \| thread \| /),
      '{"id":"","created_at":0,"object":"chatkit.thread","status":{"reason":"","type":"locked"},"title":"","user":""}',
    ],
  ]);
}, 60_000);

it('gives up a driver that answers nonsense by itself, and says so', async () => {
  const report = await run('garbles', 2600, 'thread');
  expect(report.strays.map(({ failure, detail }) => [failure, detail])).toContainEqual([
    'broke-protocol',
    'a line that is no answer: "no object"',
  ]);
});

it('refuses a driver that cannot be used, with what it said', async () => {
  const start = (cmd: string) =>
    fuzz(
      {
        command: cmd,
        clock: systemClock,
        signal: abort.signal,
        deadlineMs: 400,
        helloMs: 2000,
        memoryBytes: 2 ** 30,
        maxShrunk: 1,
      },
      () => [],
    );
  await expect(start('echo nothing good >&2; exit 3')).rejects.toMatchObject({
    exitCode: 3,
    message:
      "the driver 'echo nothing good >&2; exit 3' could not be used: exit code 3\nIts standard error ends:\nnothing good",
  });
  await expect(start('echo hi')).rejects.toThrow('it answered hello with what is no JSON: hi');
  await expect(start('echo \'{"protocol":2}\'')).rejects.toThrow(
    'its answer to hello breaks the protocol: driver:',
  );
  await expect(start('sleep 30')).rejects.toThrow('no hello within 2 s');
});
