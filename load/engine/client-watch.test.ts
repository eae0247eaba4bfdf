import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { ClientWatch } from './client-watch.ts';
import { asAutocannonClient } from './autocannon-client.ts';
import { createEmitter } from './events.ts';

/** What autocannon's client does, one step at a time. */
function watchFake() {
  const collected = { bytes: 0 };
  const fake = Object.assign(new EventEmitter(), {
    conn: Object.assign(new EventEmitter(), { connecting: false, destroy: vi.fn<() => void>() }),
    parser: { reinitialize: vi.fn<(type: string) => void>(), finish: vi.fn<() => void>() },
    pipelinedRequests: {
      clear: vi.fn<() => void>(),
      peek: () => collected,
      addBody: vi.fn<(chunk: Buffer) => void>(),
    },
    reqsMade: 0,
    responseMax: 0,
    destroy: vi.fn<() => void>(),
  });
  const collecting = fake.pipelinedRequests.addBody;
  const records: RequestRecord[] = [];
  let nowMs = 0;
  const watch = new ClientWatch(asAutocannonClient(fake as never), {
    session: 's1',
    step: 'x',
    secrets: [],
    maxBodyBytes: 10,
    nowMs: () => (nowMs += 1),
    nextId: () => records.length + 1,
    events: createEmitter(() => {}),
    onRecord: (record) => records.push(record),
    onRetired: () => {},
    onUnfollowable: () => {},
  });
  const head = { statusCode: 200, headers: ['Retry-After', '6'], shouldKeepAlive: true };
  return { fake, watch, records, head, collected, collecting };
}

it('takes its times from the events, one reading each', () => {
  const { fake, records, head, collected } = watchFake();
  fake.emit('request');
  collected.bytes = 60;
  fake.emit('headers', head);
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
  const { fake, records } = watchFake();
  fake.emit('request');
  fake.conn = Object.assign(new EventEmitter(), { connecting: false, destroy: vi.fn<() => void>() });
  fake.emit('request');
  expect(fake.parser.reinitialize.mock.calls).toEqual([['RESPONSE'], ['RESPONSE']]);
  expect(fake.pipelinedRequests.clear).toHaveBeenCalledTimes(2);
  expect(records.map(({ error }) => error)).toEqual(['timeout']);
});

it('keeps nothing of a body', () => {
  const { fake, head, collected, collecting } = watchFake();
  fake.emit('request');
  collected.bytes = 60;
  fake.emit('headers', head);
  expect(collecting).not.toBe(fake.pipelinedRequests.addBody);
  fake.pipelinedRequests.addBody(Buffer.from('collected'));
  expect(collecting).not.toHaveBeenCalled();
  expect(fake.conn.destroy).not.toHaveBeenCalled();
  fake.pipelinedRequests.addBody(Buffer.from('more'));
  expect(fake.conn.destroy).toHaveBeenCalledOnce();
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
