import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { exitCodes } from '../../support/errors.ts';
import { openModel } from './testing/engines.ts';
import { expectTimesInOrder } from './testing/laws.ts';
import { closedPort, startHttp, startSockets, targetAt } from './testing/target-server.ts';

async function serve(listener: Parameters<typeof startHttp>[0]) {
  const server = await startHttp(listener);
  onTestFinished(() => server.close());
  return server;
}

/** A server that answers every request with these bytes, or does whatever `answer` does. */
async function serveBytes(answer: string | ((socket: Socket) => void)) {
  const server = await startSockets((socket) =>
    socket.on('data', () => (typeof answer === 'string' ? socket.end(answer) : answer(socket))),
  );
  onTestFinished(() => server.close());
  return server;
}

const once = { session: 's1', step: 'x' };

describe('answers that fail', () => {
  it('gives up an answer that does not come', async () => {
    const server = await serve(() => {});
    const engine = openModel(targetAt(server.baseUrl, {}, 150));
    const startMs = engine.nowMs();
    const record = await engine.send(once);
    expect(record).toMatchObject({ error: 'timeout', firstByteMs: null, endMs: null, status: null });
    expect(record.sentMs).not.toBeNull();
    expect(engine.nowMs() - startMs).toBeGreaterThanOrEqual(149);
    expect(engine.nowMs() - startMs).toBeLessThan(1500);
  });

  it('gives up an answer that begins and does not end', async () => {
    const server = await serve((_request, response) => response.writeHead(200).write('begun'));
    const record = await openModel(targetAt(server.baseUrl, {}, 150)).send(once);
    expect(record).toMatchObject({ error: 'timeout', endMs: null, status: 200 });
    expect(record.firstByteMs).not.toBeNull();
  });

  it('goes on after a timeout, on a connection of its own', async () => {
    let answers = false;
    const server = await serve((_request, response) => {
      if (answers) response.end();
    });
    const engine = openModel(targetAt(server.baseUrl, {}, 150));
    expect((await engine.send(once)).error).toBe('timeout');
    answers = true;
    expect(await engine.send(once)).toMatchObject({ status: 200 });
    expect([server.connections(), server.seen.length]).toEqual([2, 2]);
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 0 }, waitedForConnection: 2 });
  });

  it('tells a reset, and sends nothing twice', async () => {
    let requests = 0;
    const server = await serveBytes((socket) => {
      requests += 1;
      socket.resetAndDestroy();
    });
    const record = await openModel(targetAt(server.baseUrl)).send(once);
    expect(record).toMatchObject({ error: 'ECONNRESET', firstByteMs: null, status: null });
    expect(record.sentMs).not.toBeNull();
    expect(requests).toBe(1);
  });

  it.each([
    ['connection_closed', ''],
    ['connection_closed', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'],
    ['invalid_http', 'SMTP ready\r\n\r\n'],
    ['headers_too_large', `HTTP/1.1 200 OK\r\nx-big: ${'x'.repeat(70_000)}\r\n\r\n`],
  ])('tells %s', async (error, answer) => {
    const server = await serveBytes(answer);
    const record = await openModel(targetAt(server.baseUrl)).send(once);
    expect(record).toMatchObject({ error, endMs: null });
    expectTimesInOrder([record]);
  });

  it('reads an endless body only up to the bound', async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const server = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sentBytes += chunk.length;
        response.once('drain', more);
      };
      more();
    });
    const engine = openModel(targetAt(server.baseUrl), { maxBodyBytes: 1024 * 1024 });
    const record = await engine.send(once);
    expect(record).toMatchObject({ error: 'body_too_large', status: 200, endMs: null });
    expect(sentBytes).toBeLessThan(32 * 1024 * 1024);
  });

  it('does not unpack a body: what counts is what was sent', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is not gzip'),
    );
    expect(await openModel(targetAt(server.baseUrl)).send(once)).toMatchObject({ status: 200 });
  });

  it('does not follow a redirect', async () => {
    const server = await serve((_request, response) => response.writeHead(307, { location: '/else' }).end());
    const record = await openModel(targetAt(server.baseUrl)).send(once);
    expect(record).toMatchObject({ status: 307 });
    expect(record.error).toBeUndefined();
    expect(server.seen).toHaveLength(1);
  });

  it('takes no informational head for the answer', async () => {
    const server = await serve((_request, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      setTimeout(() => response.writeHead(429, { 'retry-after': '6' }).end(), 50);
    });
    const record = await openModel(targetAt(server.baseUrl)).send(once);
    expect(record).toMatchObject({ status: 429, headers: { 'retry-after': '6' } });
    expect((record.firstByteMs ?? 0) - (record.sentMs ?? 0)).toBeGreaterThanOrEqual(45);
  });

  it('knows no status from an informational head alone', async () => {
    const server = await serve((_request, response) =>
      response.writeEarlyHints({ link: '</x>; rel=preload' }),
    );
    const record = await openModel(targetAt(server.baseUrl, {}, 100)).send(once);
    expect(record).toMatchObject({ error: 'timeout', status: null, firstByteMs: null });
  });

  it('reads answers to HEAD, which have a length and no body', async () => {
    const server = await serve((_request, response) => response.setHeader('content-length', '99').end());
    const record = await openModel(targetAt(server.baseUrl, { method: 'HEAD' })).send(once);
    expect(record).toMatchObject({ status: 200 });
    expect(record.endMs).not.toBeNull();
  });

  it('loses nothing to a server that closes after each answer', async () => {
    const server = await serve((_request, response) => response.setHeader('connection', 'close').end('{}'));
    const engine = openModel(targetAt(server.baseUrl));
    for (let i = 0; i < 10; i += 1) expect(await engine.send(once)).toMatchObject({ status: 200 });
    expect([server.seen.length, server.connections()]).toEqual([10, 10]);
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 0 }, waitedForConnection: 10 });
  });
});

