import { expect, it } from 'vitest';
import { RequestSlot } from './request-slot.ts';

it('holds one request and what was read of its answer', () => {
  const pieces: string[] = [];
  const slot = new RequestSlot((chunk) => pieces.push(chunk.toString()));
  expect(slot.peek()).toBeUndefined();
  const [req, head] = [{ path: '/' }, { statusCode: 200 }];
  slot.insertRequest(req);
  slot.addByteCount(60);
  slot.addByteCount(5);
  slot.setHeaders(head);
  slot.addBody(Buffer.from('body'));
  expect(slot.peek()?.bytes).toBe(65);
  const over = slot.terminateRequest();
  expect([over?.req, over?.bytes, over?.headers, over?.body, over?.duration]).toEqual([req, 65, head, '', 0]);
  expect([slot.peek(), slot.terminateRequest(), pieces]).toEqual([undefined, undefined, ['body']]);
});

it('knows nothing of the one before', () => {
  const slot = new RequestSlot(() => {});
  slot.insertRequest({});
  slot.addByteCount(60);
  slot.setHeaders({ statusCode: 200 });
  slot.insertRequest({});
  expect([slot.peek()?.bytes, slot.headers]).toEqual([0, {}]);
  slot.clear();
  expect(slot.peek()).toBeUndefined();
});
