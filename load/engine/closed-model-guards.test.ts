import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '../../support/errors.ts';
import { requireSameCounts } from './saturation.ts';
import { closedModel } from './testing/engines.ts';
import { expectTimesInOrder } from './testing/laws.ts';
import { closedPort, startHttp, startSockets, targetAt } from './testing/target-server.ts';

async function serve(listener: Parameters<typeof startHttp>[0]) {
  const server = await startHttp(listener);
  onTestFinished(() => server.close());
  return server;
}

/** Answers request number n (from 0, counted over all connections) as `answer` says. */
async function serveRaw(answer: (socket: Socket, n: number) => void) {
  const counted = { requests: 0 };
  const server = await startSockets((socket) =>
    socket.on('data', () => {
      answer(socket, counted.requests);
      counted.requests += 1;
    }),
  );
  onTestFinished(() => server.close());
  return { ...server, counted };
}

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const run = { step: 'x', connectionsPerSession: 1, amountPerSession: 10 };
const errorsOf = (records: readonly { error?: string; status: number | null }[]) =>
  records.map(({ error, status }) => error ?? status);

describe('servers that close connections', () => {
  it('loses no request to one that says so with each answer', async () => {
    const server = await serve((_request, response) => response.setHeader('connection', 'close').end('{}'));
    const engine = closedModel(targetAt(server.baseUrl));
    const summary = await engine.run({ ...run, connectionsPerSession: 3 });
    expect(summary).toMatchObject({ made: 10, answered: 10, failed: 0, byStatus: { 200: 10 } });
    expect([server.seen.length, server.connections()]).toEqual([10, 10]);
    expectTimesInOrder(engine.records);
  });

  it('reads answers that end with their connection', async () => {
    const server = await serveRaw((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nuntil the end'));
    const engine = closedModel(targetAt(server.baseUrl));
    const summary = await engine.run(run);
    expect(summary).toMatchObject({ made: 10, answered: 10, byStatus: { 200: 10 } });
    expect([server.counted.requests, server.connections()]).toEqual([10, 10]);
  });

  it('closes what the server said it would close and did not', async () => {
    const server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}');
    });
    const engine = closedModel(targetAt(server.baseUrl));
    expect(await engine.run(run)).toMatchObject({ made: 10, answered: 10 });
    expect(server.connections()).toBe(10);
  });

  it('records the request that an unannounced close takes with it', async () => {
    const server = await serveRaw((socket, n) => (n === 3 ? socket.end() : socket.write(ok)));
    const engine = closedModel(targetAt(server.baseUrl));
    expect(await engine.run(run)).toMatchObject({ made: 10, answered: 9, failed: 1 });
    expect(errorsOf(engine.records)).toEqual([
      200,
      200,
      200,
      'connection_closed',
      ...Array<number>(6).fill(200),
    ]);
    expect(server.counted.requests).toBe(10);
  });

  it('does not read a new answer as the rest of a broken one', async () => {
    const server = await serveRaw((socket, n) =>
      n === 2
        ? socket.write('HTTP/1.1 201 Created\r\ncontent-length: 5000\r\n\r\nhalf', () =>
            socket.resetAndDestroy(),
          )
        : socket.write(ok),
    );
    const engine = closedModel(targetAt(server.baseUrl));
    expect(await engine.run(run)).toMatchObject({ made: 10, answered: 9, byStatus: { 200: 9 } });
    expect(engine.records[2]).toMatchObject({ status: 201, error: 'ECONNRESET', endMs: null });
  });
});

