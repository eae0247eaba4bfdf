import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { createOpenModelEngine } from './open-model.ts';
import { credentials, openModel } from './testing/engines.ts';
import { expectDecisionsInside, expectTimesInOrder } from './testing/laws.ts';
import type { ServerTimes } from './testing/laws.ts';
import { watchWrites } from './testing/socket-spies.ts';
import { startHttp, targetAt } from './testing/target-server.ts';
import type { HttpTarget } from './testing/target-server.ts';
import { burst, constantRate } from './timetable.ts';

async function serve(listener: Parameters<typeof startHttp>[0]): Promise<HttpTarget> {
  const server = await startHttp(listener);
  onTestFinished(() => server.close());
  return server;
}

/** A constant rate for each session, beginning a little later than now. */
const soon = (nowMs: number, perSecond: number, durationMs: number, sessions = ['s1']) =>
  constantRate({ ratePerMinute: perSecond * 60, startMs: nowMs + 30, durationMs, sessions, step: '1x' });

describe('what proofs stand on', () => {
  it('has every decision of the server between sentMs and firstByteMs, however long it takes', async () => {
    const times = new Map<string, ServerTimes>();
    let originMs = 0;
    const nowMs = () => systemClock.monotonicMs() - originMs;
    const server = await serve((request, response) => {
      const arrivedMs = nowMs();
      const id = `req_${times.size}`;
      times.set(id, { arrivedMs, decidedMs: arrivedMs });
      const answer = () => {
        const throttled = times.size % 3 === 0;
        times.set(id, { arrivedMs, decidedMs: nowMs() });
        response.writeHead(throttled ? 429 : 200, { 'x-request-id': id }).end('{}');
      };
      request.resume().on('end', () => {
        if (times.size % 4 === 0) answer();
        else setTimeout(answer, times.size % 13);
      });
    });
    originMs = systemClock.monotonicMs();
    const sessions = ['s1', 's2', 's3'];
    const change = { method: 'POST', body: '{"user":"u"}', headers: { 'content-type': 'application/json' } };
    const engine = openModel(targetAt(server.baseUrl, change), {
      originMs,
      sessions: credentials(...sessions),
    });
    const summary = await engine.run(soon(nowMs(), 200, 1000, sessions));
    expect(summary).toEqual({ offered: 600, answered: 600, dropped: 0, failed: 0, interrupted: false });
    expect(engine.records).toHaveLength(600);
    expect(new Set(engine.records.map(({ id }) => id)).size).toBe(600);
    expectTimesInOrder(engine.records);
    expectDecisionsInside(engine.records, times);
  });

  it('reads sentMs before the bytes are written, and in the same stretch', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl));
    await engine.warmUp('s1', 4);
    const writtenMs = watchWrites('GET ', engine.nowMs);
    await engine.run(soon(engine.nowMs(), 100, 300));
    // Records come in the order of the answers, writes in the order of the sends.
    const sentMs = engine.records.map((record) => record.sentMs ?? Infinity).toSorted((a, b) => a - b);
    const gaps = writtenMs.map((atMs, index) => atMs - (sentMs[index] as number));
    expect(writtenMs).toHaveLength(30);
    expect(gaps.filter((gap) => gap < 0)).toEqual([]);
    expect(gaps.toSorted((a, b) => a - b)[15]).toBeLessThan(0.5);
  });

  it('never sends early', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl));
    await engine.warmUp('s1', 2);
    const startMs = engine.nowMs() + 20;
    await engine.run(burst({ atMs: startMs, count: 2, sessions: ['s1'], step: 'edge' }));
    const record = await engine.send({ session: 's1', step: 'edge', atMs: startMs + 50 });
    expect(record.intendedMs).toBeCloseTo(startMs + 50, 2);
    expectTimesInOrder(engine.records);
    expect(server.seen).toHaveLength(3);
  });
});

