import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDeployment } from '../../server/index.ts';
import { systemClock } from '../../support/clock.ts';
import { HarnessError } from '../../support/errors.ts';
import { cancelSession, createSession, urlBelow } from './api-client.ts';
import { remoteProblem } from './remote-guard.ts';

const secret = 'sk-do-not-print';
const options = { user: 'u', workflowId: 'wf_1', limit: 7, lifeSeconds: 60 };
let server: Server | undefined;

async function answering(listener: RequestListener): Promise<URL> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}/v1`);
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function problemWith(baseUrl: URL, timeoutMs = 2000): Promise<string> {
  const error: unknown = await createSession({ baseUrl, apiKey: secret, timeoutMs }, options).catch(
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(HarnessError);
  expect((error as HarnessError).exitCode).toBe(3);
  expect((error as HarnessError).message).not.toContain(secret);
  return (error as HarnessError).message;
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

it('creates and cancels a session at the reference deployment', async () => {
  const deployment = createDeployment({ clock: systemClock });
  const listening = await deployment.listen({ port: 0 });
  const client = { baseUrl: new URL(listening.url), apiKey: deployment.apiKey, timeoutMs: 2000 };
  const session = await createSession(client, options);
  expect(session.max_requests_per_1_minute).toBe(7);
  expect(await cancelSession(client, session.id)).toBe(true);
  expect(await cancelSession(client, 'cksess_unknown')).toBe(false);
  await listening.close();
});

describe('says what the deployment answered', () => {
  it.each<[string, RequestListener, RegExp]>([
    [
      '401',
      json(401, { error: { message: 'Incorrect API key', type: 'x', param: null, code: null } }),
      /answered 401: Incorrect API key \(is the API key right/,
    ],
    [
      '401 that repeats the key',
      json(401, { error: { message: `Incorrect API key: ${secret}.`, type: 'x', param: null, code: null } }),
      /answered 401: Incorrect API key: …\. \(is the API key right/,
    ],
    [
      'a page with 200',
      (_, response) => void response.end('<html>'),
      /\/v1 answered 200, but .*: it is no JSON$/,
    ],
    [
      '404',
      json(404, { error: { message: 'gone', type: 'x', param: null, code: null } }),
      /answered 404: gone \(does the base URL end in \/v1/,
    ],
    ['500 with a page', (_, response) => void response.writeHead(500).end('<html>'), /answered 500$/],
    [
      'a success that is no session',
      json(200, { id: 'x' }),
      /not with a session: \$\.chatkit_configuration: expected object, got nothing/,
    ],
    [
      'an endless answer',
      (_, response) => {
        const more = () => void (response.destroyed || response.write('x'.repeat(65_536), more));
        response.writeHead(200);
        more();
      },
      /larger than 1048576 bytes/,
    ],
  ])('%s', async (_, listener, message) => {
    expect(await problemWith(await answering(listener))).toMatch(message);
  });

  it('nothing at all', async () => {
    const url = await answering(() => undefined);
    expect(await problemWith(url, 200)).toMatch(/within 200 ms|did not answer|timeout/i);
  });

  it('refusing connections', async () => {
    const url = await answering(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    expect(await problemWith(url)).toMatch(/nothing listens at http:\/\/127\.0\.0\.1/);
  });
});

it('drives a session whose other fields drifted, for the secret is all it needs', async () => {
  const url = await answering(json(200, { client_secret: 'ek_1', status: 'active' }));
  const session = await createSession({ baseUrl: url, apiKey: secret, timeoutMs: 2000 }, options);
  expect(session.client_secret).toBe('ek_1');
});

it('joins base URL and path whatever slashes they end in', () => {
  expect(urlBelow(new URL('http://h/v1/'), '/a?b').href).toBe('http://h/v1/a?b');
  expect(urlBelow(new URL('http://h'), '/a').href).toBe('http://h/a');
});

it.each([
  ['http://127.0.0.1:1/v1', []],
  ['http://localhost/v1', []],
  ['http://[::1]:1/v1', []],
  ['https://chat.example.com/v1', ['chat.example.com']],
  ['https://chat.example.com:8443/v1', ['chat.example.com:8443']],
])('load against %s is allowed', (url, hosts) => {
  expect(remoteProblem(new URL(url), hosts)).toBeNull();
});

it.each(['http://10.0.0.1/v1', 'https://localhost.example.com/v1', 'http://127.0.0.1.example.com/'])(
  'load against %s must be spelled out',
  (url) => {
    const { hostname } = new URL(url);
    expect(remoteProblem(new URL(url), ['example.com'])).toBe(
      `--base-url: ${hostname} is not this machine; load against it needs --allow-remote ${hostname}`,
    );
  },
);
