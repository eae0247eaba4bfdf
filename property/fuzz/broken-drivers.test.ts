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

type Shape = 'thread' | 'thread_item' | 'thread_list';
type Pacing = { readonly batchCases: number; readonly inFlight: number };

const settings = (mode: string, deadlineMs = 10_000) => ({
  command: command(mode),
  clock: systemClock,
  signal: abort.signal,
  deadlineMs,
  helloMs: 20_000,
  memoryBytes: 64 * 2 ** 20,
  maxShrunk: 20,
});

/** Runs cases of one shape, or of all. */
const run = (mode: string, cases: number, shape?: Shape, pacing?: Pacing): Promise<FuzzReport> =>
  fuzz({ ...settings(mode), ...(pacing && { pacing }) }, (hello) =>
    first(allCases({ seed: 1, shapes: shapesOf(hello, shape && [shape]), saved: [], corpus }), cases),
  );

/** Runs bodies of one shape. What costs the driver's life is written so that it shrinks in few steps. */
const runBodies = (
  mode: string,
  shape: Shape,
  bodies: readonly string[],
  deadlineMs?: number,
): Promise<FuzzReport> =>
  fuzz(settings(mode, deadlineMs), () =>
    bodies.map((body, i) => ({
      path: `saved:${i}`,
      source: 'saved',
      shape,
      kind: `body ${i}`,
      body,
      verdict: 'accept',
    })),
  );

const thread = (status: object, title: string | null = null): string =>
  JSON.stringify({ id: '', created_at: 0, object: 'chatkit.thread', status, title, user: '' });
const page = (data: readonly unknown[]): string =>
  JSON.stringify({ data, first_id: '', has_more: false, last_id: '', object: 'list' });
const harmless = Array.from({ length: 24 }, (_, i) => thread({ type: 'active' }, `${i}`));

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
  expect(found(await run('swaps-variants', 6000, 'thread_item'))).toEqual([
    [
      'wrong-variant | thread_item $ | chatkit.task taken for chatkit.widget',
      '{"id":"","created_at":0,"object":"chatkit.thread_item","thread_id":"","heading":"","summary":"","task_type":"custom","type":"chatkit.task"}',
    ],
    [
      'wrong-variant | thread_item $ | no member taken for chatkit.widget',
      '{"type":0,"id":"","created_at":0,"object":"chatkit.thread_item","thread_id":"","heading":"","summary":"","task_type":"custom","type":"chatkit.task"}',
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

it.each([
  [1, 1],
  [7, 3],
  [500, 2],
])('finds the same in batches of %d with %d in flight', async (batchCases, inFlight) => {
  const [usual, other] = await Promise.all([
    run('drops-title', 600, 'thread'),
    run('drops-title', 600, 'thread', { batchCases, inFlight }),
  ]);
  const { elapsedMs: _, ...told } = usual;
  expect(other).toEqual({ ...told, elapsedMs: expect.any(Number) as number });
  expect(told.findings.map(({ count }) => count > 10)).toEqual([true, true]);
});

it('finds the case that crashes, by halving, and shrinks it', async () => {
  const report = await runBodies('crashes-on-astral', 'thread', [
    ...harmless,
    thread({ type: 'active' }, 'a😀b'),
    ...harmless,
  ]);
  expect(found(report)).toEqual([
    ['crashed | thread | exit code 1: RangeError: bad character', thread({ type: 'active' }, '😀')],
  ]);
  expect(report).toMatchObject({ tried: 49, strays: [] });
});

it('finds the case that hangs, and shrinks it', async () => {
  const report = await runBodies(
    'hangs-on-empty-list',
    'thread_list',
    [...harmless.map((each) => page([JSON.parse(each)])), page([]).replace('""', '"a"')],
    200,
  );
  expect(found(report)).toEqual([[`hung | thread_list | ${page([])}`, page([])]]);
});

it('finds the case that leaks, though it shows late, and shrinks it', async () => {
  const locked = thread({ reason: 'a', type: 'locked' });
  const report = await runBodies('leaks-on-locked', 'thread', [
    ...harmless,
    ...Array.from({ length: 400 }, () => locked),
    ...harmless,
  ]);
  const minimal = thread({ reason: '', type: 'locked' }).replace('null', '""');
  expect(found(report)).toEqual([[expect.stringMatching(/^grew \| thread \| /), minimal]]);
}, 30_000);

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