describe('the open model', () => {
  it('is not held up by a slow server', async () => {
    const server = await serve((_request, response) => void setTimeout(() => response.end(), 800));
    const engine = openModel(targetAt(server.baseUrl));
    await engine.warmUp('s1', 20);
    const startMs = engine.nowMs() + 30;
    const summary = await engine.run(soon(engine.nowMs(), 50, 400));
    expect(summary).toMatchObject({ offered: 20, answered: 20 });
    const lastSentMs = Math.max(...engine.records.map(({ sentMs }) => sentMs ?? Infinity));
    const firstEndMs = Math.min(...engine.records.map(({ endMs }) => endMs ?? 0));
    expect(lastSentMs).toBeLessThan(firstEndMs);
    expect(lastSentMs - startMs).toBeLessThan(700);
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 20 }, waitedForConnection: 0 });
  });

  it('records what it could not send, and spares the other sessions', async () => {
    const server = await serve((request, response) => {
      if (request.headers.authorization?.endsWith('s2') === true) response.end();
    });
    const engine = openModel(targetAt(server.baseUrl, {}, 1000), {
      sessions: credentials('s1', 's2'),
      maxConnectionsPerSession: 2,
    });
    const hanging = engine.run(burst({ atMs: engine.nowMs(), count: 5, sessions: ['s1'], step: 'x' }));
    for (let i = 0; i < 5; i += 1) {
      expect(await engine.send({ session: 's2', step: 'x' })).toMatchObject({ status: 200 });
    }
    expect(await hanging).toEqual({ offered: 5, answered: 0, dropped: 3, failed: 2, interrupted: false });
    const dropped = engine.records.filter(({ error }) => error === 'dropped');
    const unsent = { sentMs: null, firstByteMs: null, endMs: null, status: null };
    expect(dropped).toEqual(
      dropped.map(({ id, intendedMs }) => ({
        id,
        session: 's1',
        step: 'x',
        intendedMs,
        ...unsent,
        error: 'dropped',
      })),
    );
    expect(dropped).toHaveLength(3);
  });

  it('bounds what is under way in all', async () => {
    const server = await serve(() => {});
    const engine = openModel(targetAt(server.baseUrl, {}, 200), {
      sessions: credentials('s1', 's2'),
      maxInFlight: 3,
    });
    const summary = await engine.run(burst({ atMs: 0, count: 4, sessions: ['s1', 's2'], step: 'x' }));
    expect(summary).toMatchObject({ offered: 8, dropped: 5, failed: 3 });
    expect(server.connections()).toBe(3);
  });

  it('gives each session its own authorization, and a renewed one from the next request on', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl), { sessions: credentials('s1', 's2') });
    await engine.send({ session: 's1', step: 'x' });
    await engine.send({ session: 's2', step: 'x' });
    engine.useCredential({ label: 's1', secret: 'ek_renewed' });
    engine.useCredential({ label: 's3', secret: 'ek_new' });
    await engine.send({ session: 's1', step: 'x' });
    await engine.send({ session: 's3', step: 'x' });
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer ek_secret_of_s1',
      'Bearer ek_secret_of_s2',
      'Bearer ek_renewed',
      'Bearer ek_new',
    ]);
    expect(server.seen[0]).toMatchObject({
      path: '/v1/chatkit/threads?limit=1',
      headers: { 'openai-beta': 'chatkit_beta=v1' },
    });
    // One connection each: sessions share none, and s1 kept its own.
    expect(server.connections()).toBe(3);
  });

  it('opens connections without sending anything', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl));
    await engine.warmUp('s1', 3);
    await vi.waitFor(() => expect(server.connections()).toBe(3));
    expect(server.seen).toEqual([]);
    await engine.send({ session: 's1', step: 'x' });
    expect([server.connections(), server.seen.length]).toEqual([3, 1]);
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 1 }, waitedForConnection: 0 });
  });

  it('opens a lost connection again before the next request is due', async () => {
    const server = await serve((_request, response) => response.setHeader('connection', 'close').end());
    const engine = openModel(targetAt(server.baseUrl));
    const firstMs = engine.nowMs() + 600;
    const timetable = [firstMs, firstMs + 600].map((atMs) => ({ atMs, session: 's1', step: 'x' }));
    await engine.run(timetable);
    expect(server.connections()).toBe(2);
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 2 }, waitedForConnection: 0 });
  });

  it('numbers records by the function that it is given', async () => {
    const server = await serve((_request, response) => response.end());
    let id = 100;
    const engine = openModel(targetAt(server.baseUrl), { nextId: () => (id += 1) });
    expect((await engine.send({ session: 's1', step: 'x' })).id).toBe(101);
  });

  it('tells that a request was sent before it tells its record', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl));
    const told: string[] = [];
    engine.on('sent', ({ id, sentMs }) => told.push(`sent ${id} ${sentMs > 0}`));
    engine.on('record', ({ id }) => told.push(`record ${id}`));
    await engine.send({ session: 's1', step: 'x' });
    expect(told).toEqual(['sent 1 true', 'record 1']);
  });
});