describe('targets that do not answer', () => {
  it('gives up after the timeout, and goes on', async () => {
    const server = await serveRaw((socket, n) => {
      if (n !== 1) socket.write(ok);
    });
    const engine = closedModel(targetAt(server.baseUrl, {}, 100));
    const summary = await engine.run({ ...run, amountPerSession: 4 });
    expect(summary).toMatchObject({ made: 4, answered: 3, failed: 1 });
    expect(errorsOf(engine.records)).toEqual([200, 'timeout', 200, 200]);
    expect(server.counted.requests).toBe(4);
  });

  it('tries a refused connection once, and explains it', async () => {
    const baseUrl = await closedPort();
    const engine = closedModel(targetAt(baseUrl));
    const running = engine.run({ ...run, connectionsPerSession: 2 });
    await expect(running).rejects.toMatchObject({
      exitCode: exitCodes.unusable,
      message: `nothing listens at ${baseUrl.origin}: is the deployment running, and is the port right? (ECONNREFUSED)`,
    });
    expect(errorsOf(engine.records)).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
    expect(engine.records.every(({ sentMs }) => sentMs === null)).toBe(true);
  });

  it('keeps what was measured before the target went away', async () => {
    const server = await startHttp((_request, response) => {
      if (server.seen.length === 5) void server.close();
      else response.end();
    });
    const engine = closedModel(targetAt(server.baseUrl));
    const summary = await engine.run({ ...run, connectionsPerSession: 1, amountPerSession: 1000 });
    expect(summary).toMatchObject({ made: 6, answered: 4, failed: 2, retiredConnections: 1 });
    expect(engine.records[4]?.sentMs).not.toBeNull();
    expect(engine.records[5]).toMatchObject({ error: 'ECONNREFUSED', sentMs: null });
  });

  it('takes out a connection that breaks ten times in a row', async () => {
    const server = await serveRaw((socket) => socket.resetAndDestroy());
    const engine = closedModel(targetAt(server.baseUrl));
    await expect(engine.run({ ...run, amountPerSession: 1000 })).rejects.toMatchObject({
      exitCode: exitCodes.unusable,
    });
    expect(engine.records.filter(({ error }) => error === 'ECONNRESET')).toHaveLength(10);
    expect(engine.records.length).toBeLessThanOrEqual(11);
  });
});

describe('answers that autocannon misreads', () => {
  it('cuts an endless body at the bound', async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const server = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sentBytes += chunk.length;
        response.once('drain', more);
      };
      more();
    });
    const engine = closedModel(targetAt(server.baseUrl), { maxBodyBytes: 1024 * 1024 });
    const summary = await engine.run({ ...run, amountPerSession: 2 });
    expect(summary).toMatchObject({ made: 2, answered: 0, failed: 2 });
    expect(engine.records.map(({ error, status }) => `${error} ${status}`)).toEqual(
      Array(2).fill('body_too_large 200'),
    );
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
  });

  it('ends the run when informational heads come, which it takes for answers', async () => {
    const server = await serve((_request, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.end();
    });
    const engine = closedModel(targetAt(server.baseUrl));
    await expect(engine.run(run)).rejects.toThrow(
      'the target sends informational answers (103), which autocannon takes for the real ones: use the open model',
    );
    expect(engine.records.map(({ status }) => status)).toEqual([null]);
  });

  it('ends the run when an answer comes before its request', async () => {
    const server = await serveRaw((socket) => socket.write(ok + ok));
    const engine = closedModel(targetAt(server.baseUrl));
    await expect(engine.run(run)).rejects.toThrow(
      'the target sent an answer to a request that was not made yet',
    );
    expect(errorsOf(engine.records)).toEqual([200, 'aborted']);
  });

  it('ends the run when one comes while no request is under way', async () => {
    const server = await serveRaw((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}${ok}`),
    );
    const engine = closedModel(targetAt(server.baseUrl));
    await expect(engine.run(run)).rejects.toThrow('a request that was not made yet');
    expect(errorsOf(engine.records)).toEqual([200]);
  });

  it('lets no secret into its records, not even one that the target sends back', async () => {
    const secret = 'ek_super_secret_0123456789';
    const server = await serve((request, response) =>
      response.setHeader('x-request-id', request.headers.authorization ?? '').end(),
    );
    const engine = closedModel(targetAt(server.baseUrl), { sessions: [{ label: 's1', secret }] });
    await engine.run({ ...run, amountPerSession: 1 });
    expect(engine.records[0]).toMatchObject({ requestId: 'Bearer [redacted]' });
    expect(JSON.stringify(engine.records)).not.toContain(secret);
  });
});

it('trusts no run whose two accounts differ', () => {
  requireSameCounts({ 200: 2, 429: 1 }, { '200': { count: 2 }, '429': { count: 1 } });
  expect(() => requireSameCounts({ 200: 2 }, { '200': { count: 3 }, '503': { count: 1 } })).toThrow(
    'the records and autocannon count answers differently (200: 2 and 3, 503: 0 and 1): this run proves nothing',
  );
});
