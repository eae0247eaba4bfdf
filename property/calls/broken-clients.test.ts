import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { drawCases } from './cases.ts';
import type { CallReport } from './run.ts';
import { fuzzCalls } from './run.ts';
import { findScenario, scenarios } from './scenarios/index.ts';

const client = fileURLToPath(new URL('testing/client.mjs', import.meta.url));

function* first<T>(n: number, all: Iterable<T>): Generator<T> {
  let left = n;
  for (const each of all) {
    if (left <= 0) return;
    left -= 1;
    yield each;
  }
}

const run = (
  breakage: string,
  names: readonly string[],
  cases: number,
  deadlineMs = 20_000,
): Promise<CallReport> =>
  fuzzCalls(
    {
      command: `"${process.execPath}" "${client}" ${breakage}`,
      clock: systemClock,
      signal: new AbortController().signal,
      helloMs: 20_000,
      memoryBytes: 2 ** 29,
      deadlineMs,
      concurrency: 32,
      maxShrunk: 50,
    },
    ({ operations = [] }) =>
      first(
        cases,
        drawCases(
          1,
          names.length === 0 ? scenarios : names.flatMap((name) => findScenario(name) ?? []),
          operations,
        ),
      ),
  );

/** How it is broken, where that shows, and what is to be found: signature, minimal plan, requests. */
type Wanted = readonly [signature: string, plan: unknown, requests: readonly string[]];
const breakages: (readonly [breakage: string, scenario: string, readonly Wanted[]])[] = [
  [
    'loops',
    'paging/repeated-cursor',
    [
      [
        'ends: asks without end, in paging/repeated-cursor',
        { operation: 'threads.list', size: 1 },
        ['GET /chatkit/threads', ...Array.from({ length: 6 }, () => 'GET /chatkit/threads?after=e1')],
      ],
    ],
  ],
  [
    'drops-last-page',
    'paging/honest',
    [
      [
        'paging/honest: entries lost',
        { operation: 'threads.list', sizes: [1, 1] },
        ['GET /chatkit/threads', 'GET /chatkit/threads?after=e1'],
      ],
    ],
  ],
  [
    'stops-at-empty-page',
    'paging/empty-page-with-more',
    [
      [
        'paging/empty-page-with-more: entries lost',
        { operation: 'threads.list', sizes: [1], empty: 1 },
        ['GET /chatkit/threads', 'GET /chatkit/threads?after=e1'],
      ],
    ],
  ],
  [
    'ends-without-cursor',
    'paging/no-cursor',
    [
      [
        'paging/no-cursor: entries lost',
        { operation: 'threads.list', sizes: [1, 1], form: 'null' },
        ['GET /chatkit/threads'],
      ],
    ],
  ],
  [
    'forgets-query',
    'paging/keeps-query',
    [
      [
        'paging/keeps-query: limit on page 2',
        { operation: 'threads.list', cursor: 'a', limit: 1, order: 'asc', user: 'u' },
        ['GET /chatkit/threads?limit=1&order=asc&user=u', 'GET /chatkit/threads?after=a'],
      ],
    ],
  ],
  [
    'retries-for-ever',
    'retries/bounded',
    [
      [
        'retries/bounded: more often',
        { operation: 'threads.retrieve', status: 500 },
        Array.from({ length: 13 }, () => 'GET /chatkit/threads/cthr_1'),
      ],
      [
        'ends: asks without end, in retries/bounded',
        { operation: 'threads.retrieve', status: 500 },
        Array.from({ length: 13 }, () => 'GET /chatkit/threads/cthr_1'),
      ],
    ],
  ],
  [
    'never-retries',
    'retries/told-to',
    [['retries/told-to: not retried', { operation: 'threads.retrieve' }, ['GET /chatkit/threads/cthr_1']]],
  ],
  [
    'no-idempotency-key',
    'retries/post-runs-twice',
    [
      [
        'retries/post-runs-twice: after 5xx',
        { form: '500' },
        ['POST /chatkit/sessions', 'POST /chatkit/sessions'],
      ],
    ],
  ],
  [
    'ignores-retry-after',
    'retry-after/seconds',
    [
      [
        'retry-after/seconds: too early: as told',
        { operation: 'threads.retrieve', status: 429, tenths: 10 },
        ['GET /chatkit/threads/cthr_1', 'GET /chatkit/threads/cthr_1'],
      ],
    ],
  ],
  [
    'reads-no-dates',
    'retry-after/date',
    [
      [
        'retry-after/date: too early: IMF-fixdate',
        { operation: 'threads.retrieve', status: 429, seconds: 1, form: 'IMF-fixdate' },
        ['GET /chatkit/threads/cthr_1', 'GET /chatkit/threads/cthr_1'],
      ],
    ],
  ],
  ...(
    [
      ['loses-status', 'status'],
      ['loses-code', 'code'],
      ['loses-request-id', 'request id'],
    ] as const
  ).map(
    ([breakage, what]) =>
      [
        breakage,
        'error-body/documented',
        [
          [
            `error-body/documented: ${what}`,
            { operation: 'threads.retrieve', status: 400, requestId: true },
            ['GET /chatkit/threads/cthr_1'],
          ],
        ],
      ] as const,
  ),
  [
    'untyped-errors',
    'wire/body-cut-short',
    [
      [
        'typed-error: TypeError, in wire/body-cut-short',
        { operation: 'threads.retrieve', form: 'cut' },
        ['GET /chatkit/threads/cthr_1'],
      ],
    ],
  ],
  [
    'no-key',
    'request/method-and-path',
    [['authorization: absent', { operation: 'threads.retrieve' }, ['GET /chatkit/threads/cthr_1']]],
  ],
  [
    'no-beta-header',
    'request/method-and-path',
    [['beta-header: absent', { operation: 'threads.retrieve' }, ['GET /chatkit/threads/cthr_1']]],
  ],
  [
    'no-content-type',
    'request/body',
    [['request/body: content-type', { which: 0 }, ['POST /chatkit/sessions']]],
  ],
  [
    'loses-zero',
    'request/query',
    [['request/query: limit', { operation: 'threads.list', limit: 0 }, ['GET /chatkit/threads?limit=']]],
  ],
  [
    'does-not-escape',
    'request/empty-id',
    [['request/empty-id: GET', { operation: 'threads.retrieve' }, ['GET /chatkit/threads/']]],
  ],
  [
    'takes-anything',
    'wire/204',
    [['wire/204: thread', { operation: 'threads.retrieve' }, ['GET /chatkit/threads/cthr_1']]],
  ],
];

