import { expect, it } from 'vitest';
import type { ChatSession } from '../../schema/index.ts';
import { systemClock } from '../../support/clock.ts';
import { createDeployment } from '../deployment.ts';
import type { FaultName } from './registry.ts';

/** A deployment with faults behind a port, and a short way to ask it. */
async function serve(faults: readonly FaultName[]) {
  const deployment = createDeployment({ clock: systemClock, faults });
  const server = await deployment.listen();
  const ask = (path: string, token: string, body?: unknown, headers = {}) =>
    fetch(`${server.url}${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  return { ...deployment, ask, close: () => server.close() };
}

const beta = { 'openai-beta': 'chatkit_beta=v1' };
const body = { user: 'ada', workflow: { id: 'wf_1' }, rate_limits: { max_requests_per_1_minute: 2 } };

it('hands bodies of requests on that were made anew', async () => {
  const { ask, apiKey, close } = await serve(['beta-header-not-needed']);
  const response = await ask('/chatkit/sessions', apiKey, body);
  expect([response.status, await response.json()]).toMatchObject([200, { user: 'ada' }]);
  const refused = await ask('/chatkit/sessions', apiKey, { user: 'ada' });
  expect(refused.status).toBe(400);
  await close();
});

it('races over the wire, too, and counts rightly what comes one after another', async () => {
  const { ask, apiKey, close } = await serve(['limiter-forgets-under-concurrency']);
  const secret = async () => {
    const response = await ask('/chatkit/sessions', apiKey, body, beta);
    return ((await response.json()) as ChatSession).client_secret;
  };
  const status = async (token: string) => (await ask('/chatkit/threads', token, undefined, beta)).status;

  const [calm, raced] = [await secret(), await secret()];
  const inARow: number[] = [];
  for (let i = 0; i < 4; i += 1) inARow.push(await status(calm));
  expect(inARow).toEqual([200, 200, 429, 429]);

  const atOnce = await Promise.all(Array.from({ length: 20 }, () => status(raced)));
  expect(atOnce.filter((code) => code === 200).length).toBeGreaterThan(2);
  await close();
});
