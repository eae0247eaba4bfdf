/** A process of its own that uses both engines in every way that could leave something open, and then has nothing to do. */
import { systemClock as clock } from '../../../support/clock.ts';
import { createClosedModelEngine } from '../closed-model.ts';
import { createOpenModelEngine } from '../open-model.ts';
import { constantRate } from '../timetable.ts';
import { startHttp, startSockets, targetAt } from './target-server.ts';

const answering = await startHttp((_request, response) => response.end());
const hanging = await startHttp(() => {});
const handshaking = await startSockets((socket) => void socket.resume());
const tlsUrl = new URL(handshaking.baseUrl.href.replace('http:', 'https:'));
const sessions = [{ label: 's1', secret: 'ek_0123456789' }];
const once = { session: 's1', step: 'x' };
// Long timers, so that any that is left over is seen.
const timeoutMs = 60_000;

for (const baseUrl of [answering.baseUrl, hanging.baseUrl, tlsUrl]) {
  const target = targetAt(baseUrl, {}, timeoutMs);
  const originMs = clock.monotonicMs();
  const abort = new AbortController();
  const engine = createOpenModelEngine({ target, sessions, clock, originMs, signal: abort.signal });
  const sending = [engine.send(once), engine.send({ ...once, atMs: 60_000 })];
  const warming = engine.warmUp('s1', 2).catch(() => {});
  const rate = { ratePerMinute: 600, durationMs: 60_000, sessions: ['s1'], step: 'x' };
  const running = engine.run(constantRate(rate));
  await clock.sleep(150);
  abort.abort();
  await engine.close();
  await Promise.all([...sending, warming, running]);

  if (baseUrl === tlsUrl) continue;
  const closed = createClosedModelEngine({ target, sessions, clock, originMs, graceMs: 50 });
  await closed.run({ step: 'x', connectionsPerSession: 2, durationMs: 50 });
}
await Promise.all([answering.close(), hanging.close(), handshaking.close()]);
console.log('nothing left to do');
