import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createSessionPool } from './session-pool.ts';
import type { BenchSettings } from './settings.ts';

/** Creates the first `most` sessions and refuses the rest; tells what was cancelled. */
async function stingy(most: number) {
  const cancelled: string[] = [];
  let asked = 0;
  const server = createServer((request, response) => {
    const cancel = /\/sessions\/([^/]+)\/cancel$/.exec(request.url ?? '');
    if (cancel !== null) cancelled.push(cancel[1] ?? '');
    else asked += 1;
    const refuse = cancel === null && asked > most;
    const id = `cksess_${asked}`;
    const session = { id, client_secret: `ek_${asked}`, max_requests_per_1_minute: 5 };
    // The refusal comes first, while the others are still being made.
    const answer = () =>
      response
        .writeHead(refuse ? 429 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(refuse ? {} : session));
    if (refuse) answer();
    else setTimeout(answer, 50);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  const settings: BenchSettings = {
    target: { baseUrl, request: { method: 'GET', path: '/', headers: {} }, timeoutMs: 2000 },
    policy: { limit: 5, windowMs: 1000 },
    source: { kind: 'create', apiKey: 'k', workflowId: 'wf' },
    sessions: 3,
    loads: [1],
    stepMs: 1000,
    probes: false,
    saturateMs: 0,
    budget: 100,
  };
  return { settings, cancelled, close: () => server.close() };
}

it('cancels in the end what was created, also of a step that could not be filled', async () => {
  const { settings, cancelled, close } = await stingy(2);
  const pool = createSessionPool(settings, () => undefined);
  await expect(pool.forStep('1x', 1000)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('answered 429'),
  });
  expect(pool.all()).toEqual([]);
  await pool.close();
  expect(cancelled.toSorted()).toEqual(['cksess_1', 'cksess_2']);
  close();
});

it('labels sessions on through the steps', async () => {
  const { settings, cancelled, close } = await stingy(6);
  const pool = createSessionPool(settings, () => undefined);
  await pool.forStep('1x', 1000);
  const second = await pool.forStep('2x', 1000);
  expect(second.driven.map(({ label, step }) => [label, step])).toEqual([
    ['s4', '2x'],
    ['s5', '2x'],
    ['s6', '2x'],
  ]);
  await pool.close();
  expect(cancelled).toHaveLength(6);
  close();
});
