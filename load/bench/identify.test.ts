import { beforeAll, describe, expect, it } from 'vitest';
import { createDeployment, defaultApiKey, type LimiterName, limiterNames } from '../../server/index.ts';
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
  limiterTokenBucket,
  listenBehind,
} from './testing/limited-upstream.ts';

const limit = 5;
const windowMs = 1000;

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

const secrets = (count: number) => ({
  kind: 'given' as const,
  secrets: Array.from({ length: count }, (_, i) => `secret-${i}`),
});

async function identifyEmbedded(name: LimiterName) {
  const deployment = createDeployment({ clock: systemClock, limiter: name, windowMs });
  const server = await deployment.listen({ port: 0 });
  const upstream = { url: new URL(server.url), close: () => server.close() };
  const source = { kind: 'create', apiKey: defaultApiKey, workflowId: 'wf_test' } as const;
  return identify(upstream, source, '/chatkit/threads?limit=1');
}

const buckets: ReadonlySet<string> = new Set(['token-bucket', 'gcra']);
const embedded = limiterNames.map(
  (name) => [name, buckets.has(name) ? 'bucket' : name, () => identifyEmbedded(name)] as const,
);

const behind = async (upstream: Promise<Upstream>) => identify(await upstream, secrets(40), '/');
const thirdParties = [
  [
    'express-rate-limit',
    'fixed-window-anchored',
    () => behind(listenBehind(expressFixedWindow(limit, windowMs))),
  ],
  [
    'rate-limiter-flexible',
    'fixed-window-anchored',
    () => behind(listenBehind(flexibleFixedWindow(limit, windowMs))),
  ],
  ['hono-rate-limiter', 'fixed-window-anchored', () => behind(listenHono(limit, windowMs))],
  ['limiter', 'bucket', () => behind(listenBehind(limiterTokenBucket(limit, windowMs)))],
  [
    'express-rate-limit over a log',
    'sliding-window-log',
    () => behind(listenBehind(expressSlidingLog(limit, windowMs))),
  ],
] as const;

type Identification = Awaited<ReturnType<typeof identify>>;

/** A machine that stalls may leave an answer open, and is tried anew; what is named is taken at its word the first time. */
async function untilNamed(begin: () => Promise<Identification>): Promise<Identification> {
  let found = await begin();
  for (let again = 0; again < 2 && found.fingerprint.outcome !== 'identified'; again += 1)
    found = await begin();
  return found;
}

// In real time and all beside each other, for each does little but wait for its windows.
describe('identification by the real engine', { timeout: 120_000 }, () => {
  const runs = new Map<string, Promise<Identification>>();
  beforeAll(() => {
    for (const [name, , begin] of [...embedded, ...thirdParties]) {
      const run = untilNamed(begin);
      // Its own test tells of a failure, when it gets there.
      run.catch(() => undefined);
      runs.set(name, run);
    }
  });

  it.each(embedded)('names the embedded %s: %s', async (name, family) => {
    const { fingerprint, outcome } = (await runs.get(name)) as Identification;
    expect([fingerprint.outcome, fingerprint.family, fingerprint.excess]).toEqual(['identified', family, 0]);
    expect(outcome.records.length).toBeLessThan(400);
    expect(outcome.steps.map(({ step }) => step)).toEqual(outcome.plan.steps.map((step) => step.name));
  });

  it.each(thirdParties)('names %s: %s', async (name, family) => {
    const { fingerprint } = (await runs.get(name)) as Identification;
    expect([fingerprint.outcome, fingerprint.family, fingerprint.excess]).toEqual(['identified', family, 0]);
  });
});

it('stops within its budget, and says what is left', { timeout: 30_000 }, async () => {
  const upstream = await listenBehind(expressFixedWindow(limit, windowMs));
  const { outcome } = await identify(upstream, secrets(2), '/', 12);
  expect(outcome.records.length).toBeLessThanOrEqual(12);
  expect(outcome.identifyEnded).toMatch(/^the cheapest probe left takes \d+ requests$/);
});
