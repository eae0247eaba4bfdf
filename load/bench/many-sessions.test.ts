import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { runBench } from './run-bench.ts';

/** Makes sessions, each with its own limit, and notes who comes on which connection. */
async function listen() {
  const socketsOf = new Map<string, Set<Socket>>();
  const count = { made: 0, making: 0, most: 0, cancelled: 0 };
  const server = createServer((request, response) => {
    const answer = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'GET') {
      const secret = request.headers.authorization ?? '';
      const sockets = socketsOf.get(secret) ?? new Set<Socket>();
      socketsOf.set(secret, sockets.add(request.socket));
      answer({});
    } else if (request.url?.endsWith('/cancel') === true) {
      count.cancelled += 1;
      answer({});
    } else {
      count.made += 1;
      count.making += 1;
      count.most = Math.max(count.most, count.making);
      const id = count.made;
      setTimeout(() => {
        count.making -= 1;
        answer({ id: `cksess_${id}`, client_secret: `ek_${id}`, max_requests_per_1_minute: 5 + (id % 3) });
      }, 10);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  return { url, socketsOf, count, close: () => server.close() };
}

it('drives hundreds of sessions, each with its own limit and connection', { timeout: 30_000 }, async () => {
  const sessions = 200;
  const server = await listen();
  const { steps, judgement, ...outcome } = await runBench(
    {
      target: { baseUrl: server.url, request: { method: 'GET', path: '/any', headers: {} }, timeoutMs: 5000 },
      policy: { limit: 5, windowMs: 5000 },
      source: { kind: 'create', apiKey: 'k', workflowId: 'wf' },
      sessions,
      loads: [1],
      stepMs: 2000,
      probes: false,
      saturateMs: 0,
      budget: 10_000,
    },
    { clock: systemClock, signal: new AbortController().signal, on: () => undefined },
  );
  server.close();
  expect(server.count).toEqual({ made: sessions, making: 0, most: 8, cancelled: sessions });
  // Two requests of each, on one connection of its own.
  expect(steps[0]).toMatchObject({ offered: 2 * sessions, admitted: 2 * sessions, dropped: 0 });
  expect(server.socketsOf.size).toBe(sessions);
  const sockets = [...server.socketsOf.values()].flatMap((own) => [...own]);
  expect(sockets).toHaveLength(sessions);
  expect(new Set(sockets).size).toBe(sessions);
  expect(outcome.sessions.map(({ label }) => label)).toEqual(
    Array.from({ length: sessions }, (_, i) => `s${i + 1}`),
  );
  const limits = Map.groupBy(outcome.sessions, ({ policy }) => policy.limit);
  expect(new Map([...limits].map(([limit, own]) => [limit, own.length]))).toEqual(
    new Map([
      [5, 66],
      [6, 67],
      [7, 67],
    ]),
  );
  expect(outcome.warnings).toHaveLength(2);
  expect(judgement.sessions).toHaveLength(sessions);
});
