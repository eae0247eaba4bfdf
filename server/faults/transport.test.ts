import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { betaHeader } from '../../schema/index.ts';
import { createVirtualClock, systemClock } from '../../support/clock.ts';
import { createDeployment } from '../deployment.ts';
import type { Listening } from '../listen.ts';
import { thread } from '../testing/world.ts';
import type { FaultName } from './registry.ts';

const servers: Listening[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** Ways to reach a deployment with a fault: with no port, and over HTTP. */
const ways = {
  'without a port': async (faults: readonly FaultName[], seed = 0): Promise<Send> => {
    const { fetch, apiKey } = deploymentWith(faults, seed);
    return (path, init) => fetch(`http://embedded/v1${path}`, { headers: headersFor(apiKey), ...init });
  },
  'over HTTP': async (faults: readonly FaultName[], seed = 0): Promise<Send> => {
    const deployment = deploymentWith(faults, seed);
    const server = await deployment.listen();
    servers.push(server);
    return (path, init) => fetch(`${server.url}${path}`, { headers: headersFor(deployment.apiKey), ...init });
  },
};

const headersFor = (key: string) => ({ authorization: `Bearer ${key}`, [betaHeader.name]: betaHeader.value });

function deploymentWith(faults: readonly FaultName[], seed: number) {
  const deployment = createDeployment({ clock: systemClock, faults, seed });
  for (let i = 1; i <= 9; i += 1) deployment.store.addThread(thread(`t${i}`, i));
  return deployment;
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return `${message} (${cause?.code ?? ''})`;
}

/** What became of a request: status and length of the body, or what was thrown where. */
async function outcomeOf(send: Send, path = '/chatkit/threads'): Promise<string> {
  let response: Response;
  try {
    response = await send(path);
  } catch (error) {
    return causeOf(error);
  }
  try {
    const text = await response.text();
    try {
      JSON.parse(text);
      return String(response.status);
    } catch {
      return `${response.status} no JSON, ${text.length > 0 ? 'text' : 'empty'}`;
    }
  } catch (error) {
    return `${response.status} ${causeOf(error)}`;
  }
}

async function outcomes(send: Send, count: number): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {};
  for (let i = 0; i < count; i += 1) (found[await outcomeOf(send)] ??= []).push(i);
  return found;
}
/** The outcome of `count` requests as numbers of each kind. */
const tally = async (send: Send, count: number) =>
  Object.fromEntries(Object.entries(await outcomes(send, count)).map(([kind, at]) => [kind, at.length]));

describe.each(Object.entries(ways))('%s', (_, reach) => {
  it('connection-resets resets one connection in 20', async () => {
    const send = await reach(['connection-resets']);
    expect(await tally(send, 60)).toEqual({ 200: 57, 'fetch failed (ECONNRESET)': 3 });
  });

  it('truncated-bodies ends one body in 10 early', async () => {
    const send = await reach(['truncated-bodies']);
    expect(await tally(send, 30)).toEqual({ 200: 27, '200 terminated (UND_ERR_SOCKET)': 3 });
  });

  it('garbled-bodies makes one body in 10 unreadable, of the same length', async () => {
    const send = await reach(['garbled-bodies']);
    expect(await tally(send, 30)).toEqual({ 200: 27, '200 no JSON, text': 3 });
    const lengths = new Set<number>();
    for (let i = 0; i < 10; i += 1)
      lengths.add((await (await send('/chatkit/threads')).arrayBuffer()).byteLength);
    expect(lengths.size).toBe(1);
  });

  it('server-error-bursts answers 5 in a row of 50 with 500, in the documented envelope', async () => {
    const send = await reach(['server-error-bursts']);
    const { 200: fine, 500: bad = [] } = await outcomes(send, 50);
    expect([fine?.length, bad.length]).toEqual([45, 5]);
    expect((bad.at(-1) ?? 0) - (bad[0] ?? 0)).toBe(4);
    for (let i = 0; i <= (bad[0] ?? 0) - 1; i += 1) await send('/chatkit/threads');
    const response = await send('/chatkit/threads');
    expect([response.status, response.headers.get('content-type')]).toEqual([500, 'application/json']);
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    expect(await response.json()).toEqual({
      error: {
        message: 'The server had an error while processing your request. Sorry about that!',
        type: 'server_error',
        param: null,
        code: null,
      },
    });
  });

  it('slow-drip brings a body in pieces, whole', async () => {
    const send = await reach(['slow-drip']);
    let pieces = 0;
    for (let i = 0; i < 20 && pieces < 2; i += 1) {
      const response = await send('/chatkit/threads');
      const startMs = systemClock.monotonicMs();
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body as ReadableStream<Uint8Array>) chunks.push(chunk);
      pieces = chunks.length;
      if (pieces < 2) continue;
      expect(pieces).toBe(10);
      expect(systemClock.monotonicMs() - startMs).toBeGreaterThan(1700);
      const text = Buffer.concat(chunks).toString('utf8');
      expect((JSON.parse(text) as { data: unknown[] }).data).toHaveLength(9);
      expect(Number(response.headers.get('content-length'))).toBe(Buffer.byteLength(text));
    }
    expect(pieces).toBe(10);
  });

  it('slow-drip ends when its reader goes', async () => {
    const send = await reach(['slow-drip']);
    for (let i = 0; i < 20; i += 1) {
      const response = await send('/chatkit/threads');
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      const { value } = await reader.read();
      const isWhole = value?.length === Number(response.headers.get('content-length') ?? value?.length);
      await reader.cancel();
      if (!isWhole) return;
    }
    expect.unreachable('no body dripped');
  });

  it('has several at once, each in its own turn', async () => {
    const send = await reach(['connection-resets', 'truncated-bodies', 'garbled-bodies']);
    const kinds = await tally(send, 40);
    expect(Object.keys(kinds).toSorted()).toEqual([
      '200',
      '200 no JSON, text',
      '200 terminated (UND_ERR_SOCKET)',
      'fetch failed (ECONNRESET)',
    ]);
  });
});

