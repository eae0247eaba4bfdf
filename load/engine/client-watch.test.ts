import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { createHeaderReader } from './answer-headers.ts';
import { ClientWatch } from './client-watch.ts';
import { asAutocannonClient } from './autocannon-client.ts';
import { createEmitter } from './events.ts';
import { RequestSlot } from './request-slot.ts';

/** What autocannon's client does, one step at a time. */
function watchFake() {
  const own = { onBody: vi.fn<() => void>(), resetContext: vi.fn<() => void>() };
  const fake = Object.assign(new EventEmitter(), {
    conn: Object.assign(new EventEmitter(), { connecting: false, destroy: vi.fn<() => void>() }),
    parser: { reinitialize: vi.fn<(type: string) => void>(), finish: vi.fn<() => void>() },
    pipelinedRequests: new RequestSlot(own.onBody),
    requestIterator: { resetContext: own.resetContext },
    reqsMade: 0,
    responseMax: 0,
    destroy: vi.fn<() => void>(),
  });
  const records: RequestRecord[] = [];
  let nowMs = 0;
  const watch = new ClientWatch(asAutocannonClient(fake as never), {
    session: 's1',
    step: 'x',
    readHeaders: createHeaderReader([]),
    maxBodyBytes: 10,
    nowMs: () => (nowMs += 1),
    nextId: () => records.length + 1,
    events: createEmitter(() => {}),
    onRecord: (record) => records.push(record),
    onRetired: () => {},
    onUnfollowable: () => {},
  });
  const head = { statusCode: 200, headers: ['Retry-After', '6'], shouldKeepAlive: true };
  const request = () => {
    fake.emit('request');
    fake.pipelinedRequests.insertRequest({});
  };
  const answerHead = () => {
    fake.pipelinedRequests.addByteCount(60);
    fake.emit('headers', head);
  };
  return { fake, own, watch, records, request, answerHead };
}

it('takes its times from the events, one reading each', () => {
  const { fake, records, request, answerHead } = watchFake();
  request();
  answerHead();
  fake.emit('response', 200);
  expect(records).toEqual([
    {
      id: 1,
      session: 's1',
      step: 'x',
      intendedMs: null,
      sentMs: 1,
      firstByteMs: 2,
      endMs: 3,
      status: 200,
      headers: { 'retry-after': '6' },
    },
  ]);
});

it('begins every connection with a clean parser and an empty queue', () => {
  const { fake, records, request } = watchFake();
  request();
  fake.conn = Object.assign(new EventEmitter(), { connecting: false, destroy: vi.fn<() => void>() });
  expect(fake.pipelinedRequests.peek()).toBeDefined();
  fake.emit('request');
  expect(fake.parser.reinitialize.mock.calls).toEqual([['RESPONSE'], ['RESPONSE']]);
  expect(fake.pipelinedRequests.peek()).toBeUndefined();
  expect(records.map(({ error }) => error)).toEqual(['timeout']);
});

it('keeps nothing of a body, and no context of a request', () => {
  const { fake, own, request, answerHead } = watchFake();
  request();
  answerHead();
  fake.pipelinedRequests.addBody(Buffer.from('collected'));
  fake.requestIterator.resetContext();
  expect([fake.pipelinedRequests.body, own.onBody.mock.calls, own.resetContext.mock.calls]).toEqual([
    '',
    [],
    [],
  ]);
  expect(fake.conn.destroy).not.toHaveBeenCalled();
  fake.pipelinedRequests.addBody(Buffer.from('more'));
  expect(fake.conn.destroy).toHaveBeenCalledOnce();
});

it('records what came before an answer broke off', () => {
  const { fake, records, request, answerHead } = watchFake();
  request();
  answerHead();
  fake.emit('connError', Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  request();
  fake.emit('done');
  const one = { session: 's1', step: 'x', intendedMs: null, endMs: null };
  expect(records).toEqual([
    {
      ...one,
      id: 1,
      sentMs: 1,
      firstByteMs: 2,
      status: 200,
      error: 'ECONNRESET',
      headers: { 'retry-after': '6' },
    },
    { ...one, id: 2, sentMs: 3, firstByteMs: null, status: null, error: 'aborted' },
  ]);
});

it('knows when the bytes of a request left only once its socket is connected', () => {
  const { fake, records, request } = watchFake();
  fake.conn.connecting = true;
  request();
  fake.emit('done');
  // Of a request that is over nothing is known any more.
  fake.conn.emit('connect');
  request();
  fake.conn.emit('connect');
  fake.emit('done');
  expect(records.map(({ id, sentMs }) => [id, sentMs])).toEqual([
    [1, null],
    [2, 1],
  ]);
});

it('lets the request under way be the last, even the very first', () => {
  const { fake, watch } = watchFake();
  watch.finish();
  expect(fake.responseMax).toBe(1);
  fake.reqsMade = 7;
  watch.finish();
  expect(fake.responseMax).toBe(7);
});

it('refuses an autocannon that it does not know', () => {
  const { fake } = watchFake();
  const other = Object.assign(fake, { parser: {} });
  expect(() => asAutocannonClient(other as never)).toThrow(
    'this version of autocannon is not one the closed-model engine knows: install 9.0.0',
  );
});
