import { betaHeader, operationPath } from '../../schema/index.ts';
import type { Clock } from '../../support/clock.ts';
import type { CreatedSession } from './exchange.ts';
import type { Transport } from './wire.ts';

const lanes = 4;
const maxFailures = 3;
const longestMs = 30_000;

/**
 * Cancels the sessions that a run created; best effort, also after an interruption. Gives up when a few calls in a
 * row come to nothing, or after half a minute.
 * @returns how many sessions were not acknowledged as cancelled.
 */
export async function cancelSessions(
  sessions: readonly CreatedSession[],
  {
    transport,
    apiKey,
    clock,
  }: { readonly transport: Transport; readonly apiKey: string; readonly clock: Clock },
): Promise<number> {
  const untilMs = clock.monotonicMs() + longestMs;
  const { signal } = new AbortController();
  const headers = { authorization: `Bearer ${apiKey}`, [betaHeader.name]: betaHeader.value };
  const queue = [...sessions];
  let left = sessions.length;
  let failures = 0;
  const lane = async (): Promise<void> => {
    while (failures < maxFailures && clock.monotonicMs() < untilMs) {
      const session = queue.pop();
      if (session === undefined) return;
      const path = cancelPath(session.id);
      if (path === undefined) continue;
      const outcome = await transport.send({ method: 'POST', path, headers }, signal);
      if (outcome.kind === 'answer' && outcome.status < 300) left -= 1;
      failures = outcome.kind === 'answer' ? 0 : failures + 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return left;
}

/** No path names some ids that a hostile deployment may give out. */
function cancelPath(id: string): string | undefined {
  try {
    return operationPath('sessions.cancel', { session_id: id });
  } catch {
    return undefined;
  }
}