describe('a client that keeps every rule', () => {
  it('is found to break none, whatever the server does', async () => {
    const report = await run('none', [], scenarios.length * 3);
    expect(report.findings.map(({ signature, fault }) => [signature, fault.detail])).toEqual([]);
    expect(report.unrepeated).toEqual([]);
    expect(report.kept).toBe(report.tried);
    expect(Object.keys(report.byScenario).length).toBe(scenarios.length);
    expect(report.restarts).toBe(0);
  }, 60_000);
});

describe.concurrent('a client that is broken in one way', () => {
  it.each(breakages)(
    '%s: is found by %s, with the minimal plan and what it asked for',
    async (breakage, name, wanted) => {
      const report = await run(breakage, [name], 8);
      const found = report.findings.filter(({ signature }) => wanted.some(([each]) => each === signature));
      expect(
        found.map(({ signature, plan, observed }) => [
          signature,
          plan,
          observed.exchanges.map(({ method, target }) => `${method} ${target}`),
        ]),
      ).toEqual(wanted);
      expect(found.every(({ shrink }) => shrink.minimal)).toBe(true);
    },
    60_000,
  );

  it('does-not-escape: ids reach other paths', async () => {
    const report = await run('does-not-escape', ['request/path'], 24);
    expect(report.findings.map(({ signature }) => signature).toSorted()).toEqual(
      [
        'request/path: another id',
        'request/path: another path',
        'request/path: a path that cannot be decoded',
      ].toSorted(),
    );
  }, 60_000);

  it('a crash is found though other calls were under way, and the rest is judged all the same', async () => {
    const report = await run('crashes-on-delete', ['request/method-and-path', 'request/body'], 13);
    expect(report.findings.map(({ signature, plan }) => [signature, plan])).toEqual([
      ['ends: crashed, in request/method-and-path', { operation: 'threads.delete' }],
    ]);
    expect(report.findings[0]?.fault.detail).toMatch(/^crashed after .* and 0 requests: exit code 7$/);
    expect(report.tried).toBe(13);
    expect(report.kept).toBe(12);
  }, 60_000);

  it('a hang is found though other calls were under way', async () => {
    const report = await run('hangs-on-cancel', ['request/method-and-path'], 6, 1000);
    expect(report.findings.map(({ signature, plan }) => [signature, plan])).toEqual(
      [
        ['ends: hung, in request/method-and-path', { operation: 'sessions.cancel' }],
        ['request/method-and-path: sessions.cancel', { operation: 'sessions.cancel' }],
      ].toReversed(),
    );
    expect(report.kept).toBe(5);
  }, 60_000);
});
