import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../support/clock.ts';
import { fuzz } from '../index.ts';
import type { FuzzCase } from '../index.ts';

const driver = new URL('../testing/plain-driver.mjs', import.meta.url).pathname;
let abort = new AbortController();
afterEach(() => {
  abort.abort();
  abort = new AbortController();
});

it('tells of the hangs that a driver was given up for, and does not go on with what else was under way', async () => {
  const startMs = systemClock.monotonicMs();
  const bodies = Array.from({ length: 600 }, (_, i): FuzzCase => ({
    path: `saved:${i}`,
    source: 'saved',
    shape: 'thread_list',
    kind: `body ${i}`,
    // Every other one hangs.
    body: i % 2 === 0 ? `{"data":[],"n":${i}}` : `{"data":[1],"n":${i}}`,
    verdict: 'either',
  }));
  const settings = { clock: systemClock, signal: abort.signal, memoryBytes: 2 ** 29, helloMs: 20_000 };
  const report = await fuzz(
    {
      ...settings,
      command: `exec ${process.execPath} ${driver} hangs-on-empty-list`,
      deadlineMs: 150,
      maxShrunk: 0,
    },
    () => bodies,
  );
  expect(report.gaveUp).toBe('the driver was given up: it hung at 11 cases');
  expect(report.findings.map(({ fault, count }) => [fault.outcome, count])).toEqual(
    expect.arrayContaining([['hung', expect.any(Number)]]),
  );
  expect(report.tried).toBe(11);
  expect(report.restarts).toBeLessThan(60);
  expect(systemClock.monotonicMs() - startMs).toBeLessThan(30_000);
}, 40_000);