it('happens to the same requests under the same seed, to others under another, and alike both ways', async () => {
  const at = async (way: keyof typeof ways, seed: number) =>
    outcomes(await ways[way](['connection-resets'], seed), 20);
  const one = await at('without a port', 1);
  expect(await at('without a port', 1)).toEqual(one);
  expect(await at('over HTTP', 1)).toEqual(one);
  expect(await at('without a port', 2)).not.toEqual(one);
});

it('slow-answers makes one answer in 40 a second late, in the deployment’s own time', async () => {
  const clock = createVirtualClock();
  const { fetch, apiKey } = createDeployment({ clock, faults: ['slow-answers'] });
  const late: number[] = [];
  const doneEarly: boolean[] = [];
  for (let i = 0; i < 80; i += 1) {
    let isDone = false;
    const answer = fetch('http://embedded/chatkit/threads', { headers: headersFor(apiKey) }).then(
      (response) => {
        isDone = true;
        return response.status;
      },
    );
    await clock.advance(0);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (!isDone) {
      late.push(i);
      await clock.advance(999);
      doneEarly.push(isDone);
      await clock.advance(1);
    }
    expect(await answer).toBe(200);
  }
  expect(late).toHaveLength(2);
  expect(doneEarly).toEqual([false, false]);
  expect((late[1] ?? 0) - (late[0] ?? 0)).toBe(40);
});

it('leaves bodies of HEAD and refusals alone', async () => {
  for (const reach of Object.values(ways)) {
    const send = await reach(['truncated-bodies', 'garbled-bodies', 'slow-drip']);
    for (let i = 0; i < 20; i += 1) {
      const head = await send('/chatkit/threads', { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect(await outcomeOf(send, '/chatkit/threads/none')).toBe('404');
    }
  }
});

it('cuts the socket itself: the half that was sent arrives, then the end', async () => {
  const server = await deploymentWith(['truncated-bodies'], 0).listen();
  servers.push(server);
  const request =
    'GET /v1/chatkit/threads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-chatkit-harness\r\n' +
    'openai-beta: chatkit_beta=v1\r\n\r\n';
  for (let i = 0; i < 10; i += 1) {
    const received = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(server.port, '127.0.0.1', () => socket.write(request));
      socket.setEncoding('utf8').on('data', (data: string) => {
        text += data;
        const [head = '', body = ''] = text.split('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        if (body.length === length) socket.end();
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    const [head = '', body = ''] = received.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (body.length === length) continue;
    expect(body.length).toBe(Math.floor(length / 2));
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    return;
  }
  expect.unreachable('no body was cut');
});
