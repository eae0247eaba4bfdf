import { ceilToUs, floorToUs } from '../../records.ts';
import type { RequestRecord } from '../../records.ts';
import { constantRate, merge } from '../../engine/index.ts';
import { judgeSecretEnd } from '../lifecycle.ts';
import type { LifecycleFinding, SecretEnd } from '../lifecycle.ts';
import type { DrivenSession } from '../outcome.ts';
import { lifecyclePerSecond, lifecycleSeconds } from '../plan.ts';
import type { PlannedStep } from '../plan.ts';
import { leadMs } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { withOpenModel } from './with-open-model.ts';

/** What the server's clock is forgiven: its resolution, and its drift over a life. */
const clockMs = 1 + lifecycleSeconds * 0.1;
/** By so much a life may be told longer than it was asked for before this machine's clock and the server's are known to differ. */
const toldSlackSeconds = 2;

/**
 * Drives two sessions of its own while one is cancelled and the other expires. They ask for a limit that they never reach, so that a
 * refusal is one of the secret; where they are given less they are driven more slowly.
 */
export async function runLifecycleStep(context: StepContext, step: PlannedStep): Promise<LifecycleFinding[]> {
  const { pool, nowMs } = context;
  const most = Math.ceil((step.durationMs / 1000) * lifecyclePerSecond);
  const one = { count: 1, limit: most };
  const cancelled = await pool.forStep(step.name, step.durationMs + leadMs, one);
  const bornFromMs = nowMs();
  const expiring = await pool.forStep(step.name, 0, { ...one, lifeSeconds: lifecycleSeconds });
  const bornToMs = nowMs();
  const toldAtMs = context.clock.nowMs();
  const [first] = cancelled.driven;
  const [second] = expiring.driven;
  if (first === undefined || second === undefined) return [];
  const sessions = {
    credentials: [...cancelled.credentials, ...expiring.credentials],
    driven: [first, second],
  };
  const records = new Map<string, RequestRecord[]>(sessions.driven.map(({ label }) => [label, []]));
  const ends = [endOfLife(second, { bornFromMs, bornToMs, toldAtMs })];
  await withOpenModel(context, { name: step.name, sessions, connections: 1 }, async (engine) => {
    engine.on('record', (record) => records.get(record.session)?.push(record));
    const startMs = nowMs() + leadMs;
    const sent = engine.run(merge(...sessions.driven.map((session) => pace(session, step, startMs, most))));
    const end = await cancelInTime(context, first, startMs);
    if (end !== null) ends.unshift(end);
    await sent;
  });
  return ends.map((end) => judgeSecretEnd(end, records.get(end.session) ?? []));
}

/** Evenly over the step, at most as many as the session may send at once. */
const pace = (
  { label, policy }: DrivenSession,
  { name, durationMs }: PlannedStep,
  startMs: number,
  most: number,
) =>
  constantRate({
    ratePerMinute: (Math.min(most, policy.limit) * 60_000) / durationMs,
    startMs,
    durationMs,
    sessions: [label],
    step: name,
  });

/** Cancels a session in the middle of its requests. @returns null when the run ended before. */
async function cancelInTime(
  { clock, pool, nowMs, signal }: StepContext,
  session: DrivenSession,
  startMs: number,
): Promise<SecretEnd | null> {
  await clock.sleep(startMs + (lifecycleSeconds * 1000) / 2 - nowMs(), signal);
  if (signal.aborted) return null;
  const fromMs = floorToUs(nowMs());
  const status = await pool.cancel(session);
  const toMs = ceilToUs(nowMs());
  const unknown =
    status === 200
      ? null
      : `the cancellation was not acknowledged (${status === null ? 'no answer' : `status ${status}`})`;
  return { kind: 'cancelled', session: session.label, fromMs, toMs, unknown };
}

/** When a secret ends by its own life, which the deployment counts from a whole second near its creation. */
function endOfLife(
  { label, expiresAt }: DrivenSession,
  { bornFromMs, bornToMs, toldAtMs }: { bornFromMs: number; bornToMs: number; toldAtMs: number },
): SecretEnd {
  const toldSeconds = expiresAt === null ? lifecycleSeconds : expiresAt - toldAtMs / 1000;
  const longestSeconds = Math.max(lifecycleSeconds, toldSeconds);
  return {
    kind: 'expired',
    session: label,
    fromMs: floorToUs(bornFromMs + (lifecycleSeconds - 1) * 1000),
    toMs: ceilToUs(bornToMs + (longestSeconds + 1) * 1000 + clockMs),
    unknown:
      longestSeconds <= lifecycleSeconds + toldSlackSeconds
        ? null
        : `a life of ${lifecycleSeconds} s was asked for, and expires_at says ${Math.round(toldSeconds)} s by the clock of this machine`,
  };
}
