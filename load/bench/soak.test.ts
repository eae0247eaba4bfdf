import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { judgeRecords } from '../analysis/index.ts';
import { runBench } from './run-bench.ts';
import { benchEmbedded } from './testing/bench-embedded.ts';

// Lives are counted in whole seconds.
const inRealTime = { timeout: 30_000, retry: 2 };

/** Makes sessions that live 6 seconds, and notes how many connections are open and who is cancelled when. */
async function listen() {
  const seen = { made: 0, open: 0, most: 0, cancelled: [] as string[] };
  const server = createServer((request, response) => {
    const answer = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const cancel = /\/([^/]+)\/cancel$/.exec(request.url ?? '')?.[1];
    if (cancel !== undefined) seen.cancelled.push(cancel);
    if (request.method === 'GET' || cancel !== undefined) {
      answer({});
      return;
    }
    seen.made += 1;
    answer({ id: `c${seen.made}`, client_secret: `ek_${seen.made}`, max_requests_per_1_minute: 5 });
  });
  server.on('connection', (socket) => {
    seen.open += 1;
    seen.most = Math.max(seen.most, seen.open);
    socket.on('close', () => (seen.open -= 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  return { baseUrl, seen, close: () => server.close() };
}

it.concurrent('lets go of the sessions that were replaced, while it goes on', inRealTime, async () => {
  const { baseUrl, seen, close } = await listen();
  const cancelledMeanwhile = new Set<string>();
  const { steps } = await runBench(
    {
      target: { baseUrl, request: { method: 'GET', path: '/any', headers: {} }, timeoutMs: 5000 },
      policy: { limit: 5, windowMs: 1000 },
      source: { kind: 'create', apiKey: 'k', workflowId: 'wf' },
      sessions: 10,
      loads: [],
      stepMs: 1000,
      probes: false,
      saturateMs: 0,
      soak: { durationMs: 8500, load: 1, lifeSeconds: 6 },
      budget: 10_000,
    },
    {
      clock: systemClock,
      signal: new AbortController().signal,
      on: ({ kind }) => {
        if (kind === 'record') for (const id of seen.cancelled) cancelledMeanwhile.add(id);
      },
    },
  );
  close();
  expect(steps[0]).toMatchObject({ failed: 0, dropped: 0 });
  // Four generations of ten; when the third and the fourth were made, the first and the second had been replaced for long.
  expect(seen.made).toBe(40);
  expect(cancelledMeanwhile.size).toBe(20);
  expect(seen.cancelled).toHaveLength(40);
  // Two generations at a time, and the calls that make and cancel.
  expect(seen.most).toBeLessThan(40);
});

it.concurrent('renews sessions before they end, each with a limit of its own', inRealTime, async () => {
  const windowMs = 1000;
  const soak = { durationMs: 7500, load: 1, lifeSeconds: 6 };
  const { steps, sessions, judgement, records, warnings } = await benchEmbedded({
    settings: { soak, sessions: 2 },
    deployment: { windowMs },
  });
  // The first end after 5 to 6 seconds; they are renewed after 2.4.
  expect(sessions.map(({ label }) => label)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8']);
  const [step] = steps;
  expect(step).toMatchObject({ step: 'soak', offered: 75, failed: 0, dropped: 0 });
  expect(step?.sessions.every(({ admitted }) => admitted > 0)).toBe(true);
  expect(records.every(({ status }) => status === 200 || status === 429)).toBe(true);
  const bySession = judgement.sessions.map(({ session, outcome }) => [session, outcome === 'proved']);
  expect(bySession).toEqual(sessions.map(({ label }) => [label, false]));
  const policies = new Map(sessions.map(({ label, policy }) => [label, policy]));
  expect(judgeRecords(records, policies, { isFresh: () => true }).grading.outcomes.rolling).not.toBe(
    'proved',
  );
  expect(warnings).toEqual([]);
});