describe('what goes wrong on our side', () => {
  it('refuses a target or sessions that cannot be driven', () => {
    const target = targetAt(new URL('http://127.0.0.1:1'), { headers: { 'x-a': 'a\r\nb' } });
    const sessions = [{ label: 's1', secret: 'ek_se\r\ncret' }];
    const create = () => createOpenModelEngine({ target, sessions, clock: systemClock, originMs: 0 });
    expect(create).toThrow(
      'the header x-a holds a character that no header may carry\nthe secret of session s1 holds a character that no header may carry',
    );
    expect(create).not.toThrow('ek_se');
  });

  it('refuses a renewed secret, or a session added, as it would have at the start', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl, { headers: { authorization: 'Basic abc' } }));
    expect(() => engine.useCredential({ label: 's1', secret: 'ek_se\r\ncret' })).toThrow(
      'the secret of session s1 holds a character that no header may carry',
    );
    expect(() => engine.useCredential({ label: 's2', secret: 'ek_other' })).toThrow(
      'an authorization header of your own would make one session of all 2',
    );
    await expect(engine.send({ session: 's2', step: 'x' })).rejects.toThrow('there is no session called s2');
  });

  it('refuses sessions that are not there', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl));
    await expect(engine.warmUp('s9')).rejects.toThrow('there is no session called s9');
    await expect(engine.send({ session: 's9', step: 'x' })).rejects.toThrow('there is no session called s9');
    const entries = [
      { atMs: 0, session: 's1', step: 'x' },
      { atMs: 1, session: 's9', step: 'x' },
    ];
    await expect(engine.run(entries)).rejects.toThrow('there is no session called s9');
    expect(engine.records).toHaveLength(1);
  });

  it('refuses a timetable that goes back', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl));
    const entries = [5, 4].map((atMs) => ({ atMs, session: 's1', step: 'x' }));
    await expect(engine.run(entries)).rejects.toThrow('the timetable goes back from 5 ms to 4 ms');
  });

  it('stops when a listener throws, and hands the error on', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl));
    engine.on('record', ({ id }) => {
      if (id === 3) throw new Error('disk full');
    });
    const running = engine.run(soon(engine.nowMs(), 50, 60_000));
    await expect(running).rejects.toThrow('disk full');
    expect(server.seen.length).toBeLessThan(10);
  });
});

