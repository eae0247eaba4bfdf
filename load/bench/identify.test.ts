import { describe, expect, it } from 'vitest';
import { createDeployment, defaultApiKey, limiterNames } from '../../server/index.ts';
import { betaHeader } from '../../schema/index.ts';
import { systemClock } from '../../support/clock.ts';
import { fingerprintRecords } from '../analysis/index.ts';
import { runIdentify } from './run-identify.ts';
import type { BenchSettings } from './settings.ts';
import { listenHono } from './testing/limited-hono.ts';
import {
  expressFixedWindow,
  expressSlidingLog,
  flexibleFixedWindow,
  listenBehind,
} from './testing/limited-upstream.ts';

const limit = 5;
const windowMs = 2000;

interface Upstream {
  readonly url: URL;
  close(): Promise<void>;
}

async function identify(upstream: Upstream, source: BenchSettings['source'], path: string, budget = 1000) {
  try {
    const outcome = await runIdentify(
      {
        target: {
          baseUrl: upstream.url,
          request: { method: 'GET', path, headers: { [betaHeader.name]: betaHeader.value } },
          timeoutMs: 5000,
        },
        policy: { limit, windowMs },
        source,
        sessions: 1,
        loads: [],
        stepMs: windowMs,
        probes: true,
        saturateMs: 0,
        budget,
      },
      { clock: systemClock, signal: new AbortController().signal, on: () => undefined },
    );
    const policies = new Map(outcome.sessions.map(({ label, policy }) => [label, policy]));
    return { outcome, fingerprint: fingerprintRecords(outcome.records, policies) };
  } finally {
    await upstream.close();
  }
}

const thirdParties: readonly [string, string, () => Promise<Upstream>][] = [
  ['express-rate-limit', 'fixed-window-anchored', () => listenBehind(expressFixedWindow(limit, windowMs))],
  [
    'rate-limiter-flexible',
    'fixed-window-anchored',
    () => listenBehind(flexibleFixedWindow(limit, windowMs)),
  ],
  ['hono-rate-limiter', 'fixed-window-anchored', () => listenHono(limit, windowMs)],
  [
    'express-rate-limit over a log',
    'sliding-window-log',
    () => listenBehind(expressSlidingLog(limit, windowMs)),
  ],
];
const buckets: ReadonlySet<string> = new Set(['token-bucket', 'gcra']);

// In real time and beside each other, for each waits most of its ten windows; a stalled machine may leave an answer open, never wrong.
describe.concurrent('identification by the real engine', { retry: 2, timeout: 120_000 }, () => {
  it.each(limiterNames)('names the embedded %s', async (name) => {
    const deployment = createDeployment({ clock: systemClock, limiter: name, windowMs });
    const server = await deployment.listen({ port: 0 });
    const upstream = { url: new URL(server.url), close: () => server.close() };
    const source = { kind: 'create', apiKey: defaultApiKey, workflowId: 'wf_test' } as const;
    const { fingerprint, outcome } = await identify(upstream, source, '/chatkit/threads?limit=1');
    expect([fingerprint.outcome, fingerprint.family, fingerprint.excess]).toEqual([
      'identified',
      buckets.has(name) ? 'bucket' : name,
      0,
    ]);
    expect(outcome.records.length).toBeLessThan(250);
    expect(outcome.steps.map(({ step }) => step)).toEqual(outcome.plan.steps.map((step) => step.name));
  });

  it.each(thirdParties)('names %s: %s', async (_, family, listen) => {
    const secrets = Array.from({ length: 40 }, (__, i) => `secret-${i}`);
    const { fingerprint } = await identify(await listen(), { kind: 'given', secrets }, '/');
    expect([fingerprint.outcome, fingerprint.family, fingerprint.excess]).toEqual(['identified', family, 0]);
  });

  it('stops within its budget, and says what is left', async () => {
    const upstream = await listenBehind(expressFixedWindow(limit, windowMs));
    const { outcome } = await identify(upstream, { kind: 'given', secrets: ['one', 'two'] }, '/', 12);
    expect(outcome.records.length).toBeLessThanOrEqual(12);
    expect(outcome.identifyEnded).toMatch(/^the cheapest probe left takes \d+ requests$/);
  });
});
