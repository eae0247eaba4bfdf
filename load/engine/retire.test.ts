import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { credentials, openModel } from './testing/engines.ts';
import { startHttp, targetAt } from './testing/target-server.ts';

/** Answers after `delayMs`, and knows which connections are open. */
async function serve(delayMs: number) {
  const open = new Map<Socket, string>();
  const server = await startHttp((request, response) => {
    const { socket, headers } = request;
    if (!open.has(socket)) socket.once('close', () => open.delete(socket));
    open.set(socket, headers.authorization ?? '');
    setTimeout(() => response.end(), delayMs);
  });
  onTestFinished(() => server.close());
  return { target: targetAt(server.baseUrl), openNow: () => [...open.values()].toSorted() };
}

const soon = { timeout: 5000 };
const tokens = (...labels: readonly string[]) =>
  credentials(...labels).map(({ secret }) => `Bearer ${secret}`);

it('closes the connections of a session that is no more, and of no other', async () => {
  const { target, openNow } = await serve(0);
  const engine = openModel(target, { sessions: credentials('old', 'new') });
  await Promise.all([engine.send({ session: 'old', step: 'x' }), engine.send({ session: 'new', step: 'x' })]);
  expect(openNow()).toEqual(tokens('new', 'old'));
  engine.retire('old');
  await expect.poll(openNow, soon).toEqual(tokens('new'));
  expect(() => engine.retire('old')).toThrow('there is no session called old');
  expect(await engine.send({ session: 'new', step: 'x' })).toMatchObject({ status: 200 });
});

it('waits for the answer that is under way', async () => {
  const { target, openNow } = await serve(100);
  const engine = openModel(target, { sessions: credentials('old') });
  await engine.warmUp('old');
  const sent = engine.send({ session: 'old', step: 'x' });
  await expect.poll(openNow, soon).toEqual(tokens('old'));
  engine.retire('old');
  expect(await sent).toMatchObject({ status: 200, endMs: expect.any(Number) });
  await expect.poll(openNow, soon).toEqual([]);
});

it('sends nothing more of it, and says so', async () => {
  const { target } = await serve(0);
  const engine = openModel(target, { sessions: credentials('old') });
  const due = engine.send({ session: 'old', step: 'x', atMs: engine.nowMs() + 50 });
  engine.retire('old');
  expect(await due).toMatchObject({ sentMs: null, error: 'aborted' });
});

it('may come again with a new secret', async () => {
  const { target } = await serve(0);
  const engine = openModel(target, { sessions: credentials('s1') });
  engine.retire('s1');
  for (const credential of credentials('s1')) engine.useCredential(credential);
  expect(await engine.send({ session: 's1', step: 'x' })).toMatchObject({ status: 200 });
});
