import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { HarnessError } from '../support/errors.ts';
import { systemClock } from '../support/clock.ts';
import { createDeployment } from './deployment.ts';

const deployment = createDeployment({ clock: systemClock });
const headers = { authorization: `Bearer ${deployment.apiKey}`, 'openai-beta': 'chatkit_beta=v1' };

const get = (url: string, agent: Agent | false = false): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/chatkit/threads`, { headers, agent });
    request.on('response', (response) => response.resume().on('end', () => resolve(response)));
    request.on('error', reject);
    request.end();
  });

it('listens on a free loopback port when nothing is said', async () => {
  const server = await deployment.listen();
  expect(server.url).toBe(`http://127.0.0.1:${server.port}/v1`);
  expect(server.port).toBeGreaterThan(0);
  expect((await get(server.url)).statusCode).toBe(200);
  expect((await get(server.url.replace(/\/v1$/, ''))).statusCode).toBe(200);
  await server.close();
  await expect(get(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('can listen several times, all the same deployment', async () => {
  const [one, two] = await Promise.all([deployment.listen(), deployment.listen()]);
  expect(one.port).not.toBe(two.port);
  expect([(await get(one.url)).statusCode, (await get(two.url)).statusCode]).toEqual([200, 200]);
  await Promise.all([one.close(), two.close()]);
});

it('names the address under which all addresses are reached from here', async () => {
  const server = await deployment.listen({ hostname: '0.0.0.0' });
  expect(server.url).toBe(`http://127.0.0.1:${server.port}/v1`);
  expect((await get(server.url)).statusCode).toBe(200);
  await server.close();
});

it('says clearly when the port is in use', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => {
    holder.listen(0, '127.0.0.1', resolve);
  });
  const { port } = holder.address() as AddressInfo;
  await expect(deployment.listen({ port })).rejects.toEqual(
    new HarnessError(
      2,
      `port ${port} is in use on 127.0.0.1: choose another with --port, or 0 for a free one`,
    ),
  );
  await new Promise((resolve) => {
    holder.close(resolve);
  });
});

it.each(['203.0.113.1', 'no-such-host.invalid'])('says clearly that %s is not its own', async (hostname) => {
  await expect(deployment.listen({ hostname })).rejects.toEqual(
    new HarnessError(2, `'${hostname}' is no address of this machine: choose another with --host`),
  );
});

it('closes at once while connections are kept alive for requests that may come', async () => {
  const server = await deployment.listen();
  const agent = new Agent({ keepAlive: true });
  await get(server.url, agent);
  const startMs = systemClock.monotonicMs();
  await server.close();
  await server.close();
  expect(systemClock.monotonicMs() - startMs).toBeLessThan(500);
  agent.destroy();
});

it('closes connections that never said anything after a moment', async () => {
  const server = await deployment.listen();
  const silent = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => {
    silent.on('connect', resolve);
  });
  const startMs = systemClock.monotonicMs();
  await server.close();
  expect(systemClock.monotonicMs() - startMs).toBeLessThan(3000);
  silent.destroy();
});

it('lets a request under way end, and cuts one that does not', async () => {
  const server = await deployment.listen();
  const send = (finishAfterMs: number | null): Promise<number | string> =>
    new Promise((resolve) => {
      const request = httpRequest(`${server.url}/chatkit/sessions`, { method: 'POST', headers });
      request.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      request.write('{"user":"u",');
      if (finishAfterMs !== null)
        void systemClock.sleep(finishAfterMs).then(() => request.end('"workflow":{"id":"wf_1"}}'));
    });
  const [slow, stuck] = [send(200), send(null)];
  await systemClock.sleep(50);
  await server.close();
  expect(await Promise.all([slow, stuck])).toEqual([200, 'ECONNRESET']);
});
