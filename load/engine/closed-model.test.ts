import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { closedModel, credentials } from './testing/engines.ts';
import { expectDecisionsInside, expectTimesInOrder } from './testing/laws.ts';
import type { ServerTimes } from './testing/laws.ts';
import { delayConnecting, watchWrites } from './testing/socket-spies.ts';
import { startHttp, targetAt } from './testing/target-server.ts';

async function serve(listener: Parameters<typeof startHttp>[0]) {
  const server = await startHttp(listener);
  onTestFinished(() => server.close());
  return server;
}

describe('what proofs stand on', () => {
  it('has every decision of the server between sentMs and firstByteMs, the first of a connection too', async () => {
    const times = new Map<string, ServerTimes>();
    const originMs = systemClock.monotonicMs();
    const nowMs = () => systemClock.monotonicMs() - originMs;
    const server = await serve((request, response) => {
      const arrivedMs = nowMs();
      const id = `req_${times.size}`;
      times.set(id, { arrivedMs, decidedMs: arrivedMs });
      request.resume().on('end', () =>
        setTimeout(() => {
          times.set(id, { arrivedMs, decidedMs: nowMs() });
          response.writeHead(times.size % 3 === 0 ? 429 : 200, { 'x-request-id': id }).end('{}');
        }, times.size % 5),
      );
    });
    const change = { method: 'POST', body: '{"user":"u"}', headers: { 'content-type': 'application/json' } };
    const engine = closedModel(targetAt(server.baseUrl, change), {
      originMs,
      sessions: credentials('s1', 's2'),
    });
    const summary = await engine.run({ step: 'burst', connectionsPerSession: 5, amountPerSession: 101 });
    expect(summary).toMatchObject({ made: 202, answered: 202, failed: 0, retiredConnections: 0 });
    expect(engine.records).toHaveLength(202);
    expect(server.seen).toHaveLength(202);
    expectTimesInOrder(engine.records);
    expectDecisionsInside(engine.records, times);
  });

  it('reads sentMs before the bytes are written', async () => {
    const server = await serve((_request, response) => response.end());
    const originMs = systemClock.monotonicMs();
    const writtenMs = watchWrites('GET ', () => systemClock.monotonicMs() - originMs);
    const engine = closedModel(targetAt(server.baseUrl), { originMs });
    await engine.run({ step: 'x', connectionsPerSession: 1, amountPerSession: 30 });
    // The first was written before its socket was connected; its bytes left later.
    const gaps = engine.records
      .slice(1)
      .map(({ sentMs }, i) => (writtenMs[i + 1] as number) - (sentMs ?? Infinity));
    expect(gaps).toHaveLength(29);
    expect(gaps.filter((gap) => gap < 0)).toEqual([]);
  });

  it('keeps the connecting out of the time from sentMs on', async () => {
    const server = await serve((_request, response) => response.end());
    let connectedMs = 0;
    server.server.on('connection', () => (connectedMs = systemClock.monotonicMs()));
    delayConnecting(400);
    const engine = closedModel(targetAt(server.baseUrl), { originMs: 0 });
    await engine.run({ step: 'x', connectionsPerSession: 1, amountPerSession: 1 });
    expect(connectedMs).toBeGreaterThan(0);
    const [{ sentMs, firstByteMs } = { sentMs: null, firstByteMs: null }] = engine.records;
    expect((firstByteMs ?? Infinity) - (sentMs ?? 0)).toBeLessThan(300);
  });
});