describe('a target that is not there', () => {
  it('is told by the records, which were never sent', async () => {
    const engine = openModel(targetAt(await closedPort()));
    const record = await engine.send(once);
    expect(record).toMatchObject({ error: 'ECONNREFUSED', sentMs: null, firstByteMs: null, status: null });
    expect(record.intendedMs).not.toBeNull();
  });

  it('is explained by the warm-up', async () => {
    const baseUrl = await closedPort();
    const warmingUp = openModel(targetAt(baseUrl)).warmUp('s1');
    await expect(warmingUp).rejects.toMatchObject({
      exitCode: exitCodes.unusable,
      message: `nothing listens at ${baseUrl.origin}: is the deployment running, and is the port right? (ECONNREFUSED)`,
    });
  });

  it('is explained when its name is unknown', async () => {
    const engine = openModel(targetAt(new URL('http://nowhere.invalid/v1')));
    await expect(engine.warmUp('s1')).rejects.toThrow('the host name nowhere.invalid cannot be resolved');
  });

  it('is explained when https is spoken to a plain server', async () => {
    const server = await serve((_request, response) => response.end());
    const baseUrl = new URL(server.baseUrl.href.replace('http:', 'https:'));
    const warmingUp = openModel(targetAt(baseUrl)).warmUp('s1');
    await expect(warmingUp).rejects.toThrow(`${baseUrl.host} does not speak TLS: is http:// meant?`);
  });

  it('is given up when the handshake does not end', async () => {
    const server = await startSockets((socket) => void socket.resume());
    onTestFinished(() => server.close());
    const baseUrl = new URL(server.baseUrl.href.replace('http:', 'https:'));
    const engine = openModel(targetAt(baseUrl, {}, 200));
    await expect(engine.warmUp('s1')).rejects.toThrow(`no connection to ${baseUrl.host} within 200 ms`);
    expect(await engine.send(once)).toMatchObject({ error: 'timeout', sentMs: null });
    await engine.close();
    await vi.waitFor(async () => {
      const open = await new Promise((resolve) => server.server.getConnections((_error, n) => resolve(n)));
      expect(open).toBe(0);
    });
  });
});

it('lets no secret into records or events, not even one that the target sends back', async () => {
  const secret = 'ek_super_secret_0123456789';
  const server = await serve((request, response) => {
    const echo = request.headers.authorization ?? '';
    response.writeHead(429, { 'x-request-id': echo, ratelimit: `"${echo}";r=0` }).end(echo);
  });
  const engine = openModel(targetAt(server.baseUrl), { sessions: [{ label: 's1', secret }] });
  const told: unknown[] = [];
  engine.on('sent', (event) => told.push(event));
  const record = await engine.send(once);
  expect(record).toMatchObject({
    requestId: 'Bearer [redacted]',
    headers: { ratelimit: '"Bearer [redacted]";r=0' },
  });
  expect(JSON.stringify([engine.records, told])).not.toContain(secret);
});
