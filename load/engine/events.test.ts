import { expect, it } from 'vitest';
import { createEmitter } from './events.ts';

const sent = { id: 1, session: 's1', step: 'x', intendedMs: 0, sentMs: 1 };

it('tells every listener until it unsubscribes', () => {
  const emitter = createEmitter(() => expect.unreachable());
  const heard: string[] = [];
  const off = emitter.on('sent', ({ id }) => heard.push(`a${id}`));
  emitter.on('sent', ({ id }) => heard.push(`b${id}`));
  expect([emitter.has('sent'), emitter.has('record')]).toEqual([true, false]);
  emitter.emit('sent', sent);
  off();
  emitter.emit('sent', { ...sent, id: 2 });
  expect(heard).toEqual(['a1', 'b1', 'b2']);
});

it('hands over what a listener throws and still tells the others', () => {
  const thrown: unknown[] = [];
  const emitter = createEmitter((error) => thrown.push(error));
  const heard: number[] = [];
  emitter.on('sent', () => {
    throw new Error('disk full');
  });
  emitter.on('sent', ({ id }) => heard.push(id));
  emitter.emit('sent', sent);
  expect(thrown).toEqual([new Error('disk full')]);
  expect(heard).toEqual([1]);
});
