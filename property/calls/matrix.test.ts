import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { drawCases } from './cases.ts';
import { compareCallers } from './matrix.ts';
import type { CallMatrix } from './matrix.ts';
import { scenarios } from './scenarios/index.ts';

const client = fileURLToPath(new URL('testing/client.mjs', import.meta.url));

function* first<T>(n: number, all: Iterable<T>): Generator<T> {
  let left = n;
  for (const each of all) {
    if (left <= 0) return;
    left -= 1;
    yield each;
  }
}

const run = (breakages: readonly string[], group: string, cases: number): Promise<CallMatrix> =>
  compareCallers(
    {
      commands: breakages.map((breakage) => `exec "${process.execPath}" "${client}" ${breakage}`),
      clock: systemClock,
      signal: new AbortController().signal,
      helloMs: 20_000,
      memoryBytes: 2 ** 29,
      deadlineMs: 2000,
      concurrency: 32,
      maxRepeated: 50,
    },
    ([hello]) => {
      const chosen = scenarios.filter(({ name }) => name.startsWith(group));
      return first(cases, drawCases(1, chosen, hello?.operations ?? []));
    },
  );

const told = ({ disagreements }: CallMatrix) =>
  disagreements.map(({ scenario, did, count, example }) => [scenario, did, count, example.plan]);

it('clients that do the same agree', async () => {
  const matrix = await run(['none', 'none', 'none'], 'paging', 48);
  expect([matrix.tried, matrix.gaveUp, told(matrix), matrix.unrepeated]).toEqual([48, undefined, [], []]);
});

it('tells what each client did where they differ, with the smallest plan and the time line of each', async () => {
  const matrix = await run(['none', 'drops-last-page', 'ends-without-cursor'], 'paging', 60);
  const honest = matrix.disagreements.find(({ scenario }) => scenario === 'paging/honest');
  expect(honest?.did).toEqual(['value, 2 requests', 'broken: entries lost', 'value, 2 requests']);
  expect(honest?.count).toBeGreaterThan(1);
  expect(honest?.example.plan).toEqual({ operation: 'threads.list', sizes: [1, 1] });
  expect(honest?.observed.map((each) => each?.exchanges.map(({ target }) => target))).toEqual(
    Array.from({ length: 3 }, () => ['/chatkit/threads', '/chatkit/threads?after=e1']),
  );
  const noCursor = matrix.disagreements.find(({ scenario }) => scenario === 'paging/no-cursor');
  expect(noCursor?.did).toEqual(['error, 1 request', 'error, 1 request', 'broken: entries lost']);
});

it('groups what differs in the number of pages only', async () => {
  const { disagreements } = await run(['none', 'loses-zero'], 'paging/empty-page-with-more', 12);
  expect(disagreements).toEqual([]);
  const { disagreements: both } = await run(['none', 'never-retries'], 'paging/page-that-comes-at-last', 10);
  expect(both.map(({ scenario, did }) => [scenario, did.map((word) => word.split(',')[0])])).toEqual(
    expect.arrayContaining([
      ['paging/page-that-comes-at-last', ['value', expect.stringMatching(/^broken: an error/)]],
    ]),
  );
});

it('knows which client ended, and at which call', async () => {
  const matrix = await run(['none', 'crashes-on-delete'], 'request/method-and-path', 6);
  expect(told(matrix)).toEqual([
    ['request/method-and-path', ['value, 1 request', 'crashed'], 1, { operation: 'threads.delete' }],
  ]);
});