describe('the closed model', () => {
  it('makes exactly the requests that it was asked for, each session its own', async () => {
    const server = await serve((request, response) => {
      response.statusCode = request.headers.authorization?.endsWith('s2') === true ? 429 : 200;
      response.end('{}');
    });
    const sessions = ['s1', 's2', 's3'];
    const engine = closedModel(targetAt(server.baseUrl), { sessions: credentials(...sessions) });
    const summary = await engine.run({ step: 'burst', connectionsPerSession: 4, amountPerSession: 25 });
    expect(summary).toEqual({
      made: 75,
      answered: 75,
      failed: 0,
      byStatus: { 200: 50, 429: 25 },
      retiredConnections: 0,
      interrupted: false,
    });
    expect(server.connections()).toBe(12);
    for (const session of sessions) {
      const own = engine.records.filter((record) => record.session === session);
      expect(own).toHaveLength(25);
      expect(new Set(own.map(({ status }) => status))).toEqual(new Set([session === 's2' ? 429 : 200]));
      const seen = server.seen.filter(
        ({ authorization }) => authorization === `Bearer ek_secret_of_${session}`,
      );
      expect(seen).toHaveLength(25);
    }
    expect(engine.records.every(({ intendedMs, step }) => intendedMs === null && step === 'burst')).toBe(
      true,
    );
    expect(server.seen[0]).toMatchObject({
      path: '/v1/chatkit/threads?limit=1',
      headers: { 'openai-beta': 'chatkit_beta=v1' },
    });
  });

  it('opens no more connections than there are requests', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = closedModel(targetAt(server.baseUrl));
    const summary = await engine.run({ step: 'x', connectionsPerSession: 50, amountPerSession: 3 });
    expect([summary.made, server.connections()]).toEqual([3, 3]);
  });

  it('runs for a time, and cuts no request off at its end', async () => {
    const server = await serve((_request, response) => void setTimeout(() => response.end(), 30));
    const engine = closedModel(targetAt(server.baseUrl));
    const startMs = systemClock.monotonicMs();
    const summary = await engine.run({ step: 'x', connectionsPerSession: 3, durationMs: 300 });
    expect(systemClock.monotonicMs() - startMs).toBeGreaterThanOrEqual(299);
    expect(systemClock.monotonicMs() - startMs).toBeLessThan(1500);
    expect(summary.answered).toBe(server.seen.length);
    expect(summary.answered).toBeGreaterThanOrEqual(9);
    expect(summary.failed).toBe(0);
  });

  it('gives up what outlasts the grace at the end', async () => {
    const server = await serve(() => {});
    const engine = closedModel(targetAt(server.baseUrl), { graceMs: 50 });
    const summary = await engine.run({ step: 'x', connectionsPerSession: 2, durationMs: 50 });
    expect(summary).toMatchObject({ made: 2, answered: 0, failed: 2, interrupted: false });
    expect(engine.records.map(({ error, status }) => `${error} ${status}`)).toEqual([
      'aborted null',
      'aborted null',
    ]);
  });

  it('begins nothing after it was stopped, and waits for what is under way', async () => {
    const server = await serve((_request, response) => void setTimeout(() => response.end(), 20));
    const abort = new AbortController();
    const engine = closedModel(targetAt(server.baseUrl), { signal: abort.signal });
    let atAbort = 0;
    engine.on('record', ({ id }) => {
      if (id !== 5) return;
      atAbort = server.seen.length;
      abort.abort();
    });
    const summary = await engine.run({ step: 'x', connectionsPerSession: 1, durationMs: 60_000 });
    expect(summary).toMatchObject({ interrupted: true, failed: 0 });
    expect(summary.made).toBe(atAbort);
    const again = await engine.run({ step: 'x', connectionsPerSession: 1, amountPerSession: 5 });
    expect(again).toMatchObject({ made: 0, interrupted: true });
  });

  it('may run again, and numbers its records on', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = closedModel(targetAt(server.baseUrl));
    await engine.run({ step: 'a', connectionsPerSession: 1, amountPerSession: 2 });
    await engine.run({ step: 'b', connectionsPerSession: 1, amountPerSession: 2 });
    expect(engine.records.map(({ id, step }) => `${id} ${step}`)).toEqual(['1 a', '2 a', '3 b', '4 b']);
  });

  it('stops when a listener throws, and hands the error on', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = closedModel(targetAt(server.baseUrl));
    engine.on('record', ({ id }) => {
      if (id === 3) throw new Error('disk full');
    });
    const running = engine.run({ step: 'x', connectionsPerSession: 1, durationMs: 60_000 });
    await expect(running).rejects.toThrow('disk full');
    expect(server.seen.length).toBeLessThan(10);
  });

  it('tells every request that it sends', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = closedModel(targetAt(server.baseUrl));
    const sent = new Map<number, number>();
    engine.on('sent', ({ id, sentMs }) => sent.set(id, sentMs));
    await engine.run({ step: 'x', connectionsPerSession: 2, amountPerSession: 10 });
    expect(sent).toEqual(new Map(engine.records.map(({ id, sentMs }) => [id, sentMs])));
  });
});

describe('what it refuses', () => {
  it('does not drive https, where autocannon would trust anyone with the secrets', () => {
    expect(() => closedModel(targetAt(new URL('https://127.0.0.1:1/v1')))).toThrow(
      'the closed model does not drive https: autocannon turns certificate checks off',
    );
  });

  it('does not send what autocannon cannot read the answer of', () => {
    const head = targetAt(new URL('http://127.0.0.1:1/v1'), { method: 'HEAD' });
    expect(() => closedModel(head)).toThrow('the closed model cannot send HEAD: use the open model');
  });

  it('does not let a secret forge headers', () => {
    const sessions = [{ label: 's1', secret: 'ek_secret\r\nx-forged: 1' }];
    const create = () => closedModel(targetAt(new URL('http://127.0.0.1:1/v1')), { sessions });
    expect(create).toThrow('the secret of session s1 holds a character that no header may carry');
    expect(create).not.toThrow('ek_secret');
  });

  it('lists all wrong numbers at once', async () => {
    const engine = closedModel(targetAt(new URL('http://127.0.0.1:1/v1')));
    const wrong = { step: 'x', connectionsPerSession: 0, amountPerSession: 1.5, durationMs: -1 };
    await expect(engine.run(wrong)).rejects.toMatchObject({
      problems: [
        'the connections of a session must be a whole number above 0, not 0',
        'a saturation needs either an amount or a duration',
        'the amount must be a whole number above 0, not 1.5',
        'the duration must be more than 0 and at most 1000000000 milliseconds, not -1',
      ],
    });
    await expect(engine.run({ step: 'x', connectionsPerSession: 1 })).rejects.toThrow(
      'a saturation needs either an amount or a duration',
    );
  });
});