describe('stopping', () => {
  it('sends nothing more, and still waits for answers under way', async () => {
    const server = await serve((_request, response) => void setTimeout(() => response.end(), 150));
    const abort = new AbortController();
    const engine = openModel(targetAt(server.baseUrl), { signal: abort.signal });
    engine.on('sent', ({ id }) => {
      if (id === 5) abort.abort();
    });
    const summary = await engine.run(soon(engine.nowMs(), 100, 60_000));
    // Those that fell due together with the fifth had not left yet.
    const unsent = engine.records.filter(
      ({ sentMs, error }) => sentMs === null && error === 'aborted',
    ).length;
    expect(summary).toEqual({
      offered: 5 + unsent,
      answered: 5,
      dropped: 0,
      failed: unsent,
      interrupted: true,
    });
    expect(server.seen).toHaveLength(5);
  });

  it('gives up answers that outlast the grace', async () => {
    const server = await serve(() => {});
    const abort = new AbortController();
    const engine = openModel(targetAt(server.baseUrl), { signal: abort.signal, graceMs: 100 });
    engine.on('sent', ({ id }) => {
      if (id === 3) abort.abort();
    });
    const startMs = engine.nowMs();
    const summary = await engine.run(soon(engine.nowMs(), 100, 60_000));
    expect(engine.nowMs() - startMs).toBeLessThan(1000);
    expect(summary).toEqual({ offered: 3, answered: 0, dropped: 0, failed: 3, interrupted: true });
    expect(engine.records.map(({ error, endMs }) => `${error} ${endMs}`)).toEqual(
      Array(3).fill('aborted null'),
    );
    expect(engine.records.every(({ sentMs }) => sentMs !== null)).toBe(true);
  });

  it('does not send what was given to a connection and has not left yet', async () => {
    const server = await serve((_request, response) => void setTimeout(() => response.end(), 50));
    const abort = new AbortController();
    const engine = openModel(targetAt(server.baseUrl), {
      sessions: credentials('s1', 's2'),
      signal: abort.signal,
    });
    await engine.warmUp('s2');
    // A connection that was used is looked at for one turn of the event loop before it is written to again.
    await engine.send({ session: 's1', step: 'x' });
    engine.on('sent', ({ session }) => {
      if (session === 's2') abort.abort();
    });
    await engine.run(burst({ atMs: engine.nowMs() + 20, count: 1, sessions: ['s1', 's2'], step: 'x' }));
    expect(
      engine.records.slice(1).map(({ session, sentMs, error }) => [session, sentMs === null, error]),
    ).toEqual([
      ['s1', true, 'aborted'],
      ['s2', false, undefined],
    ]);
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer ek_secret_of_s1',
      'Bearer ek_secret_of_s2',
    ]);
  });

  it('settles every send that still waits, and sends nothing afterwards', async () => {
    const server = await serve((_request, response) => response.end());
    const abort = new AbortController();
    const engine = openModel(targetAt(server.baseUrl), { signal: abort.signal });
    const later = engine.send({ session: 's1', step: 'x', atMs: engine.nowMs() + 60_000 });
    abort.abort();
    const unsent = { sentMs: null, firstByteMs: null, endMs: null, status: null, error: 'aborted' };
    expect(await later).toMatchObject(unsent);
    expect(await engine.send({ session: 's1', step: 'x' })).toMatchObject(unsent);
    expect(await engine.run(soon(engine.nowMs(), 10, 1000))).toMatchObject({ offered: 0, interrupted: true });
    expect(server.seen).toHaveLength(0);
  });

  it('does nothing at all when it was stopped before it began', async () => {
    const server = await serve((_request, response) => response.end());
    const engine = openModel(targetAt(server.baseUrl), { signal: AbortSignal.abort() });
    const summary = await engine.run(soon(engine.nowMs(), 10, 1000));
    expect(summary).toEqual({ offered: 0, answered: 0, dropped: 0, failed: 0, interrupted: true });
    expect(server.connections()).toBe(0);
  });

  it('closes with requests under way, and tells their records', async () => {
    const server = await serve(() => {});
    const engine = openModel(targetAt(server.baseUrl));
    const sending = engine.send({ session: 's1', step: 'x' });
    await vi.waitFor(() => expect(server.seen).toHaveLength(1));
    await engine.close();
    await engine.close();
    expect(await sending).toMatchObject({ error: 'aborted', status: null });
  });
});
